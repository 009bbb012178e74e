import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { canonicalRequestV4, stringToSignV1 } from '../../../src/oss/wire.ts'
import { AccountBook, ownerKey } from '../../../src/sandbox/account.ts'
import { authenticate } from '../../../src/sandbox/oss/authenticate.ts'
import { parseRequest } from '../../../src/sandbox/oss/request.ts'
import { OssServiceError } from '../../../src/sandbox/oss/service-error.ts'
import { signatureV4, stringToSignV4 } from '../../../src/sandbox/oss/signature.ts'

const now = Date.UTC(2026, 10, 22, 6, 0, 0)
const date = '20261122T060000Z'
const secret = 'made up secret'
const owner = ownerKey('LTAI5tOwner', secret)
const accounts = new AccountBook([owner, { ...owner, accessKeyId: 'LTAI5tOff', isEnabled: false }])

function check(method: string, url: string, headers: Record<string, string>, at = now) {
  const request = parseRequest(method, url, headers)
  return authenticate(request, { accounts, region: 'cn-hangzhou', now: at })
}

function refused(run: () => unknown): OssServiceError {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof OssServiceError, String(error))
    return error
  }
  throw new assert.AssertionError({ message: 'it was accepted' })
}

function v4(options: { region?: string; additional?: string[]; headers?: Record<string, string> }) {
  const headers = {
    host: 'bucket-a.oss-cn-hangzhou.aliyuncs.com',
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-oss-date': date,
    ...options.headers,
  }
  const scope = `20261122/${options.region ?? 'cn-hangzhou'}/oss/aliyun_v4_request`
  const request = { method: 'GET', bucket: 'bucket-a', key: 'k', query: [], headers }
  const canonical = canonicalRequestV4(request, options.additional ?? [])
  const signature = signatureV4(secret, scope, stringToSignV4(date, scope, canonical))
  return { headers, scope, signature }
}

test('a V4 header is read whatever the order and the separators of its fields', () => {
  const additional = ['host', 'range']
  const { headers, scope, signature } = v4({ additional, headers: { range: 'bytes=0-1' } })
  const credential = `Credential=${owner.accessKeyId}/${scope}`
  const forms = [
    `${credential},AdditionalHeaders=host;range,Signature=${signature}`,
    `${credential}, Signature=${signature}, AdditionalHeaders=host;range`,
  ]
  for (const form of forms) {
    const authorization = `OSS4-HMAC-SHA256 ${form}`
    const { target } = check('GET', '/k', { ...headers, authorization })
    assert.deepEqual(target, { bucket: 'bucket-a', key: 'k' })
    const other = { ...headers, authorization, range: 'bytes=0-2' }
    assert.equal(refused(() => check('GET', '/k', other)).code, 'SignatureDoesNotMatch')
  }
})

test('a refused V4 signature comes with the texts that the server signed', () => {
  const { headers, scope } = v4({})
  const signature = '0'.repeat(64)
  const authorization = `OSS4-HMAC-SHA256 Credential=${owner.accessKeyId}/${scope},Signature=${signature}`
  const { elements } = refused(() => check('GET', '/k', { ...headers, authorization }))
  assert.equal(elements['SignatureProvided'], signature)
  assert.match(elements['CanonicalRequest'] ?? '', /^GET\n\/bucket-a\/k\n/)
  assert.match(elements['StringToSign'] ?? '', /^OSS4-HMAC-SHA256\n20261122T060000Z\n/)
  assert.ok(!JSON.stringify(elements).includes(secret))
})

test('a V4 signature for another region is refused by name', () => {
  const { headers, scope, signature } = v4({ region: 'cn-beijing' })
  const authorization = `OSS4-HMAC-SHA256 Credential=${owner.accessKeyId}/${scope},Signature=${signature}`
  const error = refused(() => check('GET', '/k', { ...headers, authorization }))
  assert.equal(error.code, 'InvalidArgument')
  assert.match(error.message, /'cn-hangzhou' is expected/)
})

