/**
 * Writes the bytes of a small WebAssembly module: just the sections and instructions that our own inner loops
 * need. It checks nothing; the engine validates the module when it is compiled.
 *
 * @source WebAssembly core specification 2.0, binary format, with the fixed-width SIMD instructions [spec]
 */

export type Code = readonly number[]

export const i32 = 0x7f
export const i64 = 0x7e
export const v128 = 0x7b

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? byte | 0x80 : byte)
  } while (rest > 0)
  return bytes
}

/** Signed LEB128 of a 32-bit number. */
function signed(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; ) {
    const byte = rest & 0x7f
    rest >>= 7
    const isLast = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)
    bytes.push(isLast ? byte : byte | 0x80)
    if (isLast) return bytes
  }
}

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]
const bulk = (opcode: number): number[] => [0xfc, ...unsigned(opcode)]

/** One instruction each; `at` is a constant added to the address. */
export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  call: (index: number): Code => [0x10, ...unsigned(index)],
  i32Const: (value: number): Code => [0x41, ...signed(value)],
  i64Const: (value: number): Code => [0x42, ...signed(value)],
  i32Add: [0x6a] as Code,
  i32Sub: [0x6b] as Code,
  i32And: [0x71] as Code,
  i32Xor: [0x73] as Code,
  i32Shl: [0x74] as Code,
  i32GeUnsigned: [0x4f] as Code,
  i32LtUnsigned: [0x49] as Code,
  i32WrapI64: [0xa7] as Code,
  i64And: [0x83] as Code,
  i64Xor: [0x85] as Code,
  i64Shl: [0x86] as Code,
  i64ShrUnsigned: [0x88] as Code,
  select: [0x1b] as Code,
  i64Load: (at: number): Code => [0x29, 0, ...unsigned(at)],
  i64Load8Unsigned: (at: number): Code => [0x31, 0, ...unsigned(at)],
  i64Store: (at: number): Code => [0x37, 0, ...unsigned(at)],
  v128Load: (at: number): Code => [...simd(0), 0, ...unsigned(at)],
  v128Store: (at: number): Code => [...simd(11), 0, ...unsigned(at)],
  v128Xor: simd(0x51) as Code,
  v128Or: simd(0x50) as Code,
  /** Each of four u32 lanes by the number of bits on the stack. */
  i32x4Shl: simd(0xab) as Code,
  i32x4ShrUnsigned: simd(0xad) as Code,
  i64x2ExtractLane: (lane: 0 | 1): Code => [...simd(0x1d), lane],
  memoryCopy: [...bulk(10), 0, 0] as Code,
  memoryFill: [...bulk(11), 0] as Code,
  /** Repeats the body while the condition, computed before each turn, is not zero. */
  whileLoop: (condition: Code, body: Code): Code => [
    ...[0x02, 0x40, 0x03, 0x40],
    ...condition,
    ...[0x45, 0x0d, 1],
    ...body,
    ...[0x0c, 0, 0x0b, 0x0b],
  ],
} as const

export interface WasmFunction {
  readonly name: string
  readonly parameters: readonly number[]
  readonly results: readonly number[]
  /** Types of the locals that follow the parameters. */
  readonly locals: readonly number[]
  readonly body: Code
}

const text = (value: string): number[] => {
  const bytes = Array.from(value, (letter) => letter.charCodeAt(0))
  return [...unsigned(bytes.length), ...bytes]
}
const vector = (items: ReadonlyArray<Code>): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
]
const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
]

/**
 * Returns the module with all functions exported by name.
 *
 * @param memory  pages of a memory of fixed size of its own, exported as `memory`; or another module's memory, any
 *   size, imported as `env.memory`
 */
export function wasmModule(
  functions: readonly WasmFunction[],
  memory: number | 'imported',
): Uint8Array {
  const types = functions.map(({ parameters, results }) => [
    0x60,
    ...vector(parameters.map((type) => [type])),
    ...vector(results.map((type) => [type])),
  ])
  const bodies = functions.map(({ locals, body }) => {
    const content = [...vector(locals.map((type) => [1, type])), ...body, 0x0b]
    return [...unsigned(content.length), ...content]
  })
  const exported = functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...(memory === 'imported'
      ? section(2, vector([[...text('env'), ...text('memory'), 2, 0, 0]]))
      : []),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...(memory === 'imported'
      ? section(7, vector(exported))
      : [
          ...section(5, vector([[1, ...unsigned(memory), ...unsigned(memory)]])),
          ...section(7, vector([...exported, [...text('memory'), 2, 0]])),
        ]),
    ...section(10, vector(bodies)),
  ])
}
