/** The real bucket over HTTP: opens the client of one endpoint. */
import type { Clock, CredentialProvider, Ids } from '../core/index.ts'
import type { ObjectStorage } from './object-store.ts'

export interface OssOptions {
  /** URL or host; without a scheme https is used. */
  readonly endpoint: string
  /** Without the `oss-` prefix, such as `cn-hangzhou`. */
  readonly region: string
  readonly credentials: CredentialProvider
  readonly clock: Clock
  readonly ids: Ids
  /** Default v4. */
  readonly signatureVersion?: 'v4' | 'v1'
  /** Bucket in the path instead of the host name; default: only where the host is an IP address or localhost. */
  readonly pathStyle?: boolean
  /** URL of an HTTP(S) proxy, with user and password where it asks for them. */
  readonly proxy?: string
  /** PEM text of further certificate authorities. */
  readonly ca?: string
  /** Longest silence on a connection in milliseconds; default 60,000. */
  readonly timeoutMs?: number
  /** Connections at once; default 64. */
  readonly maxSockets?: number
}

export function ossStorage(options: OssOptions): ObjectStorage {
  throw new Error(`the client of ${options.endpoint} follows`)
}
