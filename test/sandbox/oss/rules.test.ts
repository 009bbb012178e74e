import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { systemClock } from '../../../src/core/index.ts'
import { sandboxKey } from '../../../src/sandbox/account.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { element, type HandMadeRequest, send } from './signed-request.ts'

const bucket = 'rules-2026'
let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox()
  await sandbox.storage.createBucket(bucket)
})
after(() => sandbox.stop())

async function refusal(request: HandMadeRequest): Promise<string> {
  const answer = await send(sandbox, request)
  return `${answer.status} ${element(answer, 'Code')}`
}

async function begin(key: string): Promise<string> {
  return sandbox.storage.bucket(bucket).beginUpload(key)
}

function complete(key: string, uploadId: string, parts: [number, string][]): HandMadeRequest {
  const list = parts
    .map(([n, etag]) => `<Part><PartNumber>${n}</PartNumber><ETag>"${etag}"</ETag></Part>`)
    .join('')
  return {
    method: 'POST',
    bucket,
    key,
    query: `uploadId=${uploadId}`,
    body: `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`,
  }
}

test('names of buckets and keys follow the rules of the service', async () => {
  for (const name of ['ab', 'Upper', '-a-b', 'a_b', 'x'.repeat(64)])
    assert.equal(await refusal({ method: 'PUT', bucket: name }), '400 InvalidBucketName', name)
  const put = (key: string) => refusal({ method: 'PUT', bucket, key, body: 'x' })
  assert.equal(await put('k'.repeat(1024)), '400 InvalidObjectName')
  assert.equal(await put('中'.repeat(342)), '400 InvalidObjectName')
  assert.equal(await put('\\windows'), '400 InvalidObjectName')
  assert.equal(await put('k'.repeat(1023)), '200 undefined')
})

test('what is missing is named by its own code', async () => {
  const code = (request: HandMadeRequest) => refusal(request)
  assert.equal(await code({ method: 'GET', bucket: 'never-made' }), '404 NoSuchBucket')
  assert.equal(await code({ method: 'GET', bucket, key: 'none' }), '404 NoSuchKey')
  assert.equal(
    await code({ method: 'GET', bucket, key: 'k', query: 'uploadId=0' }),
    '404 NoSuchUpload',
  )
  assert.equal(await code({ method: 'GET', bucket, query: 'lifecycle' }), '404 NoSuchLifecycle')
  assert.equal(
    await code({ method: 'GET', bucket, query: 'encryption' }),
    '404 NoSuchServerSideEncryptionRule',
  )
  assert.equal(await code({ method: 'DELETE', bucket, key: 'none' }), '204 undefined')
})

test('a bucket of another account is refused, and a bucket that holds anything is not removed', async () => {
  sandbox.accounts.add({
    ...sandboxKey,
    accessKeyId: 'LTAI5tSomebodyElse',
    accountId: '2000000000000002',
    identityType: 'Account',
    arn: 'acs:ram::2000000000000002:root',
    isEnabled: true,
  })
  const other = {
    ...sandbox,
    credentials: { ...sandbox.credentials, accessKeyId: 'LTAI5tSomebodyElse' },
  }
  const answer = await send(other, { method: 'GET', bucket })
  assert.equal(element(answer, 'Message'), 'The bucket you visit is not belong to you.')
  assert.equal(element(await send(other, { method: 'PUT', bucket }), 'Code'), 'BucketAlreadyExists')
  await sandbox.storage.createBucket('full-bucket')
  await sandbox.storage.bucket('full-bucket').beginUpload('unfinished')
  assert.equal(await refusal({ method: 'DELETE', bucket: 'full-bucket' }), '409 BucketNotEmpty')
})

