/** Sends hand-made requests to the sandbox's OSS, signed with V1, without any client's habits. */
import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { systemClock } from '../../../src/core/index.ts'
import { stringToSignV1 } from '../../../src/oss/wire.ts'
import type { Sandbox } from '../../../src/sandbox/index.ts'

export interface HandMadeRequest {
  readonly method: string
  readonly bucket?: string
  /** Decoded. */
  readonly key?: string
  /** As it goes on the wire; default: path style, percent-encoded. */
  readonly path?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  readonly isAnonymous?: boolean
}

export interface HandMadeAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  readonly text: string
}

/** Returns the headers of a request with its Authorization. */
export function signedHeaders(sandbox: Sandbox, request: HandMadeRequest): Record<string, string> {
  const headers: Record<string, string> = {
    date: new Date(systemClock.now()).toUTCString(),
    ...request.headers,
  }
  const query = (request.query ?? '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('=').map(decodeURIComponent))
    .map(([name = '', value = '']) => [name, value] as const)
  const { method, bucket, key } = request
  const text = stringToSignV1({ method, bucket, key, query, headers }, headers['date'] ?? '')
  const { accessKeyId, accessKeySecret } = sandbox.credentials
  const signature = createHmac('sha1', accessKeySecret).update(text).digest('base64')
  return { ...headers, authorization: `OSS ${accessKeyId}:${signature}` }
}

/** Sends the request over a connection of its own. */
export function send(sandbox: Sandbox, request: HandMadeRequest): Promise<HandMadeAnswer> {
  const place = [request.bucket, request.key].filter((part) => part !== undefined)
  const path =
    request.path ??
    `/${place.map((part) => encodeURIComponent(part).replaceAll('%2F', '/')).join('/')}`
  const body = request.body === undefined ? undefined : Buffer.from(request.body)
  const headers = request.isAnonymous ? { ...request.headers } : signedHeaders(sandbox, request)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      sandbox.endpoints.oss,
      {
        method: request.method,
        path: request.query ? `${path}?${request.query}` : path,
        headers: { ...(body ? { 'content-length': String(body.length) } : {}), ...headers },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers as Record<string, string | undefined>,
            body: bytes,
            text: bytes.toString('utf8'),
          })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Returns the text of an element of an answer. */
export function element(answer: HandMadeAnswer, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer.text)?.[1]
}
