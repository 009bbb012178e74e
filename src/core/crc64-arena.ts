/**
 * CRC-64 in WebAssembly, over buffers that lie in its own memory: what is read into them is checked in place and
 * sent from there, without a copy. Where WebAssembly is missing, plain arrays and plain JavaScript take over.
 *
 * Long runs are folded before any table is looked up. The polynomial divides
 * x^(128*1408) + the sum of x^(128*e) over the exponents e in `foldExponents`; so a 16-byte word may be moved
 * forward by 1408 - e words for each e, which costs ten loads and no table. What remains at the end are 1,408
 * words, for which tables are used, 16 bytes a turn.
 */
import { crc64Plain, crc64Table } from './crc64.ts'
import { rememberMemory } from './wasm-memory.ts'
import { type Code, i32, i64, op, type WasmFunction, wasmModule } from './wasm-module.ts'

/** In words of 16 bytes. Found by a search over sums of powers of x^128 modulo the polynomial [measured]. */
const foldWords = 1408
const foldExponents = [0, 275, 385, 424, 454, 923, 927, 1334, 1339]

/** Words between two moves of the window back to its place. */
const blockWords = 8192
const windowBytes = foldWords * 16
/** Memory: 16 tables of 256 entries, the window with the block behind it, what remains, then the buffers. */
const windowAt = 16 * 256 * 8
const remainderAt = windowAt + windowBytes + blockWords * 16
const buffersAt = remainderAt + windowBytes
const pageBytes = 65_536

/** Below this the tables alone are faster. */
const foldFromBytes = 4 * windowBytes

declare const WebAssembly:
  | {
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> }
    }
  | undefined

/** `slice(at, length, crc)`: the CRC (not inverted) of bytes in memory by tables. */
function sliceFunction(): WasmFunction {
  const [at, end, crc, word, next] = [0, 1, 2, 3, 4]
  const lookUp = (local: number, shift: number, table: number): Code => [
    ...op.get(local),
    ...(shift === 0 ? [] : [...op.i64Const(shift), ...op.i64ShrUnsigned]),
    ...op.i32WrapI64,
    ...op.i32Const(255),
    ...op.i32And,
    ...op.i32Const(3),
    ...op.i32Shl,
    ...op.i64Load(table * 2048),
  ]
  const eight = (local: number, firstTable: number): Code =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((byte) => [
      ...lookUp(local, byte * 8, firstTable - byte),
      ...(byte === 0 ? [] : op.i64Xor),
    ])
  const advance = (bytes: number): Code => [
    ...op.get(at),
    ...op.i32Const(bytes),
    ...op.i32Add,
    ...op.set(at),
  ]
  return {
    name: 'slice',
    parameters: [i32, i32, i64],
    results: [i64],
    locals: [i64, i64],
    body: [
      ...op.get(at),
      ...op.get(end),
      ...op.i32Add,
      ...op.set(end),
      ...op.whileLoop(
        [...op.get(end), ...op.get(at), ...op.i32Sub, ...op.i32Const(16), ...op.i32GeUnsigned],
        [
          ...[...op.get(at), ...op.i64Load(0), ...op.get(crc), ...op.i64Xor, ...op.set(word)],
          ...[...op.get(at), ...op.i64Load(8), ...op.set(next)],
          ...[...eight(word, 15), ...eight(next, 7), ...op.i64Xor, ...op.set(crc)],
          ...advance(16),
        ],
      ),
      ...op.whileLoop(
        [...op.get(at), ...op.get(end), ...op.i32LtUnsigned],
        [
          ...[...op.get(at), ...op.i64Load8Unsigned(0), ...op.get(crc), ...op.i64Xor],
          ...op.set(word),
          ...lookUp(word, 0, 0),
          ...[...op.get(crc), ...op.i64Const(8), ...op.i64ShrUnsigned, ...op.i64Xor],
          ...op.set(crc),
          ...advance(1),
        ],
      ),
      ...op.get(crc),
    ],
  }
}

