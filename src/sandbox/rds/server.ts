/** The sandbox's RDS, RAM and STS on a socket: node:http in front of service.ts, on loopback only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '../listen.ts'
import type { LoopbackServer } from '../loopback-server.ts'
import { type RdsService, serveRds } from './service.ts'

/** Parameters of one request; the longest documented one, a list of signed addresses, is far smaller. */
const mostBodyBytes = 1024 * 1024

/**
 * Listens on 127.0.0.1 and resolves when connections are accepted.
 * @param port  0 picks a free one
 * @throws the error of node:net when the port cannot be had
 */
export async function startRdsServer(service: RdsService, port: number): Promise<LoopbackServer> {
  const stopping = new AbortController()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(service, request, response, stopping.signal).catch(() => response.destroy())
  })
  return listenOnLoopback(server, port, () => stopping.abort(new Error('the sandbox is stopping')))
}

async function answer(
  service: RdsService,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const body = await readBody(incoming)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '')
  const reply = await serveRds(
    service,
    { method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers, body },
    signal,
  )
  if (!reply) {
    incoming.socket.destroy()
    return
  }
  response.statusCode = reply.status
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
  const bytes = Buffer.from(reply.body)
  response.setHeader('content-length', bytes.byteLength)
  if (reply.cutAfter === undefined) {
    response.end(bytes)
    return
  }
  response.write(bytes.subarray(0, reply.cutAfter), () => incoming.socket.destroy())
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer
    size += bytes.byteLength
    if (size > mostBodyBytes) throw new RangeError('the request body is too long')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
