/** Changes to bytes as accidents and attackers make them. */
import type { Draw } from './draw.ts'

export interface Range {
  readonly begin: number
  readonly end: number
}

/** How often a change falls where the format keeps lengths, counts and addresses. */
const hotShare = 0.8

/**
 * Returns the bytes with a few changes; the given array stays as it is.
 *
 * @param hot  where changes are worth most; anywhere where it is empty
 */
export function mutate(
  bytes: Uint8Array,
  hot: readonly Range[],
  draw: Draw,
): Uint8Array<ArrayBuffer> {
  let changed = new Uint8Array(bytes)
  for (let left = 1 + draw.below(draw.chance(0.2) ? 12 : 3); left > 0; left--) {
    const at = placeIn(changed.byteLength, hot, draw)
    changed = change(changed, at, draw)
  }
  return changed
}

function placeIn(length: number, hot: readonly Range[], draw: Draw): number {
  if (hot.length === 0 || !draw.chance(hotShare)) return draw.below(length)
  const { begin, end } = draw.pick(hot)
  return Math.min(begin + draw.below(end - begin), Math.max(0, length - 1))
}

type Change = (bytes: Uint8Array<ArrayBuffer>, at: number, draw: Draw) => Uint8Array<ArrayBuffer>

/** In place, so that everything else stays where it was. */
const inPlace: readonly Change[] = [
  (bytes, at, draw) => write(bytes, at, [(bytes[at] ?? 0) ^ (1 << draw.below(8))]),
  (bytes, at, draw) => write(bytes, at, [draw.below(256)]),
  (bytes, at, draw) => write(bytes, at, littleEndian(draw.number(), 2)),
  (bytes, at, draw) => write(bytes, at & ~1, littleEndian(draw.number(), 2)),
  (bytes, at, draw) => write(bytes, at & ~3, littleEndian(draw.number(), 4)),
  (bytes, at, draw) => write(bytes, at & ~1, littleEndian(draw.below(16), 2)),
  (bytes, at, draw) => {
    const delta = draw.below(33) - 16
    const view = new DataView(bytes.buffer)
    if (at + 2 <= bytes.byteLength) view.setUint16(at, view.getUint16(at, true) + delta, true)
    return bytes
  },
  (bytes, at, draw) => bytes.fill(draw.pick([0, 0xff]), at, at + 1 + draw.below(64)),
  (bytes, at, draw) => write(bytes, at, draw.bytes(1 + draw.below(32))),
  (bytes, at, draw) => bytes.copyWithin(at, draw.below(bytes.byteLength), bytes.byteLength),
  (bytes, at, draw) => {
    const from = draw.below(bytes.byteLength)
    return bytes.copyWithin(at, from, from + 1 + draw.below(512))
  },
]

/** What follows moves, or is gone. */
const moving: readonly Change[] = [
  (bytes, at) => bytes.slice(0, at),
  (bytes, at, draw) => splice(bytes, at, draw.below(600), new Uint8Array(0)),
  (bytes, at, draw) => splice(bytes, at, 0, draw.bytes(1 + draw.below(64))),
  (bytes, at, draw) =>
    splice(bytes, at, 0, bytes.subarray(at, at + 1 + draw.below(draw.pick([64, 1024, 65_536])))),
]

function change(bytes: Uint8Array<ArrayBuffer>, at: number, draw: Draw): Uint8Array<ArrayBuffer> {
  return draw.pick(draw.chance(0.9) ? inPlace : moving)(bytes, at, draw)
}

function write(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  values: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  for (let index = 0; index < values.length && at + index < bytes.byteLength; index++)
    bytes[at + index] = values[index] ?? 0
  return bytes
}

function splice(
  bytes: Uint8Array,
  at: number,
  removed: number,
  inserted: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const tail = bytes.subarray(Math.min(bytes.byteLength, at + removed))
  const whole = new Uint8Array(at + inserted.byteLength + tail.byteLength)
  whole.set(bytes.subarray(0, at))
  whole.set(inserted, at)
  whole.set(tail, at + inserted.byteLength)
  return whole
}

function littleEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) & 255)
}