test('parts are checked at completion: order, ETag, size and existence', async () => {
  const key = 'parts.bak'
  const uploadId = await begin(key)
  const part = async (partNumber: number, size: number) => {
    const body = Buffer.alloc(size, partNumber)
    const query = `partNumber=${partNumber}&uploadId=${uploadId}`
    const { headers } = await send(sandbox, { method: 'PUT', bucket, key, query, body })
    return (headers['etag'] ?? '').replaceAll('"', '')
  }
  const first = await part(1, 100 * 1024)
  const small = await part(2, 100 * 1024 - 1)
  const last = await part(7, 3)
  const wrong = 'F'.repeat(32)
  assert.equal(
    await refusal(
      complete(key, uploadId, [
        [2, small],
        [1, first],
      ]),
    ),
    '400 InvalidPartOrder',
  )
  assert.equal(
    await refusal(
      complete(key, uploadId, [
        [1, wrong],
        [7, last],
      ]),
    ),
    '400 InvalidPart',
  )
  assert.equal(
    await refusal(
      complete(key, uploadId, [
        [1, first],
        [3, wrong],
      ]),
    ),
    '400 InvalidPart',
  )
  assert.equal(
    await refusal(
      complete(key, uploadId, [
        [1, first],
        [2, small],
        [7, last],
      ]),
    ),
    '400 EntityTooSmall',
  )
  for (const partNumber of ['0', '10001', 'x'])
    assert.equal(
      await refusal({
        method: 'PUT',
        bucket,
        key,
        query: `partNumber=${partNumber}&uploadId=${uploadId}`,
        body: 'x',
      }),
      '400 InvalidArgument',
    )
  const done = await send(
    sandbox,
    complete(key, uploadId, [
      [1, first],
      [7, last],
    ]),
  )
  assert.equal(done.status, 200)
  const joined = createHash('md5')
    .update(Buffer.from(first + last, 'hex'))
    .digest('hex')
  assert.equal(done.headers['etag'], `"${joined.toUpperCase()}-2"`)
  assert.equal(await refusal(complete(key, uploadId, [[1, first]])), '404 NoSuchUpload')
})

test('x-oss-complete-all joins every part without a list', async () => {
  const uploadId = await begin('all.bak')
  const query = `uploadId=${uploadId}`
  const put = (n: number, body: string | Buffer) =>
    send(sandbox, {
      method: 'PUT',
      bucket,
      key: 'all.bak',
      query: `partNumber=${n}&${query}`,
      body,
    })
  await put(2, 'end')
  await put(1, Buffer.alloc(100 * 1024, 'a'))
  const headers = { 'x-oss-complete-all': 'yes' }
  const request = { method: 'POST', bucket, key: 'all.bak', query, headers }
  assert.equal(
    await refusal({ ...request, body: '<CompleteMultipartUpload/>' }),
    '400 InvalidArgument',
  )
  assert.equal((await send(sandbox, { ...request, body: '' })).status, 200)
  const head = await sandbox.storage.bucket(bucket).head('all.bak')
  assert.equal(head?.sizeBytes, 100 * 1024 + 3)
})

test('an object that must not be overwritten is not, unless the bucket keeps versions', async () => {
  const request = {
    method: 'PUT',
    bucket,
    key: 'once',
    body: 'x',
    headers: { 'x-oss-forbid-overwrite': 'true' },
  }
  assert.equal(await refusal(request), '200 undefined')
  assert.equal(await refusal(request), '409 FileAlreadyExists')
  const uploads = { ...request, method: 'POST', query: 'uploads', body: '' }
  assert.equal(await refusal(uploads), '409 FileAlreadyExists')
  const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
  await send(sandbox, { method: 'PUT', bucket, query: 'versioning', body })
  assert.equal(await refusal(request), '200 undefined')
})

test('a body that contradicts its Content-MD5 is refused', async () => {
  const headers = { 'content-md5': createHash('md5').update('other').digest('base64') }
  const request = { method: 'PUT', bucket, key: 'k', body: 'x', headers }
  assert.equal(await refusal(request), '400 InvalidDigest')
  assert.equal(await sandbox.storage.bucket(bucket).head('k'), undefined)
})

