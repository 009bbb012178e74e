/**
 * The real bucket over HTTP: opens the client of one endpoint. Keys, connections and the clock are handed in;
 * a call is made only when a method is.
 */
import type { Clock, CredentialProvider, Ids } from '../core/index.ts'
import { bucketSummaries, documentOf } from './answers.ts'
import { bucketClient } from './bucket-client.ts'
import { ossCaller } from './call.ts'
import { CredentialKeeper } from './credential-keeper.ts'
import { addressOf, parseEndpoint } from './endpoint.ts'
import { httpConnections } from './http.ts'
import type { ObjectStorage } from './object-store.ts'
import { encodeQuery } from './percent-encoding.ts'
import { presignedQuery } from './sign-request.ts'

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

/**
 * Returns the buckets behind one endpoint. Makes no call.
 *
 * @throws OSS_ENDPOINT_WITHOUT_SCHEME  when the endpoint is neither a URL nor a host
 */
export function ossStorage(options: OssOptions): ObjectStorage {
  const { clock, ids, timeoutMs = 60_000, signatureVersion = 'v4' } = options
  const region = options.region.replace(/^oss-/, '')
  const endpoint = parseEndpoint(options.endpoint, options.pathStyle)
  const credentials = new CredentialKeeper(options.credentials, clock)
  const connections = httpConnections({
    endpoint,
    proxy: options.proxy,
    ca: options.ca,
    timeoutMs,
    maxSockets: options.maxSockets ?? 64,
  })
  const call = ossCaller({
    endpoint,
    region,
    signatureVersion,
    credentials,
    connections,
    timeoutMs,
    clock,
    ids,
  })

  async function sign(bucket: string, key: string, expiresSeconds: number): Promise<string> {
    const signer = {
      version: signatureVersion,
      region,
      credentials: await credentials.get(),
      nowMs: clock.now(),
    }
    const request = { method: 'GET', bucket, key, query: [], headers: {} }
    const { host, path } = addressOf(endpoint, bucket, key)
    const query = encodeQuery(presignedQuery(request, signer, expiresSeconds))
    return `${endpoint.isTls ? 'https' : 'http'}://${host}${path}?${query}`
  }

  return {
    endpoint: endpoint.host,
    region,
    async listBuckets() {
      const buckets = []
      let marker: string | undefined
      do {
        const operation = 'ListBuckets'
        const query = marker === undefined ? [] : [['marker', marker] as const]
        const answer = await call({ operation, method: 'GET', query, repeat: 'always' })
        const attempt = { operation, resource: endpoint.host }
        const document = documentOf(answer, 'ListAllMyBucketsResult', attempt)
        buckets.push(...bucketSummaries(document))
        const next = document['NextMarker']
        marker = typeof next === 'string' && next !== '' ? next : undefined
      } while (marker !== undefined)
      return buckets
    },
    async createBucket(bucket, create = {}) {
      const storageClass = create.storageClass ?? 'Standard'
      const xml = `<CreateBucketConfiguration><StorageClass>${storageClass}</StorageClass></CreateBucketConfiguration>`
      await call({
        operation: 'PutBucket',
        method: 'PUT',
        bucket,
        headers: { 'content-type': 'application/xml', 'x-oss-acl': create.acl ?? 'private' },
        body: Buffer.from(xml, 'utf8'),
        repeat: 'always',
      })
    },
    async removeBucket(bucket) {
      await call({ operation: 'DeleteBucket', method: 'DELETE', bucket, repeat: 'if-refused' })
    },
    bucket: (name) =>
      bucketClient(call, name, (key, expiresSeconds) => sign(name, key, expiresSeconds)),
    close: async () => connections.close(),
  }
}
