/** Reads the captured requests of real OSS clients. */
import { readdirSync, readFileSync } from 'node:fs'
import { sharedPath } from '../../shared-files.ts'

export interface CapturedRequest {
  /** File and position, for messages. */
  readonly name: string
  readonly method: string
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Undefined for a call on the service. */
  readonly bucket: string | undefined
  /** Whether the harness found the signature right. */
  readonly isVerified: boolean
  readonly version: 1 | 4
  readonly isPresigned: boolean
  /** The C SDK signs a bucket without its slash. */
  readonly signsRawPath: boolean
  /** V1's string to sign or V4's canonical request, where the harness printed it. */
  readonly signed: string | undefined
}

/** Returns the captured requests that carry a signature, of every file. */
export function capturedRequests(): CapturedRequest[] {
  return readdirSync(sharedPath('captures'))
    .filter((name) => name.endsWith('.http.txt'))
    .flatMap((name) => {
      const blocks = readFileSync(sharedPath('captures', name), 'utf8').split(/^### /m).slice(1)
      return blocks.flatMap((block, index) => readBlock(`${name} #${index + 1}`, block) ?? [])
    })
}

function readBlock(name: string, block: string): CapturedRequest | undefined {
  const [about = '', requestLine = '', ...rest] = block.split('\n')
  const signature = /sig=OSS-V([14])(-presigned)?/.exec(about)
  if (!signature) return undefined
  const [method = '', url = ''] = requestLine.split(' ')
  const headers: Record<string, string> = {}
  for (const line of rest.slice(0, rest.indexOf(''))) {
    const colon = line.indexOf(': ')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 2)
  }
  const bucket = / bucket=(\S+)/.exec(about)?.[1]
  const printed = /^--- string-to-sign.*---\n([\s\S]*?)\n>>> harness/m.exec(block)?.[1]
  return {
    name,
    method,
    url,
    headers,
    bucket: bucket === '-' ? undefined : bucket,
    isVerified: about.includes('verified=true'),
    version: signature[1] === '1' ? 1 : 4,
    isPresigned: signature[2] !== undefined,
    signsRawPath: about.includes('raw-path'),
    signed: printed,
  }
}
