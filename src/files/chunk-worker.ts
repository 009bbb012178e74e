/** The worker thread of chunk-decoder-pool.ts: decodes the batches that it is sent, one after the other. */
import { parentPort } from 'node:worker_threads'
import { batchDecoder } from '../bak/index.ts'
import { nodeCodecs } from './node-codecs.ts'
import type { WorkerReply, WorkerRequest } from './worker-messages.ts'

const decode = batchDecoder(nodeCodecs)

parentPort?.on('message', ({ batch, buffer }: WorkerRequest) => {
  const { output, faults } = decode(batch, buffer)
  const reply: WorkerReply = { input: batch.bytes, output, faults }
  const shared = [batch.bytes.buffer, output.buffer] as ArrayBuffer[]
  parentPort?.postMessage(reply, shared)
})
parentPort?.postMessage('ready')