test('settings of a bucket are kept and given back', async () => {
  const set = async (query: string, body: string) => {
    assert.equal((await send(sandbox, { method: 'PUT', bucket, query, body })).status, 200, query)
    return (await send(sandbox, { method: 'GET', bucket, query })).text
  }
  const rule =
    '<Rule><ID>tidy</ID><Prefix>tmp/</Prefix><Status>Enabled</Status><Expiration><Days>3</Days></Expiration><AbortMultipartUpload><Days>1</Days></AbortMultipartUpload></Rule>'
  const lifecycle = await set(
    'lifecycle',
    `<LifecycleConfiguration>${rule}</LifecycleConfiguration>`,
  )
  assert.ok(lifecycle.includes(rule))
  assert.deepEqual(await sandbox.storage.bucket(bucket).lifecycle(), [
    {
      id: 'tidy',
      prefix: 'tmp/',
      isEnabled: true,
      expirationDays: 3,
      abortMultipartDays: 1,
      transitionTo: undefined,
    },
  ])
  const encryption = await set(
    'encryption',
    '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>',
  )
  assert.match(encryption, /<SSEAlgorithm>AES256<\/SSEAlgorithm>/)
  assert.equal((await sandbox.storage.bucket(bucket).info()).encryption, 'AES256')
  const put = await send(sandbox, { method: 'PUT', bucket, key: 'secret', body: 'x' })
  assert.equal(put.status, 200)
  assert.equal((await sandbox.storage.bucket(bucket).head('secret'))?.encryption, 'AES256')
  await send(sandbox, { method: 'DELETE', bucket, query: 'encryption' })
  await send(sandbox, { method: 'DELETE', bucket, query: 'lifecycle' })
  assert.deepEqual(await sandbox.storage.bucket(bucket).lifecycle(), [])
  await send(sandbox, {
    method: 'PUT',
    bucket,
    query: 'acl',
    headers: { 'x-oss-acl': 'public-read' },
  })
  assert.equal((await sandbox.storage.bucket(bucket).info()).acl, 'public-read')
})

test('without a signature only what the ACL makes public is read', async () => {
  await sandbox.storage.createBucket('private-one')
  await sandbox.storage.createBucket('public-one', { acl: 'public-read' })
  for (const name of ['private-one', 'public-one'])
    await sandbox.storage.bucket(name).put('k', Buffer.from('text'))
  const get = (name: string, method = 'GET') =>
    send(sandbox, { method, bucket: name, key: 'k', isAnonymous: true })
  assert.equal((await get('public-one')).text, 'text')
  assert.equal((await get('private-one')).status, 403)
  assert.equal((await get('public-one', 'DELETE')).status, 403)
})

test('conditions answer 304 or 412, and response parameters override headers', async () => {
  await sandbox.storage.bucket(bucket).put('cond', Buffer.from('x'))
  const { etag = '' } = (await sandbox.storage.bucket(bucket).head('cond')) ?? {}
  const get = (headers: Record<string, string>) =>
    send(sandbox, { method: 'GET', bucket, key: 'cond', headers })
  assert.equal((await get({ 'if-match': `"${etag}"` })).status, 200)
  assert.equal((await get({ 'if-match': '"other"' })).status, 412)
  assert.equal((await get({ 'if-none-match': etag })).status, 304)
  const past = 'Thu, 01 Jan 2015 00:00:00 GMT'
  const future = new Date(systemClock.now() + 60_000).toUTCString()
  assert.equal((await get({ 'if-modified-since': future })).status, 304)
  assert.equal((await get({ 'if-unmodified-since': past })).status, 412)
  const query = 'response-content-type=text%2Fplain'
  const answer = await send(sandbox, { method: 'GET', bucket, key: 'cond', query })
  assert.equal(answer.headers['content-type'], 'text/plain')
})

test('temporary keys work with their token, and neither without it nor after it expired', async () => {
  const token = sandbox.issueToken(3600)
  const caller = { ...sandbox, credentials: token }
  const list = (headers: Record<string, string>) => send(caller, { method: 'GET', bucket, headers })
  const { securityToken = '' } = token
  assert.equal((await list({ 'x-oss-security-token': securityToken })).status, 200)
  assert.equal(element(await list({}), 'Code'), 'InvalidAccessKeyId')
  const wrong = await list({ 'x-oss-security-token': 'made up' })
  assert.equal(element(wrong, 'Code'), 'InvalidSecurityToken')
  sandbox.accounts.expire(token.accessKeyId, systemClock.now())
  const late = await list({ 'x-oss-security-token': securityToken })
  assert.deepEqual([late.status, element(late, 'Code')], [403, 'SecurityTokenExpired'])
})

test('a bucket answers a preflight request by its CORS rules', async () => {
  const body =
    '<CORSConfiguration><CORSRule><AllowedOrigin>https://console.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>'
  assert.equal((await send(sandbox, { method: 'PUT', bucket, query: 'cors', body })).status, 200)
  const preflight = (origin: string) =>
    send(sandbox, {
      method: 'OPTIONS',
      bucket,
      key: 'k',
      isAnonymous: true,
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    })
  const allowed = await preflight('https://console.example')
  assert.equal(allowed.headers['access-control-allow-origin'], 'https://console.example')
  assert.equal(allowed.headers['access-control-max-age'], '60')
  assert.equal((await preflight('https://elsewhere.example')).status, 403)
})
