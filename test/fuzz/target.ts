/** What a fuzz target is: a parser, inputs that it accepts, and how changed ones are kept plausible. */
import assert from 'node:assert/strict'
import { type ByteSource, isMigrationError, memorySource } from '../../src/core/index.ts'
import type { Draw } from './draw.ts'
import type { Range } from './mutate.ts'

/** An input that is known to be right, or nearly. */
export interface FuzzSeed {
  readonly name: string
  readonly bytes: Uint8Array
  /** Where changes reach the parser's decisions; empty for anywhere. */
  readonly hot: readonly Range[]
}

export interface FuzzTarget {
  /** As it is asked for: `npm run fuzz -- NAME`. */
  readonly name: string
  /** Small ones that are always there, real files besides, where they are; no case is run where there are none. */
  readonly seeds: () => readonly FuzzSeed[]
  /** Makes what the input must get past right again: checksums, magic bytes. */
  readonly repair?: (bytes: Uint8Array, draw: Draw) => void
  /** Gives the input to the parser: returns for an answer, throws a MigrationError for a refusal. */
  readonly run: (bytes: Uint8Array) => Promise<void> | void
}

/** What a parser may read of an input: each byte many times, but not without end. */
const mostReads = 200_000
const mostBytesRead = 512 * 2 ** 20

/** Returns a source over the bytes that fails the case when it is read without end. */
export function countedSource(bytes: Uint8Array, name = 'fuzz.bak'): ByteSource {
  const source = memorySource(bytes, name)
  let reads = 0
  let asked = 0
  return {
    ...source,
    read(offset, length, signal) {
      asked += length
      assert.ok(++reads <= mostReads, `${reads} reads of ${bytes.byteLength} bytes`)
      assert.ok(asked <= mostBytesRead, `${asked} bytes read of ${bytes.byteLength}`)
      assert.ok(Number.isSafeInteger(offset) && offset >= 0, `read at ${offset}`)
      assert.ok(Number.isSafeInteger(length) && length >= 0, `read of ${length} bytes`)
      return source.read(offset, length, signal)
    },
  }
}

/** Checks that what a parser threw is one of our errors, in whole words; throws anything else on. */
export function expectRefusal(error: unknown): void {
  if (!isMigrationError(error)) throw error
  assert.match(error.code, /^[A-Z]+(_[A-Z0-9]+)+$/)
  for (const text of [error.message, error.usualCause, error.solution])
    assert.doesNotMatch(text, /undefined|NaN|\[object /, error.code)
}
