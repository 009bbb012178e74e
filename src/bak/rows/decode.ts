/**
 * The shape of a decoder: bytes in, value out. The caller has checked that the bytes are there; a decoder checks that
 * they are a value.
 */
import type { SqlValue } from './values.ts'

/** Bytes with a view of exactly the same bytes. */
export interface Block {
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** Returns the value of `length` bytes from `at`, or a marker. Never throws for any bytes inside the block. */
export type Decode = (block: Block, at: number, length: number) => SqlValue
