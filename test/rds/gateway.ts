/**
 * A gateway on loopback for the tests of the client: it checks the ACS3 signature of every request, keeps what it
 * was asked, and answers as the test says.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import {
  acs3CanonicalRequest,
  acs3Signature,
  acs3StringToSign,
  parseAcs3Authorization,
  parseParameters,
  sha256Hex,
} from '../../src/rds/wire.ts'

export const gatewayKey = { accessKeyId: 'LTAI5tTestKey', accessKeySecret: 'TestSecretOfNoValue' }

export interface SeenRequest {
  readonly action: string
  readonly version: string
  readonly parameters: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
  readonly isSignatureValid: boolean
}

export type Answer =
  | { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | { readonly raw: string; readonly status: number }
  /** Takes the request and drops the connection. */
  | 'hang-up'

export interface Gateway {
  readonly endpoint: string
  readonly seen: SeenRequest[]
  close(): Promise<void>
}

/** Starts a gateway; `answer` is asked for each request, with how many there were before it. */
export async function openGateway(
  answer: (request: SeenRequest, before: number) => Answer,
): Promise<Gateway> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const read = readRequest(request, Buffer.concat(chunks))
      seen.push(read)
      send(request, response, answer(read, seen.length - 1))
    })
  })
  const port = await listen(server)
  return {
    endpoint: `127.0.0.1:${port}`,
    seen,
    close: () => closeServer(server),
  }
}

export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

export async function closeServer(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

/** An error body as the gateway sends it. */
export function refusal(code: string, message = 'refused', status = 400): Answer {
  return { status, body: { Code: code, Message: message, RequestId: 'REQ-1', HostId: 'rds' } }
}

function readRequest(request: IncomingMessage, body: Buffer): SeenRequest {
  const url = new URL(request.url ?? '/', 'http://gateway')
  const query = parseParameters(url.search.slice(1))
  const headers = request.headers as Record<string, string | undefined>
  const authorization = parseAcs3Authorization(headers['authorization'])
  const expected =
    authorization &&
    acs3Signature(
      gatewayKey.accessKeySecret,
      acs3StringToSign(
        acs3CanonicalRequest(
          { method: 'POST', path: url.pathname, query, headers, bodySha256: sha256Hex(body) },
          authorization.signedHeaders,
        ),
      ),
    )
  return {
    action: headers['x-acs-action'] ?? '',
    version: headers['x-acs-version'] ?? '',
    parameters: Object.fromEntries(query),
    headers: request.headers,
    isSignatureValid: expected !== undefined && expected === authorization?.signature,
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer === 'hang-up') {
    ;(request.socket as Socket).destroy()
    return
  }
  const text = 'raw' in answer ? answer.raw : JSON.stringify(answer.body)
  const headers = 'raw' in answer ? {} : answer.headers
  response.writeHead(answer.status ?? 200, {
    'content-type': 'raw' in answer ? 'text/html' : 'application/json;charset=utf-8',
    ...headers,
  })
  response.end(text)
}
