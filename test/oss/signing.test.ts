import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { presignedQuery, signHeaders } from '../../src/oss/sign-request.ts'
import {
  canonicalRequestV4,
  encodeKey,
  encodeQuery,
  type SignableRequest,
  stringToSignV1,
} from '../../src/oss/wire.ts'
import { needsShared, sharedPath } from '../shared-files.ts'

interface AliOssClient {
  signatureUrlV4(method: string, expires: number, request: unknown, key: string): Promise<string>
  signatureUrl(key: string, options: { expires: number }): string
}

interface AliOssRequest {
  readonly params: { readonly headers: Record<string, string> }
}

const requireCommonJs = createRequire(import.meta.url)
const AliOss = requireCommonJs('ali-oss') as new (options: object) => AliOssClient
const { createRequest } = requireCommonJs('ali-oss/lib/common/utils/createRequest') as {
  createRequest(this: AliOssClient, params: object): AliOssRequest
}

const bucket = 'backup-2026'
const region = 'cn-hangzhou'
const lasting = {
  accessKeyId: 'LTAI5tExampleKeyId',
  accessKeySecret: 'madeUpSecretOfTheTest123456',
}
const temporary = { ...lasting, securityToken: 'CAIS+made/up==token' }

function aliOss(version: 'v1' | 'v4', token: string | undefined): AliOssClient {
  return new AliOss({
    ...lasting,
    ...(token === undefined
      ? {}
      : { stsToken: token, refreshSTSToken: async () => ({}), refreshSTSTokenInterval: 1e9 }),
    bucket,
    region: `oss-${region}`,
    authorizationV4: version === 'v4',
    secure: true,
  })
}

const key = fc
  .array(
    fc.constantFrom(
      'a',
      'Z',
      '0',
      ' ',
      '+',
      '/',
      '%',
      '"',
      "'",
      '(',
      '*',
      '~',
      '&',
      '=',
      '?',
      '#',
      '中',
      '库',
      'é',
      '😀',
      '.',
      '_',
      '-',
      '!',
      '\\',
      ':',
      ';',
      ',',
      '@',
      '$',
      '[',
      '|',
    ),
    { minLength: 1, maxLength: 24 },
  )
  .map((letters) => `k${letters.join('')}`)

interface Operation {
  readonly name: string
  readonly method: string
  readonly withKey: boolean
  readonly query: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

const operations: readonly Operation[] = [
  {
    name: 'PutBucket',
    method: 'PUT',
    withKey: false,
    query: {},
    headers: { 'x-oss-acl': 'private', 'content-type': 'application/xml' },
  },
  { name: 'DeleteBucket', method: 'DELETE', withKey: false, query: {} },
  { name: 'GetBucketInfo', method: 'GET', withKey: false, query: { bucketInfo: '' } },
  { name: 'GetBucketLifecycle', method: 'GET', withKey: false, query: { lifecycle: '' } },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    withKey: false,
    query: {
      'list-type': '2',
      'max-keys': '1000',
      'encoding-type': 'url',
      prefix: 'nightly/中 文+/',
      'continuation-token': 'Cg/x+=',
    },
  },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    withKey: false,
    query: { uploads: '', 'max-uploads': '1000', 'key-marker': 'a b', 'upload-id-marker': 'F0' },
  },
  { name: 'HeadObject', method: 'HEAD', withKey: true, query: {} },
  { name: 'GetObject', method: 'GET', withKey: true, query: {}, headers: { range: 'bytes=0-9' } },
  {
    name: 'PutObject',
    method: 'PUT',
    withKey: true,
    query: {},
    headers: {
      'content-type': 'application/octet-stream',
      'x-oss-forbid-overwrite': 'true',
      'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==',
    },
  },
  { name: 'DeleteObject', method: 'DELETE', withKey: true, query: {} },
  {
    name: 'InitiateMultipartUpload',
    method: 'POST',
    withKey: true,
    query: { uploads: '' },
    headers: { 'x-oss-meta-sha': 'a b', 'content-type': 'application/octet-stream' },
  },
  {
    name: 'UploadPart',
    method: 'PUT',
    withKey: true,
    query: { partNumber: '7', uploadId: '0004B999EF518A1FE585B0C9360DC4C8' },
  },
  {
    name: 'ListParts',
    method: 'GET',
    withKey: true,
    query: { uploadId: '0004B9', 'max-parts': '1000', 'part-number-marker': '5' },
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    withKey: true,
    query: { uploadId: '0004B9' },
    headers: { 'content-type': 'application/xml' },
  },
  { name: 'AbortMultipartUpload', method: 'DELETE', withKey: true, query: { uploadId: '0004B9' } },
]

/** Query parameters that ali-oss passes as `subres` (signed by V1); the rest is its `query`. */
const aliOssSubresources = new Set([
  'bucketInfo',
  'lifecycle',
  'uploads',
  'uploadId',
  'partNumber',
  'continuation-token',
])

