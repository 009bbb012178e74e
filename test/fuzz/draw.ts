/** Draws numbers, choices and bytes that depend on a seed alone, so that every case can be made again. */
import { seededIds } from '../../src/core/index.ts'

/** Values at which lengths, counts and offsets go wrong. */
const edges = [
  ...[0, 1, 2, 3, 7, 8, 15, 16, 22, 28, 52, 63, 64, 96, 127, 128, 255, 256, 512, 4096, 8191, 8192],
  ...[0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff],
]

export class Draw {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededIds(seed).random
  }

  /** From 0 to below `limit`; 0 where `limit` is less than 1. */
  below(limit: number): number {
    return limit < 1 ? 0 : Math.floor(this.#random() * limit)
  }

  chance(probability: number): boolean {
    return this.#random() < probability
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)]
    if (picked === undefined) throw new TypeError('nothing to pick from')
    return picked
  }

  /** A number that is likely to hurt: at an edge, beside one, or any. */
  number(): number {
    if (this.chance(0.3)) return this.below(2 ** 32)
    return (this.pick(edges) + this.pick([-1, 0, 0, 0, 1]) + 2 ** 32) % 2 ** 32
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }
}
