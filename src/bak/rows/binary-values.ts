/** Decodes bytes, uniqueidentifier and bit. */
import { guidByteOrder } from '../binary.ts'
import type { Block, Decode } from './decode.ts'
import { ofLength } from './number-values.ts'

/** Returns a copy, so that a row does not keep its page. */
export const decodeBinary: Decode = ({ bytes }, at, length) => bytes.slice(at, at + length)

export const decodeRowversion = ofLength(8, ({ bytes }, at) => bytes.slice(at, at + 8))

const hexPairs = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
)

/** Returns bytes as `0x` and hexadecimal digits in upper case, as SQL Server shows them. */
export function hexText(bytes: Uint8Array): string {
  let text = '0x'
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

const hyphenBefore = new Set([4, 6, 8, 10])

export const decodeGuid = ofLength(16, (block, at) => guidText(block, at))

function guidText({ bytes }: Block, at: number): string {
  let text = ''
  let place = 0
  for (const offset of guidByteOrder) {
    if (hyphenBefore.has(place)) text += '-'
    text += hexPairs[bytes[at + offset] ?? 0]
    place++
  }
  return text
}