for (const version of ['v1', 'v4'] as const)
  for (const operation of operations)
    test(`${operation.name} carries the ${version} signature that ali-oss makes, for any key`, () => {
      fc.assert(
        fc.property(key, fc.boolean(), (objectKey, withToken) => {
          const credentials = withToken ? temporary : lasting
          const entries = Object.entries(operation.query)
          const theirs = createRequest.call(
            aliOss(version, withToken ? temporary.securityToken : undefined),
            {
              method: operation.method,
              bucket,
              ...(operation.withKey ? { object: objectKey } : {}),
              subres: Object.fromEntries(entries.filter(([name]) => aliOssSubresources.has(name))),
              query: Object.fromEntries(entries.filter(([name]) => !aliOssSubresources.has(name))),
              headers: { ...operation.headers },
            },
          ).params.headers
          const date = theirs['x-oss-date']!
          const nowMs =
            version === 'v1'
              ? Date.parse(date)
              : Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
          // ali-oss derives a content type from the key's extension when none is given.
          const contentType = theirs['Content-Type'] ?? theirs['content-type']
          const ours = signHeaders(
            {
              method: operation.method,
              bucket,
              key: operation.withKey ? objectKey : undefined,
              query: entries,
              headers: {
                ...operation.headers,
                ...(contentType ? { 'content-type': contentType } : {}),
              },
            },
            { version, region, credentials, nowMs },
          )
          assert.equal(ours['authorization'], theirs['authorization'])
          assert.equal(ours['x-oss-date'], date)
        }),
        { numRuns: 40 },
      )
    })

test('a request to the service itself carries the signature that ali-oss makes', () => {
  for (const version of ['v1', 'v4'] as const) {
    const theirs = createRequest.call(aliOss(version, undefined), {
      method: 'GET',
      query: { 'max-keys': '10' },
    }).params.headers
    const date = theirs['x-oss-date']!
    const nowMs =
      version === 'v1'
        ? Date.parse(date)
        : Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
    const ours = signHeaders(
      { method: 'GET', query: [['max-keys', '10']], headers: {} },
      { version, region, credentials: lasting, nowMs },
    )
    assert.equal(ours['authorization'], theirs['authorization'])
  }
})

test('signed addresses equal those of ali-oss, for any key', async () => {
  await fc.assert(
    fc.asyncProperty(
      key,
      fc.boolean(),
      fc.integer({ min: 1, max: 64_800 }),
      async (objectKey, withToken, expires) => {
        const credentials = withToken ? temporary : lasting
        for (const version of ['v4', 'v1'] as const) {
          const client = aliOss(version, withToken ? temporary.securityToken : undefined)
          const theirs = new URL(
            version === 'v4'
              ? await client.signatureUrlV4('GET', expires, undefined, objectKey)
              : client.signatureUrl(objectKey, { expires }),
          )
          const date = theirs.searchParams.get('x-oss-date')
          const nowMs = date
            ? Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
            : (Number(theirs.searchParams.get('Expires')) - expires) * 1000
          const ours = presignedQuery(
            { method: 'GET', bucket, key: objectKey, query: [], headers: {} },
            { version, region, credentials, nowMs },
            expires,
          )
          assert.deepEqual(Object.fromEntries(ours), Object.fromEntries(theirs.searchParams))
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('keys and queries decode to what they were made from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.equal(decodeURIComponent(encodeKey(text)), text)
      assert.match(encodeKey(text), /^[A-Za-z0-9._~/%-]*$/)
      assert.equal(encodeQuery([[`n${text}`, '']]).includes('='), false)
    }),
  )
})

interface Capture {
  readonly request: SignableRequest
  /** The text that verified: of V1 the string to sign, of V4 the canonical request. */
  readonly verified: string
  readonly version: 'v1' | 'v4'
}

/** Reads the captured requests whose host names the bucket; the body is not needed. */
function readCaptures(file: string): Capture[] {
  const captures: Capture[] = []
  for (const block of readFileSync(sharedPath('captures', file), 'utf8').split(/^### /m).slice(1)) {
    const bucketName = / bucket=([^ ]+) /.exec(block)?.[1]
    const lines = block.split('\n').slice(1)
    const [method, target] = (lines[0] ?? '').split(' ')
    if (!bucketName || !method || !target || !block.includes('style=vhost')) continue
    const headers: Record<string, string> = {}
    for (const line of lines.slice(1)) {
      if (line === '') break
      const colon = line.indexOf(':')
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
    }
    const [path = '', query = ''] = target.split('?')
    const [, verified] = block.split('that verified ---\n')
    if (!verified) continue
    captures.push({
      verified: verified.slice(0, verified.indexOf('\n>>> ')),
      version: block.includes('sig=OSS-V4') ? 'v4' : 'v1',
      request: {
        method,
        bucket: bucketName,
        key: decodeURIComponent(path.slice(1)) || undefined,
        query:
          query === ''
            ? []
            : query.split('&').map((pair) => {
                const [name = '', value = ''] = pair.split('=')
                return [decodeURIComponent(name), decodeURIComponent(value)] as const
              }),
        headers,
      },
    })
  }
  return captures
}

test('what ali-oss was seen to sign is what we would sign', needsShared('captures'), () => {
  let checked = 0
  for (const file of ['sts-ali-oss-ip-v1.http.txt', 'sts-ali-oss-ip-v4.http.txt'])
    for (const { request, verified, version } of readCaptures(file)) {
      const ours =
        version === 'v4'
          ? canonicalRequestV4(request)
          : stringToSignV1(request, request.headers['x-oss-date'] ?? '')
      assert.equal(ours, verified, `${file} ${request.method} ${request.key}`)
      checked++
    }
  assert.ok(checked > 10, `only ${checked} requests were found`)
})