test('a signed address works until it expires, in both versions', () => {
  const expires = String(now / 1000 + 600)
  const request = { method: 'GET', bucket: 'bucket-a', key: 'k', query: [], headers: {} }
  const signature = createHmac('sha1', secret)
    .update(stringToSignV1(request, expires))
    .digest('base64')
  const v1 = `/bucket-a/k?OSSAccessKeyId=${owner.accessKeyId}&Expires=${expires}&Signature=${encodeURIComponent(signature)}`
  const scope = '20261122/cn-hangzhou/oss/aliyun_v4_request'
  const query = [
    ['x-oss-credential', `${owner.accessKeyId}/${scope}`],
    ['x-oss-date', date],
    ['x-oss-expires', '600'],
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
  ] as const
  const canonical = canonicalRequestV4({ ...request, query })
  const hex = signatureV4(secret, scope, stringToSignV4(date, scope, canonical))
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const addresses = [v1, `/bucket-a/k?${text}&x-oss-signature=${hex}`]
  for (const address of addresses) {
    assert.equal(check('GET', address, { host: '127.0.0.1' }, now + 599_000).key, owner)
    const late = refused(() => check('GET', address, { host: '127.0.0.1' }, now + 601_000))
    assert.deepEqual([late.status, late.message], [403, 'Request has expired.'])
    const changed = address.replace('/k?', '/K?')
    const error = refused(() => check('GET', changed, { host: '127.0.0.1' }))
    assert.equal(error.code, 'SignatureDoesNotMatch')
  }
})

test('an unknown key, a disabled one, a missing date and a broken header have codes of their own', () => {
  const signed = (key: string) => ({
    date: new Date(now).toUTCString(),
    authorization: `OSS ${key}:abc=`,
  })
  assert.equal(refused(() => check('GET', '/', signed('nobody'))).code, 'InvalidAccessKeyId')
  assert.equal(refused(() => check('GET', '/', signed('LTAI5tOff'))).code, 'UserDisable')
  const dateless = { authorization: `OSS ${owner.accessKeyId}:abc=` }
  assert.equal(refused(() => check('GET', '/', dateless)).code, 'AccessDenied')
  for (const authorization of ['OSS', 'Basic abc', 'OSS4-HMAC-SHA256 Credential=a'])
    assert.equal(refused(() => check('GET', '/', { authorization })).code, 'InvalidArgument')
})

test('a request without a signature is nobody, not an error', () => {
  const { key, target } = check('GET', '/bucket-a/k', { host: '127.0.0.1:80' })
  assert.equal(key, undefined)
  assert.deepEqual(target, { bucket: 'bucket-a', key: 'k' })
})

test('point 5: V4 signs the date as it was sent, in whichever header, and x-oss-date counts before Date', () => {
  const scope = '20261122/cn-hangzhou/oss/aliyun_v4_request'
  const httpDate = new Date(now).toUTCString()
  const dates: readonly (readonly [signed: string, sent: Record<string, string>])[] = [
    [httpDate, { date: httpDate }],
    [date, { 'x-oss-date': date }],
    [date, { 'x-oss-date': date, date: httpDate }],
  ]
  for (const [signed, sent] of dates) {
    const headers: Record<string, string> = {
      host: 'bucket-a.oss-cn-hangzhou.aliyuncs.com',
      'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
      ...sent,
    }
    const request = { method: 'GET', bucket: 'bucket-a', key: 'k', query: [], headers }
    const toSign = stringToSignV4(signed, scope, canonicalRequestV4(request, []))
    const signature = signatureV4(secret, scope, toSign)
    const authorization = `OSS4-HMAC-SHA256 Credential=${owner.accessKeyId}/${scope},Signature=${signature}`
    const { target } = check('GET', '/k', { ...headers, authorization })
    assert.deepEqual(target, { bucket: 'bucket-a', key: 'k' })
  }
})

test('point 5: V1 takes x-oss-date in the place of Date, as ali-oss sends it', () => {
  const httpDate = new Date(now).toUTCString()
  for (const headers of [{ date: httpDate }, { 'x-oss-date': httpDate }] as Record<
    string,
    string
  >[]) {
    const sent = { host: 'bucket-a.oss-cn-hangzhou.aliyuncs.com', ...headers }
    const request = { method: 'GET', bucket: 'bucket-a', key: 'k', query: [], headers: sent }
    const signature = createHmac('sha1', secret)
      .update(stringToSignV1(request, httpDate))
      .digest('base64')
    const authorization = `OSS ${owner.accessKeyId}:${signature}`
    assert.equal(check('GET', '/k', { ...sent, authorization }).key, owner)
  }
})
