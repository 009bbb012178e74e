/**
 * One HTTP exchange over a kept-alive connection: a request with or without a body, its answer, nothing repeated.
 * Knows neither signatures nor XML. The body is written chunk by chunk from the caller's buffers.
 */
import { Agent, type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls, Agent as TlsAgent } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { PartBody } from '../core/index.ts'
import type { Endpoint } from './endpoint.ts'

export interface HttpRequest {
  readonly method: string
  readonly hostname: string
  /** With the query. */
  readonly path: string
  /** Names in lower case; content-length is added. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: PartBody | Uint8Array | undefined
  /** `fresh` for a request that must not be lost: a kept connection may have been closed by the server meanwhile. */
  readonly connection: 'kept' | 'fresh'
  readonly signal?: AbortSignal | undefined
  readonly onSent?: ((bytes: number) => void) | undefined
  /** Sees status and headers before the body is read; what it throws ends the exchange. */
  readonly onHead?: ((answer: HttpHead) => void) | undefined
}

export interface HttpHead {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface HttpAnswer extends HttpHead {
  readonly body: Buffer
}

export interface HttpConnections {
  exchange(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

export interface HttpOptions {
  readonly endpoint: Endpoint
  readonly proxy?: string | undefined
  readonly ca?: string | undefined
  readonly timeoutMs: number
  readonly maxSockets: number
}

/** An answer larger than this is not one of OSS's documents. */
const maxAnswerBytes = 256 * 1024 * 1024

/** Returns the connections to one endpoint; none is opened before it is needed. */
export function httpConnections(options: HttpOptions): HttpConnections {
  const { endpoint, proxy, ca, timeoutMs, maxSockets } = options
  const common = {
    maxSockets,
    ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
  }
  const agentOf = (keepAlive: boolean) =>
    endpoint.isTls
      ? new TlsAgent({
          ...common,
          keepAlive,
          ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
        })
      : new Agent({ ...common, keepAlive })
  const agents = { kept: agentOf(true), fresh: agentOf(false) }
  const open = endpoint.isTls ? requestTls : requestPlain
  return {
    close: () => {
      agents.kept.destroy()
      agents.fresh.destroy()
    },
    exchange(request) {
      const length = request.body
        ? request.body instanceof Uint8Array
          ? request.body.byteLength
          : request.body.sizeBytes
        : 0
      const isBodiless = request.body === undefined && /^(GET|HEAD|DELETE)$/.test(request.method)
      const outgoing = open({
        agent: agents[request.connection],
        hostname: request.hostname,
        port: endpoint.port,
        method: request.method,
        path: request.path,
        headers: isBodiless
          ? request.headers
          : { ...request.headers, 'content-length': String(length) },
        ...(request.signal ? { signal: request.signal } : {}),
      })
      // The limit is on silence, not on the whole: a part may take long on a slow line.
      outgoing.setTimeout(timeoutMs, () => {
        outgoing.destroy(
          Object.assign(new Error('the connection was silent'), { code: silentCode }),
        )
      })
      return exchangeOn(outgoing, request)
    },
  }
}

/** Code of the error for a connection on which nothing moved for too long. */
export const silentCode = 'SQLFERRY_SILENT'

async function exchangeOn(outgoing: ClientRequest, request: HttpRequest): Promise<HttpAnswer> {
  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      readAnswer(incoming, request).then(resolve, (error: unknown) => {
        incoming.destroy()
        outgoing.destroy()
        reject(error)
      })
    })
  })
  // A server may answer (and close) before it has the whole body; its answer says more than the broken pipe.
  const sent = sendBody(outgoing, request)
  const first = await Promise.race([
    answer.then(() => undefined),
    sent.then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
  ])
  if (first) {
    outgoing.destroy()
    answer.catch(() => {})
    throw first.error
  }
  try {
    return await answer
  } finally {
    sent.catch(() => {})
    // The server has decided already: the rest of the body would travel for nothing.
    if (!outgoing.writableEnded) outgoing.destroy()
  }
}

async function sendBody(outgoing: ClientRequest, request: HttpRequest): Promise<void> {
  const { body, signal, onSent } = request
  if (body === undefined) {
    outgoing.end()
    return
  }
  if (body instanceof Uint8Array) {
    outgoing.end(body)
    onSent?.(body.byteLength)
    return
  }
  for await (const chunk of body.chunks(signal)) {
    if (!(await written(outgoing, chunk))) return
    onSent?.(chunk.byteLength)
  }
  outgoing.end()
}

/** Resolves when the chunk has left our buffer: to true, or to false when the exchange has ended without it. */
function written(outgoing: ClientRequest, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve(false)
    // A connection that breaks is reported by the request itself; here it only ends the sending.
    const onClose = () => resolve(false)
    outgoing.once('close', onClose)
    outgoing.write(chunk, (error) => {
      outgoing.off('close', onClose)
      resolve(!error)
    })
  })
}

async function readAnswer(incoming: IncomingMessage, request: HttpRequest): Promise<HttpAnswer> {
  const head = { status: incoming.statusCode ?? 0, headers: incoming.headers }
  request.onHead?.(head)
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of incoming) {
    const bytes = piece as Buffer
    length += bytes.byteLength
    if (length > maxAnswerBytes)
      throw new Error(`the answer is larger than ${maxAnswerBytes} bytes`)
    pieces.push(bytes)
  }
  return { ...head, body: pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces) }
}
