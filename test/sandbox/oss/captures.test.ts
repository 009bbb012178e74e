import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { canonicalRequestV4, type SignableRequest, stringToSignV1 } from '../../../src/oss/wire.ts'
import { AccountBook, ownerKey } from '../../../src/sandbox/account.ts'
import { authenticate } from '../../../src/sandbox/oss/authenticate.ts'
import { parseRequest, targetsOf } from '../../../src/sandbox/oss/request.ts'
import { OssServiceError } from '../../../src/sandbox/oss/service-error.ts'
import {
  canonicalRequestV4 as serverCanonicalRequest,
  stringToSignV1 as serverStringToSign,
  signedPaths,
} from '../../../src/sandbox/oss/signature.ts'
import { needsShared } from '../../shared-files.ts'
import { type CapturedRequest, capturedRequests } from './capture-file.ts'

/*
 * The secret behind the captures is not published. What was signed is: printed by the harness for six clients, and
 * computable for the others by the client's own code, which shares nothing with the server's. So each captured
 * request is signed anew with a secret of ours over exactly that text, and sent through the server's verification.
 */
const secret = 'aSecretOfThisTestOnly'
const accessKeyId = 'LTAI5tSandboxKeyId0001'
const accounts = new AccountBook([ownerKey(accessKeyId, secret)])
const region = 'cn-hangzhou'

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

function timeOf(capture: CapturedRequest): number {
  const { searchParams } = new URL(capture.url, 'http://x')
  const text =
    capture.headers['x-oss-date'] ?? capture.headers['date'] ?? searchParams.get('x-oss-date') ?? ''
  const basic = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const parsed = Date.parse(basic)
  return Number.isNaN(parsed) ? Number(searchParams.get('Expires')) * 1000 - 1000 : parsed
}

function signable(capture: CapturedRequest): SignableRequest {
  const [path = '', query = ''] = capture.url.split('?')
  const decoded = decodeURIComponent(path.replaceAll('+', ' '))
  const isHosted = (capture.headers['host'] ?? '').endsWith('aliyuncs.com')
  const rest = isHosted ? decoded.slice(1) : decoded.slice(2 + (capture.bucket ?? '').length)
  return {
    method: capture.method,
    bucket: capture.bucket,
    key: capture.bucket === undefined || rest === '' ? undefined : rest,
    query: query
      .split('&')
      .filter((part) => part !== '' && !/^(x-oss-signature|Signature)=/.test(part))
      .map((part) => {
        const [name = '', value = ''] = part
          .split('=')
          .map((text) => decodeURIComponent(text.replaceAll('+', ' ')))
        return [name, value] as const
      }),
    headers: capture.headers,
  }
}

/** The text that the client signed. */
function signedText(capture: CapturedRequest): string {
  if (capture.signed !== undefined) return capture.signed
  const request = signable(capture)
  if (capture.version === 4) return canonicalRequestV4(request)
  const date = capture.headers['x-oss-date'] ?? capture.headers['date'] ?? ''
  const text = stringToSignV1(request, date)
  return capture.signsRawPath ? text.replace(/\/(\?[^\n]*)?$/, '$1') : text
}

