/** Strings and dates inside a descriptor block, read tolerantly: a bad one is reported and left out. */
import { ascii, u16, utf16 } from '../binary.ts'
import type { Findings } from '../findings.ts'
import { broken, type MtfBlock } from './mtf-block.ts'
import { mtfDateAt } from './mtf-date.ts'

/** @throws BAK_CHAIN_BROKEN when the block's header is shorter than its fixed fields */
export function requireHeader(
  block: MtfBlock,
  header: DataView,
  bytes: number,
  file: string,
): void {
  if (header.byteLength < bytes)
    throw broken(file, block.offset, `${block.type}.headerBytes = ${header.byteLength}`)
}

/**
 * Returns the string whose address stands at `at`: u16 length in bytes, u16 offset from the block's begin.
 * A string that lies outside the block is reported and empty.
 */
export function blockString(
  block: MtfBlock,
  header: DataView,
  at: number,
  field: string,
  findings: Findings,
): string {
  const length = u16(header, at)
  const from = u16(header, at + 2)
  if (length === 0) return ''
  if (from + length > header.byteLength) {
    const end = `${block.type}.headerBytes = ${header.byteLength}`
    findings.contradiction(block.offset + at, `${field} = ${from} + ${length}`, end)
    return ''
  }
  if (block.stringType === 1) return ascii(header, from, length)
  // SQL Server counts two closing zeros in the name of the software.
  return utf16(header, from, length).replace(/\0+$/, '')
}

/** Returns the date at `at` as `YYYY-MM-DD hh:mm:ss`, undefined when there is none; an impossible one is reported. */
export function blockDate(
  block: MtfBlock,
  header: DataView,
  at: number,
  field: string,
  findings: Findings,
): string | undefined {
  const date = mtfDateAt(header, at)
  if (date.kind === 'invalid') findings.invalidDate(block.offset + at, field)
  return date.kind === 'date' ? date.text : undefined
}
