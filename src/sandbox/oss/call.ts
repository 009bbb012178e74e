/** One call as the operations see it, and the answer they give. */
import type { ByteSource, Ids } from '../../core/index.ts'
import type { Caller, OssModel } from './model.ts'
import type { WireRequest } from './request.ts'
import { ossLimits } from './rules.ts'
import { badArgument, refuse } from './service-error.ts'

export interface OssCall {
  readonly model: OssModel
  readonly request: WireRequest
  readonly caller: Caller
  readonly ids: Ids
  /** Empty for calls on the service. */
  readonly bucket: string
  /** Empty for calls on a bucket or the service. */
  readonly key: string
  /** The time at this moment: bodies may take long. */
  readonly now: () => number
  /** The request's body, to be read once. */
  readonly body: AsyncIterable<Uint8Array>
  /** False where the client sent neither a length nor chunks. */
  readonly hasBodyLength: boolean
}

export interface OssAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A whole document, or a run of an object's bytes; the source is closed by whoever sends it. */
  readonly body?:
    | string
    | { readonly source: ByteSource; readonly offset: number; readonly length: number }
}

/** Returns an answer with an XML document. */
export function xmlAnswer(body: string, headers: Readonly<Record<string, string>> = {}): OssAnswer {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body }
}

/** Returns the request's body as text; refuses one that is too long for a document. */
export async function bodyText(call: OssCall): Promise<string> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of call.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > ossLimits.xmlBytes) throw refuse('MalformedXML')
    chunks.push(Uint8Array.from(chunk))
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Returns the truth of a header that is `true` or `false`, or absent; refuses other words. */
export function booleanHeader(call: OssCall, name: string): boolean {
  const value = call.request.headers[name]
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw badArgument(name, value)
}

/** Instants in bodies end in `.000Z` exactly: oss2 cannot read milliseconds. */
export function isoSeconds(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString()
}
