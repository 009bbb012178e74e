/**
 * Decodes chunks of compressed backups in worker threads. They start with the third batch, so that a small file costs
 * none of them; until they are ready, and where they cannot start, the work is done in line.
 */
import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import {
  batchBufferBytes,
  batchDecoder,
  type ChunkBatch,
  type ChunkDecoder,
  type DecodedBatch,
} from '../bak/index.ts'
import { nodeCodecs } from './node-codecs.ts'
import type { WorkerReply, WorkerRequest } from './worker-messages.ts'

/** More are held up by the thread that reads. */
const mostWorkers = 4
const batchesBeforeStart = 2

interface Job {
  readonly request: WorkerRequest
  readonly resolve: (decoded: DecodedBatch) => void
  readonly reject: (error: unknown) => void
}

interface Member {
  readonly worker: Worker
  job: Job | undefined
}

/**
 * Returns a decoder for `decodeChunks`. Whoever made it closes it; idle workers do not keep the process alive.
 *
 * @param workers  1 or more; as many as there are processors where it is left out, at most 4
 * @param isEager  starts the workers with the first batch and waits for them
 */
export function chunkDecoderPool({
  workers = Math.min(mostWorkers, availableParallelism()),
  isEager = false,
}: {
  readonly workers?: number
  readonly isEager?: boolean
} = {}): ChunkDecoder {
  const decodeInLine = batchDecoder(nodeCodecs)
  const members = new Set<Member>()
  const idle: Member[] = []
  const waiting: Job[] = []
  const freeInputs: Uint8Array<ArrayBuffer>[] = []
  const freeOutputs: Uint8Array[] = []
  let batches = 0
  let isStarted = false
  let ready = 0

  function start(): void {
    isStarted = true
    // Asked for here, because most commands never need threads and would load them.
    const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')
    for (let number = 0; number < workers; number++) {
      const worker = new Thread(workerUrl(), {
        execArgv: [],
        name: 'sqlferry-chunks',
        // A worker makes next to no objects: the young generation need not be large.
        resourceLimits: { maxYoungGenerationSizeMb: 2 },
      })
      const member: Member = { worker, job: undefined }
      members.add(member)
      worker.unref()
      worker.on('message', (message: 'ready' | WorkerReply) => {
        if (message === 'ready') ready++
        else finish(member, message)
        idle.push(member)
        feed()
      })
      worker.on('error', (error) => leave(member, error))
      worker.on('exit', () => leave(member, new Error('the worker ended')))
    }
  }

  function finish(member: Member, { input, output, faults }: WorkerReply): void {
    const { job } = member
    member.job = undefined
    member.worker.unref()
    freeInputs.push(new Uint8Array(input.buffer as ArrayBuffer))
    job?.resolve({ output, faults })
  }

  /** A worker that could not start, or died: its batch is lost with it. */
  function leave(member: Member, error: unknown): void {
    if (!members.delete(member)) return
    const at = idle.indexOf(member)
    if (at >= 0) idle.splice(at, 1)
    member.job?.reject(error)
    if (members.size > 0) return
    ready = 0
    for (const { request, resolve } of waiting.splice(0))
      resolve(decodeInLine(request.batch, request.buffer))
  }

  function feed(): void {
    while (idle.length > 0 && waiting.length > 0) {
      const member = idle.pop()
      const job = waiting.shift()
      if (!member || !job) return
      member.job = job
      member.worker.ref()
      const { batch, buffer } = job.request
      const shared = [batch.bytes.buffer, buffer.buffer] as ArrayBuffer[]
      member.worker.postMessage(job.request, shared)
    }
  }

  return {
    parallel: workers,
    async decode(batch) {
      batches++
      if (!isStarted && (isEager || batches > batchesBeforeStart)) start()
      const buffer = freeOutputs.pop() ?? new Uint8Array(batchBufferBytes)
      const isWaiting = isEager && members.size > 0
      if (ready === 0 && !isWaiting) return decodeInLine(batch, buffer)
      const request = { batch: ownBatch(batch, freeInputs), buffer }
      return await new Promise<DecodedBatch>((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        feed()
      })
    },
    release({ output }) {
      if (output.buffer.byteLength === batchBufferBytes)
        freeOutputs.push(new Uint8Array(output.buffer as ArrayBuffer))
    },
    async close() {
      const ending = [...members].map(({ worker }) => worker.terminate())
      await Promise.all(ending)
    },
  }
}

/** Returns the batch with a copy of just the bytes it needs, which can be handed over. */
function ownBatch(batch: ChunkBatch, free: Uint8Array<ArrayBuffer>[]): ChunkBatch {
  const { chunks, bytes } = batch
  const { length } = chunks
  const from = chunks[0] ?? 0
  const to = (chunks[length - 5] ?? 0) + (chunks[length - 4] ?? 0)
  const wanted = to - from
  let input = free.pop()
  if (input === undefined || input.byteLength < wanted)
    input = new Uint8Array(Math.max(wanted, 1024 * 1024))
  input.set(bytes.subarray(from, to))
  const moved = chunks.slice()
  for (let at = 0; at < length; at += 5) moved[at] = (moved[at] ?? 0) - from
  return { ...batch, bytes: input, chunks: moved }
}

/** Beside this file; in a build, where files are bundled, at the top of the package. */
function workerUrl(): URL {
  const here = import.meta.url
  if (here.endsWith('.ts')) return new URL('./chunk-worker.ts', here)
  return new URL(/\/chunks\/[^/]*$/.test(here) ? '../chunk-worker.js' : './chunk-worker.js', here)
}
