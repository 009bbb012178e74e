/** A body on its way in or out, with the faults that the settings ask for. */
import type { Clock } from '../../core/index.ts'
import { effectOf, type FaultEffect } from '../faults.ts'

/** Thrown where a fault wants the connection to be cut; nobody gets an answer. */
export class ConnectionCut extends Error {}

/**
 * Yields the body with the effects of one direction applied: it is cut after so many bytes, one byte is flipped, or
 * it passes slowly. The source's arrays are not changed.
 *
 * @throws ConnectionCut  at the byte that the `drop` effect names
 */
export async function* faultyBody(
  body: AsyncIterable<Uint8Array>,
  direction: 'request' | 'response',
  effects: readonly FaultEffect[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const drop = effectOf(effects, 'drop')
  const cutAt = drop?.direction === direction ? drop.after : Number.POSITIVE_INFINITY
  const corrupt = effectOf(effects, 'corrupt')
  const where = direction === 'request' ? 'stored' : 'returned'
  const flipAt = corrupt?.where === where ? corrupt.offset : -1
  const bytesPerSecond = effectOf(effects, 'slow')?.bytesPerSecond
  let passed = 0
  if (cutAt === 0) throw new ConnectionCut()
  for await (const chunk of body) {
    let bytes = chunk
    if (flipAt >= passed && flipAt < passed + bytes.byteLength) {
      bytes = Uint8Array.from(bytes)
      bytes[flipAt - passed] = (bytes[flipAt - passed] ?? 0) ^ 0x01
    }
    const left = cutAt - passed
    if (bytes.byteLength >= left) {
      if (left > 0) yield bytes.subarray(0, left)
      throw new ConnectionCut()
    }
    passed += bytes.byteLength
    if (bytesPerSecond === undefined) yield bytes
    else yield* slowly(bytes, bytesPerSecond, clock, signal)
  }
}

/** Yields the bytes in runs that each take a tenth of a second, after waiting as long as they take. */
async function* slowly(
  bytes: Uint8Array,
  bytesPerSecond: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const runBytes = Math.max(1, Math.floor(bytesPerSecond / 10))
  for (let at = 0; at < bytes.byteLength; at += runBytes) {
    const run = bytes.subarray(at, at + runBytes)
    await clock.sleep((run.byteLength * 1000) / bytesPerSecond, signal)
    yield run
  }
}