/** `fold(at, words, crc)`: the same for at least 1,408 whole words, by folding. */
function foldFunction(sliceIndex: number): WasmFunction {
  const [at, words, crc, window, blockEnd, end] = [0, 1, 2, 3, 4, 5]
  /** The next word with everything that was moved forward to it. */
  const folded: Code = [
    ...[...op.get(at), ...op.v128Load(0)],
    ...foldExponents.flatMap((exponent) => [
      ...op.get(window),
      ...op.v128Load(exponent * 16),
      ...op.v128Xor,
    ]),
  ]
  const step = (local: number): Code => [
    ...op.get(local),
    ...op.i32Const(16),
    ...op.i32Add,
    ...op.set(local),
  ]
  const foldUntil = (limit: number, storeAt: number): Code =>
    op.whileLoop(
      [...op.get(window), ...op.get(limit), ...op.i32LtUnsigned],
      [
        ...[...op.get(window), ...folded, ...op.v128Store(storeAt)],
        ...[...step(at), ...step(window)],
      ],
    )
  return {
    name: 'fold',
    parameters: [i32, i32, i64],
    results: [i64],
    locals: [i32, i32, i32],
    body: [
      // The window begins empty but for the CRC so far, at the place from which it reaches only the first word.
      ...[...op.i32Const(windowAt), ...op.i32Const(0), ...op.i32Const(windowBytes)],
      ...op.memoryFill,
      ...[...op.i32Const(windowAt), ...op.get(crc), ...op.i64Store(0)],
      ...[...op.get(words), ...op.i32Const(foldWords), ...op.i32Sub, ...op.set(words)],
      ...op.whileLoop(op.get(words), [
        // blockEnd: as many words as are left, at most a block.
        ...[...op.get(words), ...op.i32Const(blockWords)],
        ...[...op.get(words), ...op.i32Const(blockWords), ...op.i32LtUnsigned, ...op.select],
        ...op.set(end),
        ...[...op.i32Const(windowAt), ...op.set(window)],
        ...[...op.get(end), ...op.i32Const(4), ...op.i32Shl, ...op.i32Const(windowAt)],
        ...[...op.i32Add, ...op.set(blockEnd)],
        ...foldUntil(blockEnd, windowBytes),
        ...[...op.i32Const(windowAt), ...op.get(window), ...op.i32Const(windowBytes)],
        ...op.memoryCopy,
        ...[...op.get(words), ...op.get(end), ...op.i32Sub, ...op.set(words)],
      ]),
      // The last words cannot be moved on: they only receive, into a place of their own.
      ...[...op.i32Const(windowAt + windowBytes), ...op.i32Const(0), ...op.i32Const(windowBytes)],
      ...op.memoryFill,
      ...[...op.i32Const(windowAt), ...op.set(window)],
      ...[...op.i32Const(windowAt + windowBytes), ...op.set(blockEnd)],
      ...foldUntil(blockEnd, remainderAt - windowAt),
      ...[...op.i32Const(remainderAt), ...op.i32Const(windowBytes), ...op.i64Const(0)],
      ...op.call(sliceIndex),
    ],
  }
}

type Crc64Call = (at: number, length: number, crc: bigint) => bigint

interface Crc64Exports {
  readonly slice: Crc64Call
  readonly fold: Crc64Call
  readonly memory: { readonly buffer: ArrayBuffer }
}

function instantiate(bytesOfBuffers: number): Crc64Exports | undefined {
  if (typeof WebAssembly === 'undefined') return undefined
  const pages = Math.ceil((buffersAt + bytesOfBuffers) / pageBytes)
  try {
    const module = new WebAssembly.Module(wasmModule([sliceFunction(), foldFunction(0)], pages))
    const exports = new WebAssembly.Instance(module).exports as unknown as Crc64Exports
    rememberMemory(exports.memory)
    const tables = new BigUint64Array(exports.memory.buffer, 0, 16 * 256)
    for (let zeroBytes = 0; zeroBytes < 16; zeroBytes++)
      tables.set(crc64Table(zeroBytes), zeroBytes * 256)
    return exports
  } catch {
    // No SIMD, or the page's policy forbids compiling: the plain arithmetic gives the same results.
    return undefined
  }
}

const allOnes = 0xffff_ffff_ffff_ffffn

/** Buffers of one size with the CRC-64 of what lies in them. */
export interface Crc64Arena {
  readonly buffers: readonly Uint8Array[]
  /** Whether WebAssembly does the work. */
  readonly isFast: boolean
  /**
   * Returns the CRC-64 of bytes that follow others.
   *
   * @param bytes  a piece of one of `buffers` for speed; any other array works too
   * @param crc  of the bytes before, 0n for none
   */
  update(crc: bigint, bytes: Uint8Array): bigint
}

/** Returns an arena of `count` buffers of `bufferBytes` each (a multiple of 16). The memory never grows. */
export function crc64Arena(count: number, bufferBytes: number): Crc64Arena {
  const wasm = instantiate(count * bufferBytes)
  if (!wasm) {
    const buffers = Array.from({ length: count }, () => new Uint8Array(bufferBytes))
    return { buffers, isFast: false, update: (crc, bytes) => crc64Plain(bytes, crc) }
  }
  const { memory, slice, fold } = wasm
  const buffers = Array.from(
    { length: count },
    (_, index) => new Uint8Array(memory.buffer, buffersAt + index * bufferBytes, bufferBytes),
  )
  return {
    buffers,
    isFast: true,
    update(crc, bytes) {
      if (bytes.buffer !== memory.buffer) return crc64Plain(bytes, crc)
      let remainder = BigInt.asUintN(64, crc ^ allOnes)
      let at = bytes.byteOffset
      let length = bytes.byteLength
      if (length >= foldFromBytes) {
        const words = Math.floor(length / 16)
        remainder = fold(at, words, remainder)
        at += words * 16
        length -= words * 16
      }
      return BigInt.asUintN(64, slice(at, length, remainder)) ^ allOnes
    },
  }
}

/** Arrays from this size on are worth the copy into the arena. */
const copyFromBytes = 4096
const windowBufferBytes = 256 * 1024
let copies: Crc64Arena | undefined

/**
 * Returns the CRC-64 of bytes that follow others, wherever they lie.
 *
 * @param crc  of the bytes before, 0n for none
 */
export function crc64(bytes: Uint8Array, crc = 0n): bigint {
  if (bytes.byteLength < copyFromBytes) return crc64Plain(bytes, crc)
  copies ??= crc64Arena(1, windowBufferBytes)
  const [buffer] = copies.buffers
  if (!copies.isFast || !buffer) return crc64Plain(bytes, crc)
  let result = crc
  for (let at = 0; at < bytes.byteLength; at += windowBufferBytes) {
    const piece = bytes.subarray(at, at + windowBufferBytes)
    buffer.set(piece)
    result = copies.update(result, buffer.subarray(0, piece.byteLength))
  }
  return result
}
