/**
 * Memories of WebAssembly by their buffers: an array that lies in one can be worked on in place by any module of ours,
 * whoever made the memory. Where WebAssembly is missing there is none, and plain arrays take over.
 */

/** A WebAssembly.Memory of fixed size. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

type Exports = Readonly<Record<string, unknown>>

declare const WebAssembly:
  | {
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object, imports?: object) => { readonly exports: Exports }
      Memory: new (limits: { initial: number; maximum: number }) => WasmMemory
    }
  | undefined

const pageBytes = 65_536
const memories = new WeakMap<ArrayBufferLike, WasmMemory>()

/** Makes the memory known, so that others can work on what lies in it. */
export function rememberMemory(memory: WasmMemory): void {
  memories.set(memory.buffer, memory)
}

/** Returns the memory that an array's buffer belongs to, if it is a known one. */
export function memoryBehind(buffer: ArrayBufferLike): WasmMemory | undefined {
  return memories.get(buffer)
}

/** Returns `count` arrays of `bytes` each (a multiple of 16), in a memory of WebAssembly where there is one. */
export function wasmBuffers(count: number, bytes: number): Uint8Array[] {
  const buffer = newMemory(count * bytes)?.buffer ?? new ArrayBuffer(count * bytes)
  return Array.from({ length: count }, (_, index) => new Uint8Array(buffer, index * bytes, bytes))
}

function newMemory(bytes: number): WasmMemory | undefined {
  if (typeof WebAssembly === 'undefined') return undefined
  try {
    const pages = Math.ceil(bytes / pageBytes)
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    rememberMemory(memory)
    return memory
  } catch {
    return undefined
  }
}

const compiledModules = new WeakMap<Uint8Array, object>()

/**
 * Returns what a module exports that imports this memory as `env.memory`; undefined where the engine refuses it: no
 * SIMD, or the page's policy forbids compiling.
 */
export function instantiateOver(memory: WasmMemory, module: Uint8Array): Exports | undefined {
  if (typeof WebAssembly === 'undefined') return undefined
  try {
    const compiled = compiledModules.get(module) ?? new WebAssembly.Module(module)
    compiledModules.set(module, compiled)
    return new WebAssembly.Instance(compiled, { env: { memory } }).exports
  } catch {
    return undefined
  }
}
