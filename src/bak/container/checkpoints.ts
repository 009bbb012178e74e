/**
 * A sparse index of a compressed file: where some chunks begin, in the image and in the file. Its memory is bounded
 * however long the file is: when it is full, every second place is dropped and fewer are taken from there on.
 */
import { lastAtMost } from '../search.ts'

/** 16 MiB of numbers. At 16 chunks a place that is an image of 1 TiB; a longer one has longer ways between. */
const mostPlaces = 1024 * 1024
const firstSpacing = 16

export interface Place {
  readonly imageOffset: number
  readonly containerOffset: number
}

/** Places by their offset in the image; the first that is put in is never dropped. */
export class Checkpoints {
  #places = new Float64Array(2 * 64)
  #count = 0
  /** How many chunks lie between two places, at most. */
  spacing = firstSpacing
  readonly #most: number

  constructor(most: number = mostPlaces) {
    this.#most = most
  }

  get count(): number {
    return this.#count
  }

  /** Keeps a place; one that is known is not kept twice. */
  add(imageOffset: number, containerOffset: number): void {
    const at = this.#lastAtMost(imageOffset) + 1
    if (at > 0 && this.#places[(at - 1) * 2] === imageOffset) return
    if (this.#count * 2 === this.#places.length) {
      const longer = new Float64Array(this.#places.length * 2)
      longer.set(this.#places)
      this.#places = longer
    }
    this.#places.copyWithin((at + 1) * 2, at * 2, this.#count * 2)
    this.#places.set([imageOffset, containerOffset], at * 2)
    this.#count++
    if (this.#count >= this.#most) this.#thin()
  }

  /** Returns the last place that is not behind `imageOffset`; the first place of all where there is none. */
  before(imageOffset: number): Place {
    return this.#place(Math.max(0, this.#lastAtMost(imageOffset)))
  }

  /** Returns the first place behind `imageOffset`. */
  behind(imageOffset: number): Place | undefined {
    const at = this.#lastAtMost(imageOffset) + 1
    return at < this.#count ? this.#place(at) : undefined
  }

  #place(at: number): Place {
    return {
      imageOffset: this.#places[at * 2] ?? 0,
      containerOffset: this.#places[at * 2 + 1] ?? 0,
    }
  }

  #lastAtMost(imageOffset: number): number {
    return lastAtMost(this.#count, (at) => this.#places[at * 2] ?? 0, imageOffset)
  }

  #thin(): void {
    const kept = Math.ceil(this.#count / 2)
    for (let at = 0; at < kept; at++) this.#places.copyWithin(at * 2, at * 4, at * 4 + 2)
    this.#count = kept
    this.spacing *= 2
  }
}
