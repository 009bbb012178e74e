/** How one signed call gets to the cloud and its answer back. Knows neither operations nor errors of RDS. */
import type { CloudCredentials } from '../core/index.ts'
import type { Endpoint } from './endpoints.ts'

export interface RpcCall {
  readonly endpoint: Endpoint
  readonly action: string
  readonly version: string
  readonly parameters: Readonly<Record<string, string>>
  readonly credentials: CloudCredentials
  /** Sent as x-acs-date. */
  readonly at: Date
  /** Sent as x-acs-signature-nonce; never used twice. */
  readonly nonce: string
}

export interface RpcReply {
  /** HTTP status, 100 to 599. */
  readonly status: number
  /** Parsed JSON; undefined where the body is something else. */
  readonly body: unknown
  /** x-acs-retry-after or Retry-After, as it stands in the header. */
  readonly retryAfter: string | undefined
}

/**
 * Sends a call once. Every answer is a reply, whatever its status; only a call without an answer throws, with the
 * error of the network.
 */
export type Transport = (call: RpcCall) => Promise<RpcReply>

export interface TransportOptions {
  readonly timeoutMs: number
  readonly ca?: string | undefined
}

/** Returns the value of JSON text, or undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns the waiting time that an answer asks for, as the header has it. */
export function retryAfterHeader(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const value = headers['x-acs-retry-after'] ?? headers['retry-after']
  return Array.isArray(value) ? value[0] : value
}

/** Returns PEM text that holds the usual certificate authorities and the given one. */
export async function withUsualAuthorities(ca: string): Promise<string> {
  const { getCACertificates } = await import('node:tls')
  return [...getCACertificates('default'), ca].join('\n')
}
