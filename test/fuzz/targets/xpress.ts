/** The decoder of one compressed chunk, without the checksum that protects it. */
import assert from 'node:assert/strict'
import { xpressDecoder } from '../../../src/bak/container/xpress.ts'
import { bakError } from '../../../src/bak/errors.ts'
import { realBackups } from '../corpus.ts'
import type { FuzzSeed, FuzzTarget } from '../target.ts'

const decoder = xpressDecoder()
const mostOutputBytes = 65_536
const guard = 0xa5

/** An input is the length of the output in units of 512 bytes, then the payload. */
export const xpressTarget: FuzzTarget = {
  name: 'xpress',
  seeds: () => [
    literals(),
    ...realBackups('compressed').flatMap(([name, bytes]) => chunksOf(name, bytes)),
  ],
  run(bytes) {
    const outputBytes = Math.min(mostOutputBytes, (bytes[0] ?? 0) * 512)
    const output = new Uint8Array(outputBytes + 64).fill(guard)
    const fault = decoder.decode(bytes.subarray(1, 65_536), output, 32, outputBytes)
    for (let at = 0; at < 32; at++) {
      assert.equal(output[at], guard, 'written before the output')
      assert.equal(output[outputBytes + 32 + at], guard, 'written behind the output')
    }
    if (fault) throw bakError('BAK_NOT_A_BACKUP', { file: 'fuzz.bin', found: fault })
  },
}

/** All 512 symbols have 9 bits, and all words are zero: 512 bytes of zero. */
function literals(): FuzzSeed {
  const bytes = new Uint8Array(1 + 256 + (512 * 9) / 8 + 2)
  bytes.fill(0x99, 1, 257)
  bytes[0] = 1
  return { name: 'literals', bytes, hot: [{ begin: 0, end: 280 }] }
}

const mostChunks = 12

function chunksOf(name: string, bytes: Uint8Array): FuzzSeed[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seeds: FuzzSeed[] = []
  for (let at = 480; seeds.length < mostChunks && bytes[at] === 0x21; ) {
    const end = at + 28 + view.getUint16(at + 2, true)
    const input = new Uint8Array(1 + end - at - 28)
    input[0] = bytes[at + 1] ?? 0
    input.set(bytes.subarray(at + 28, end), 1)
    seeds.push({ name: `${name} at ${at}`, bytes: input, hot: [{ begin: 0, end: 400 }] })
    at = end
  }
  return seeds
}
