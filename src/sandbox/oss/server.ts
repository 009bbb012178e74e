/** The sandbox's OSS on a socket: node:http in front of service.ts, on loopback only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { effectOf } from '../faults.ts'
import { listenOnLoopback } from '../listen.ts'
import type { LoopbackServer } from '../loopback-server.ts'
import { ConnectionCut, faultyBody } from './faulty-body.ts'
import { streamBytes } from './object-bytes.ts'
import { parseRequest } from './request.ts'
import {
  errorDocument,
  internalError,
  newRequestId,
  type OssService,
  type OutgoingAnswer,
  serve,
} from './service.ts'
import { OssServiceError } from './service-error.ts'

/**
 * Listens on 127.0.0.1 and resolves when connections are accepted.
 * @param port  0 picks a free one
 * @throws the error of node:net when the port cannot be had
 */
export async function startOssServer(service: OssService, port: number): Promise<LoopbackServer> {
  const stopping = new AbortController()
  const server = createServer(
    {
      // The C SDK sends Content-Length beside Transfer-Encoding: chunked, which a strict parser refuses.
      insecureHTTPParser: true,
      keepAliveTimeout: 60_000,
      requestTimeout: 0,
    },
    (request, response) => {
      answerRequest(service, request, response, stopping.signal).catch(() => response.destroy())
    },
  )
  return listenOnLoopback(server, port, () => stopping.abort(new ConnectionCut()))
}

async function answerRequest(
  service: OssService,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = service
  const requestId = newRequestId(service.ids)
  const begunAt = clock.now()
  const method = incoming.method ?? 'GET'
  const headers = joinedHeaders(incoming)
  response.setHeader('server', 'AliyunOSS')
  response.setHeader('date', new Date(begunAt).toUTCString())
  response.setHeader('x-oss-request-id', requestId)
  try {
    const answer = await serve(service, {
      request: parseRequest(method, incoming.url ?? '/', headers),
      body: incoming.iterator({ destroyOnReturn: false }),
      hasBodyLength: 'content-length' in headers || 'transfer-encoding' in headers,
      signal,
    })
    response.setHeader('x-oss-server-time', String(clock.now() - begunAt))
    await send(service, method, response, answer, signal)
  } catch (error) {
    if (error instanceof ConnectionCut || incoming.socket.destroyed || response.headersSent) {
      cut(incoming, response)
      return
    }
    const refusal = error instanceof OssServiceError ? error : internalError()
    sendRefusal(method, response, refusal, errorDocument(refusal, requestId, headers['host'] ?? ''))
  }
  // A body that was refused unread has to pass before the next request of the connection.
  incoming.resume()
}

function sendRefusal(
  method: string,
  response: ServerResponse,
  refusal: OssServiceError,
  document: string,
): void {
  response.statusCode = refusal.status
  response.setHeader('x-oss-server-time', '1')
  response.setHeader('x-oss-ec', refusal.ec)
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value)
  if (method === 'HEAD') {
    response.setHeader('x-oss-err', Buffer.from(document).toString('base64'))
    response.end()
    return
  }
  response.setHeader('content-type', 'application/xml')
  response.setHeader('content-length', Buffer.byteLength(document))
  response.end(document)
}

async function send(
  service: OssService,
  method: string,
  response: ServerResponse,
  answer: OutgoingAnswer,
  signal: AbortSignal,
): Promise<void> {
  response.statusCode = answer.status
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    response.setHeader(name, headerValue(value))
  const { body } = answer
  if (body === undefined || method === 'HEAD') {
    if (typeof body === 'object') await body.source.close()
    if (method !== 'HEAD' && answer.status !== 204 && answer.status !== 304)
      response.setHeader('content-length', 0)
    if (effectOf(answer.effects, 'drop')?.direction === 'response') throw new ConnectionCut()
    response.end()
    return
  }
  const chunks =
    typeof body === 'string'
      ? once(Buffer.from(body))
      : streamBytes(body.source, body.offset, body.length)
  if (typeof body === 'string') response.setHeader('content-length', Buffer.byteLength(body))
  for await (const bytes of faultyBody(chunks, 'response', answer.effects, service.clock, signal)) {
    if (response.destroyed) return
    if (!response.write(bytes)) await drained(response)
  }
  response.end()
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

/** Cuts the connection once what was written is on its way. */
function cut(incoming: IncomingMessage, response: ServerResponse): void {
  const { socket } = incoming
  if (response.headersSent && socket.writableLength > 0) socket.write('', () => socket.destroy())
  else socket.destroy()
}

/** Header values of objects may hold any text; what HTTP cannot carry is sent as UTF-8 bytes. */
function headerValue(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

function joinedHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined) continue
    const text = Array.isArray(value) ? value.join(',') : value
    headers[name] = Buffer.from(text, 'latin1').toString('utf8').trim()
  }
  return headers
}