/** The same request, signed with our secret. */
function signedAnew(capture: CapturedRequest): CapturedRequest {
  const text = signedText(capture)
  if (capture.version === 1) {
    const signature = createHmac('sha1', secret).update(text).digest('base64')
    return withSignature(capture, signature, (url) =>
      url.replace(/Signature=[^&]*/, `Signature=${encodeURIComponent(signature)}`),
    )
  }
  const credential =
    /Credential=[^/]+\/([^,\s]+)/.exec(capture.headers['authorization'] ?? '')?.[1] ??
    new URL(capture.url, 'http://x').searchParams
      .get('x-oss-credential')
      ?.replace(/^[^/]+\//, '') ??
    ''
  const date =
    capture.headers['x-oss-date'] ??
    capture.headers['date'] ??
    new URL(capture.url, 'http://x').searchParams.get('x-oss-date') ??
    ''
  const hash = createHash('sha256').update(text).digest('hex')
  const toSign = `OSS4-HMAC-SHA256\n${date}\n${credential}\n${hash}`
  const [day = '', place = '', product = '', last = ''] = credential.split('/')
  const key = hmac(hmac(hmac(hmac(`aliyun_v4${secret}`, day), place), product), last)
  const signature = hmac(key, toSign).toString('hex')
  return withSignature(capture, signature, (url) =>
    url.replace(/x-oss-signature=[^&]*/, `x-oss-signature=${signature}`),
  )
}

function withSignature(
  capture: CapturedRequest,
  signature: string,
  inUrl: (url: string) => string,
): CapturedRequest {
  if (capture.isPresigned) return { ...capture, url: inUrl(capture.url) }
  const authorization = (capture.headers['authorization'] ?? '')
    .replace(/^(OSS [^:]+:).*$/, `$1${signature}`)
    .replace(/Signature=[0-9a-f]+/, `Signature=${signature}`)
  return { ...capture, headers: { ...capture.headers, authorization } }
}

function verify(capture: CapturedRequest) {
  const request = parseRequest(capture.method, capture.url, capture.headers)
  return authenticate(request, { accounts, region, now: timeOf(capture) })
}

function isRefused(capture: CapturedRequest): boolean {
  try {
    verify(capture)
    return false
  } catch (error) {
    assert.ok(error instanceof OssServiceError, `${capture.name}: ${error}`)
    return true
  }
}

const flip = (text: string, at: number) => {
  const letter = text[at] === 'x' ? 'y' : 'x'
  return text.slice(0, at) + letter + text.slice(at + 1)
}

test(
  'the server signs the same text as every captured client whose text was printed',
  needsShared('captures'),
  () => {
    const printed = capturedRequests().filter(
      (capture) => capture.isVerified && capture.signed !== undefined,
    )
    assert.ok(printed.length > 150)
    for (const capture of printed) {
      const request = parseRequest(capture.method, capture.url, capture.headers)
      const expires = new URL(capture.url, 'http://x').searchParams.get('Expires')
      const date = capture.headers['x-oss-date'] ?? capture.headers['date'] ?? expires ?? ''
      const texts = targetsOf(request)
        .flatMap(signedPaths)
        .map((path) =>
          capture.version === 1
            ? serverStringToSign(request, date, path)
            : serverCanonicalRequest(request, path, []),
        )
      assert.ok(texts.includes(capture.signed ?? ''), `${capture.name}\n${texts.join('\n---\n')}`)
    }
  },
)

test(
  'every captured request verifies at its own time, for the bucket that it names',
  needsShared('captures'),
  () => {
    const captures = capturedRequests().filter((capture) => capture.isVerified)
    assert.ok(captures.length > 400)
    for (const capture of captures) {
      const { key, target } = verify(signedAnew(capture))
      assert.equal(key?.accessKeyId, accessKeyId, capture.name)
      assert.equal(target.bucket, capture.bucket, capture.name)
    }
  },
)

test(
  'a captured request with one byte of method, path, signed header or signature changed does not verify',
  needsShared('captures'),
  () => {
    for (const capture of capturedRequests().filter((candidate) => candidate.isVerified)) {
      const signed = signedAnew(capture)
      assert.ok(isRefused({ ...signed, method: flip(signed.method, 0) }), `${capture.name} method`)
      const path = signed.url.split('?')[0] ?? ''
      for (const at of new Set([1, path.length >> 1, path.length - 1]))
        if (at > 0 && !/%..?$/.test(path.slice(0, at + 1)) && path[at] !== '/')
          assert.ok(
            isRefused({ ...signed, url: flip(path, at) + signed.url.slice(path.length) }),
            `${capture.name} path at ${at}`,
          )
      const isSigned = (name: string) =>
        /^(content-type|content-md5|x-oss-.*)$/.test(name) ||
        (name === 'date' && signed.headers['x-oss-date'] === undefined && !signed.isPresigned)
      for (const [name, value] of Object.entries(signed.headers))
        if (isSigned(name)) {
          const headers = { ...signed.headers, [name]: flip(value, value.length - 1) }
          assert.ok(isRefused({ ...signed, headers }), `${capture.name} header ${name}`)
        }
      const { authorization } = signed.headers
      const changed =
        authorization === undefined
          ? {
              ...signed,
              url: signed.url.replace(
                /([Ss]ignature=)(.)/,
                (_, name, first) => name + flip(first, 0),
              ),
            }
          : {
              ...signed,
              headers: {
                ...signed.headers,
                authorization: flip(authorization, authorization.length - 2),
              },
            }
      assert.ok(isRefused(changed), `${capture.name} signature`)
    }
  },
)

test('a captured request signed with another secret is refused', needsShared('captures'), () => {
  for (const capture of capturedRequests()) assert.ok(isRefused(capture), capture.name)
})

test(
  'a captured request verifies within fifteen minutes of its time and not beyond',
  needsShared('captures'),
  () => {
    const capture = capturedRequests().find(
      (candidate) => candidate.isVerified && !candidate.isPresigned,
    )
    assert.ok(capture)
    const signed = signedAnew(capture)
    const request = parseRequest(signed.method, signed.url, signed.headers)
    const at = (now: number) => () => authenticate(request, { accounts, region, now })
    const minutes = 60_000
    assert.doesNotThrow(at(timeOf(signed) + 15 * minutes))
    assert.doesNotThrow(at(timeOf(signed) - 15 * minutes))
    for (const late of [16, -16])
      assert.throws(at(timeOf(signed) + late * minutes), {
        code: 'RequestTimeTooSkewed',
        status: 403,
      })
  },
)
