import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { crc64 } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { element, send, signedHeaders } from './signed-request.ts'

/* The numbers are those of facts/wire-clients.md. */

const bucket = 'wire-2026'
let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox()
  await sandbox.storage.createBucket(bucket)
})
after(() => sandbox.stop())

async function put(key: string, text = key): Promise<void> {
  await sandbox.storage.bucket(bucket).put(key, Buffer.from(text))
}

/** Sends text as it is and returns all that comes back until the connection is idle or closed. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox.endpoints.oss).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (/\r\n\r\n/.test(answer) && !answer.startsWith('HTTP/1.1 100')) socket.end()
      if (/^HTTP\/1\.1 100[\s\S]*HTTP\/1\.1 [2-5]\d\d/.test(answer)) socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    socket.write(text)
  })
}

test('point 1: a bucket in the Host header and a bucket in the path reach the same object', async () => {
  await put('one')
  const inPath = await send(sandbox, { method: 'GET', bucket, key: 'one' })
  const inHost = await send(sandbox, {
    method: 'GET',
    bucket,
    key: 'one',
    path: '/one',
    headers: { host: `${bucket}.oss-cn-hangzhou.aliyuncs.com` },
  })
  const both = await send(sandbox, {
    method: 'GET',
    bucket,
    key: 'one',
    path: `/${bucket}/one`,
    headers: { host: `${bucket}.oss-cn-hangzhou.aliyuncs.com` },
  })
  for (const answer of [inPath, inHost, both]) assert.equal(answer.text, 'one')
  const service = await send(sandbox, {
    method: 'GET',
    path: '/',
    headers: { host: '.oss-cn-hangzhou.aliyuncs.com' },
  })
  assert.match(service.text, /<Owner><ID>\d+<\/ID>/)
})

test('point 2: the path is decoded before it is split, and a plus in it is a space', async () => {
  await put('folder/a b')
  await put('a+b')
  const get = (path: string, key: string) => send(sandbox, { method: 'GET', bucket, key, path })
  assert.equal((await get(`/${bucket}%2Ffolder%2Fa%20b`, 'folder/a b')).text, 'folder/a b')
  assert.equal((await get(`/${bucket}/folder/a+b`, 'folder/a b')).text, 'folder/a b')
  assert.equal((await get(`/${bucket}/a%2Bb`, 'a+b')).text, 'a+b')
})

test('points 3 and 4: a bucket without a slash, and chunks beside a Content-Length, are accepted', async () => {
  const request = { method: 'PUT', bucket: 'from-the-c-sdk', query: '' }
  const headers = signedHeaders(sandbox, { ...request, headers: { 'x-oss-acl': 'private' } })
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const answer = await raw(
    `PUT /from-the-c-sdk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n${lines.join('\r\n')}\r\nExpect: 100-continue\r\n\r\n0\r\n\r\n`,
  )
  assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
  const acl = await send(sandbox, { method: 'GET', bucket, query: 'acl', path: `/${bucket}` })
  assert.equal(element(acl, 'Grant'), 'private')
})

test('point 6: a sub-resource with an equals sign means the same as one without', async () => {
  for (const query of ['uploads', 'uploads=']) {
    const answer = await send(sandbox, { method: 'GET', bucket, query })
    assert.equal(answer.status, 200)
    assert.equal(element(answer, 'Bucket'), bucket)
  }
})

test('points 7 and 11: ETags are read through XML entities, and answered in a header', async () => {
  const begun = await send(sandbox, { method: 'POST', bucket, key: 'm', query: 'uploads' })
  const uploadId = element(begun, 'UploadId') ?? ''
  const part = await send(sandbox, {
    method: 'PUT',
    bucket,
    key: 'm',
    query: `partNumber=1&uploadId=${uploadId}`,
    body: 'part',
  })
  const etag = part.headers['etag'] ?? ''
  const done = await send(sandbox, {
    method: 'POST',
    bucket,
    key: 'm',
    query: `uploadId=${uploadId}`,
    body: `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag.replaceAll('"', '&#34;')}</ETag></Part></CompleteMultipartUpload>`,
  })
  assert.equal(done.status, 200)
  assert.equal(done.headers['etag'], (element(done, 'ETag') ?? '').replaceAll('&quot;', '"'))
  assert.equal(done.headers['x-oss-hash-crc64ecma'], String(crc64(Buffer.from('part'))))
})

test('points 8 and 9: instants end in .000Z and no element has a namespace', async () => {
  await put('dated')
  const answers = await Promise.all(
    ['', 'bucketInfo', 'uploads', 'list-type=2'].map((query) =>
      send(sandbox, { method: 'GET', bucket, query }),
    ),
  )
  for (const { text } of answers) {
    assert.doesNotMatch(text, /xmlns/)
    for (const [instant] of text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g))
      assert.match(instant, /\.000Z$/)
  }
})

test('point 10: a refused HEAD carries the error document in a header', async () => {
  const answer = await send(sandbox, { method: 'HEAD', bucket, key: 'nothing here' })
  assert.equal(answer.status, 404)
  assert.equal(answer.body.length, 0)
  const document = Buffer.from(answer.headers['x-oss-err'] ?? '', 'base64').toString('utf8')
  assert.match(document, /<Code>NoSuchKey<\/Code>/)
  assert.ok(document.includes(`<RequestId>${answer.headers['x-oss-request-id']}</RequestId>`))
  assert.match(answer.headers['x-oss-ec'] ?? '', /^\d{4}-\d{8}$/)
})

test('point 12: every write is answered with the CRC-64 of its bytes', async () => {
  const body = Buffer.from('123456789')
  const answer = await send(sandbox, { method: 'PUT', bucket, key: 'crc', body })
  assert.equal(answer.headers['x-oss-hash-crc64ecma'], '11051210869376104954')
  const wrong = await send(sandbox, {
    method: 'PUT',
    bucket,
    key: 'crc',
    body,
    headers: { 'x-oss-hash-crc64ecma': '1' },
  })
  assert.equal(element(wrong, 'Code'), 'InvalidCRC64')
})

test('point 13: a range answers 206, one beyond the end the whole object, as the service does', async () => {
  await put('ten', '0123456789')
  const get = (range: string, more: Record<string, string> = {}) =>
    send(sandbox, { method: 'GET', bucket, key: 'ten', headers: { range, ...more } })
  const some = await get('bytes=2-4')
  assert.deepEqual(
    [some.status, some.text, some.headers['content-range']],
    [206, '234', 'bytes 2-4/10'],
  )
  assert.equal((await get('bytes=7-')).text, '789')
  assert.equal((await get('bytes=-2')).text, '89')
  assert.deepEqual(
    [(await get('bytes=5-20')).status, (await get('bytes=5-20')).text.length],
    [200, 10],
  )
  const standard = { 'x-oss-range-behavior': 'standard' }
  assert.equal((await get('bytes=5-20', standard)).text, '56789')
  const beyond = await get('bytes=10-20', standard)
  assert.deepEqual([beyond.status, element(beyond, 'Code')], [416, 'InvalidRange'])
})

test('every answer carries a request id of 24 hex digits and the server time', async () => {
  for (const key of ['ten', 'missing']) {
    const { headers } = await send(sandbox, { method: 'GET', bucket, key })
    assert.match(headers['x-oss-request-id'] ?? '', /^[0-9A-F]{24}$/)
    assert.match(headers['x-oss-server-time'] ?? '', /^\d+$/)
  }
})

test('an object without a length or chunks is refused with 411', async () => {
  const headers = signedHeaders(sandbox, { method: 'PUT', bucket, key: 'k' })
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const answer = await raw(
    `PUT /${bucket}/k HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('\r\n')}\r\n\r\n`,
  )
  assert.match(answer, /^HTTP\/1\.1 411 [\s\S]*<Code>MissingContentLength<\/Code>/)
})

test('requests that make no sense are refused and the server goes on', async () => {
  const wrong: [request: Parameters<typeof send>[1], code: string][] = [
    [{ method: 'POST', bucket, query: 'delete', body: 'not xml' }, 'MissingArgument'],
    [{ method: 'PUT', bucket, query: 'lifecycle', body: '<a><b></a>' }, 'MalformedXML'],
    [{ method: 'GET', bucket, query: 'max-keys=1001' }, 'InvalidArgument'],
    [{ method: 'GET', bucket, query: 'max-keys=-1' }, 'InvalidArgument'],
    [{ method: 'GET', bucket, query: 'encoding-type=rot13' }, 'InvalidArgument'],
    [{ method: 'GET', bucket, query: 'list-type=2&continuation-token=%25%25' }, 'InvalidArgument'],
    [{ method: 'GET', bucket, query: 'website' }, 'NotImplemented'],
    [{ method: 'POST', bucket }, 'MethodNotAllowed'],
    [{ method: 'DELETE' }, 'MethodNotAllowed'],
    [
      {
        method: 'PUT',
        bucket,
        key: 'k',
        body: 'x',
        headers: { 'x-oss-forbid-overwrite': 'maybe' },
      },
      'InvalidArgument',
    ],
    [
      { method: 'PUT', bucket, key: 'k', body: 'x', headers: { 'x-oss-traffic-limit': '1' } },
      'InvalidArgument',
    ],
    [
      { method: 'PUT', bucket, key: 'k', body: 'x', headers: { 'x-oss-storage-class': 'Gold' } },
      'InvalidArgument',
    ],
    [{ method: 'GET', bucket, key: 'k', path: `/${bucket}/%ff%zz` }, 'SignatureDoesNotMatch'],
  ]
  for (const [request, code] of wrong)
    assert.equal(element(await send(sandbox, request), 'Code'), code, JSON.stringify(request))
  assert.equal((await send(sandbox, { method: 'GET' })).status, 200)
})

test('an object is copied without sending its bytes, and both stand alone', async () => {
  await put('original', 'the bytes')
  const headers = { 'x-oss-copy-source': `/${bucket}/original` }
  const copied = await send(sandbox, { method: 'PUT', bucket, key: 'a copy', headers })
  assert.equal(copied.status, 200)
  await sandbox.storage.bucket(bucket).remove('original')
  assert.equal((await send(sandbox, { method: 'GET', bucket, key: 'a copy' })).text, 'the bytes')
})
