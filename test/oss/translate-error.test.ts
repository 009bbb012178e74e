import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { placeholderNames } from '../../src/core/index.ts'
import { ossErrors, ossErrorsZh } from '../../src/oss/index.ts'
import { translateConnectionFault, translateRefusal } from '../../src/oss/wire.ts'
import { needsShared, sharedPath } from '../shared-files.ts'

interface Documented {
  readonly code: string
  readonly status: number
  readonly ossCodes: readonly string[]
  readonly texts: readonly string[]
  readonly retry: string
}

/** Reads the OSS entries of the facts: our code, status, OSS's codes and their texts. */
function documented(): Documented[] {
  const text = readFileSync(sharedPath('facts', 'error-texts.md'), 'utf8')
  return text.split(/^#### /m).flatMap((block) => {
    const [code = '', where = '', english = ''] = block.split('\n')
    const match = /OSS (\d{3})(?:\/\d{3})? `([^`]+)`/.exec(where)
    if (!code.startsWith('OSS_') || !match) return []
    const texts = /`(.*)`/.exec(english)?.[1]?.split(' ‖ ') ?? []
    return [
      {
        code,
        status: Number(match[1]),
        ossCodes: (match[2] ?? '').split(/ \/ |, /),
        // Remarks of the facts stand in brackets behind the text.
        texts: texts.map((each) => each.replace(/ \((?:current servers|sic)[\s\S]*$/, '')),
        retry: /\*\*(\w+)\*\*/.exec(where)?.[1] ?? '-',
      },
    ]
  })
}

const attempt = { operation: 'UploadPart', resource: 'oss://b/k' }

describe('errors of OSS', () => {
  test(
    'every documented code and text becomes the error of the catalogue',
    needsShared('facts'),
    () => {
      const entries = documented()
      assert.ok(entries.length > 60, `only ${entries.length} entries were read`)
      for (const { code, status, ossCodes, texts } of entries)
        for (const ossCode of ossCodes)
          for (const message of texts.length > 0 ? texts : ['']) {
            const error = translateRefusal(
              { status, code: ossCode, message, requestId: '5C3D9175B6FC201293AD4890' },
              attempt,
            )
            // A digest that differs on the way in is one condition, whichever digest it was.
            const expected = ossCode === 'InvalidCRC64' ? 'OSS_DIGEST_MISMATCH' : code
            assert.equal(error.code, expected, `${ossCode}: ${message}`)
            assert.deepEqual(error.vendor, {
              system: 'oss',
              status,
              code: ossCode,
              message,
              requestId: '5C3D9175B6FC201293AD4890',
            })
            assert.ok(!/\{\w+\}/.test(error.message + error.solution), `${code}: ${error.message}`)
          }
    },
  )

  test('an unknown code keeps everything, and one of the server side may be tried again', () => {
    const strange = translateRefusal({ status: 400, code: 'BrandNew', message: 'what' }, attempt)
    assert.equal(strange.code, 'OSS_UNEXPECTED')
    assert.match(strange.message, /BrandNew: what/)
    assert.equal(strange.retry, 'never')
    const ill = translateRefusal({ status: 502, code: 'BadGateway', message: '' }, attempt)
    assert.equal(ill.code, 'OSS_INTERNAL_ERROR')
    assert.equal(ill.retry, 'now')
  })

  test('an answer without a document is judged by its status', () => {
    const statuses = [
      [403, 'OSS_FORBIDDEN'],
      [404, 'OSS_OBJECT_NOT_FOUND'],
      [407, 'OSS_PROXY_FAILED'],
      [412, 'OSS_PRECONDITION_FAILED'],
      [416, 'OSS_RANGE_INVALID'],
      [429, 'OSS_UNAVAILABLE'],
      [503, 'OSS_UNAVAILABLE'],
      [500, 'OSS_INTERNAL_ERROR'],
      [302, 'OSS_UNEXPECTED'],
    ] as const
    for (const [status, code] of statuses)
      assert.equal(translateRefusal({ status, code: '', message: '' }, attempt).code, code)
  })

  test('faults of the connection are told apart', () => {
    const faults = [
      ['ENOTFOUND', 'OSS_ENDPOINT_UNRESOLVED'],
      ['EAI_AGAIN', 'OSS_UPLOAD_INTERRUPTED'],
      ['ECONNREFUSED', 'OSS_CONNECTION_REFUSED'],
      ['ECONNRESET', 'OSS_UPLOAD_INTERRUPTED'],
      ['EPIPE', 'OSS_UPLOAD_INTERRUPTED'],
      ['ETIMEDOUT', 'OSS_CONNECTION_TIMEOUT'],
      ['ENETUNREACH', 'OSS_CONNECTION_TIMEOUT'],
      ['SQLFERRY_SILENT', 'OSS_RESPONSE_TIMEOUT'],
      ['SELF_SIGNED_CERT_IN_CHAIN', 'OSS_TLS_FAILED'],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'OSS_TLS_FAILED'],
      ['CERT_HAS_EXPIRED', 'OSS_TLS_FAILED'],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'OSS_TLS_FAILED'],
      ['ERR_PROXY_TUNNEL', 'OSS_PROXY_FAILED'],
    ] as const
    for (const [code, expected] of faults) {
      const fault = Object.assign(new Error(`${code} happened`), { code })
      const error = translateConnectionFault(fault, attempt, 60_000)
      assert.equal(error.code, expected, code)
      assert.equal(error.cause, fault)
    }
    const both = new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])
    assert.equal(translateConnectionFault(both, attempt, 1).code, 'OSS_CONNECTION_REFUSED')
  })

  test('no secret of a message reaches the error', () => {
    const message =
      'x-oss-security-token:CAISverySecretToken0001 Authorization: OSS LTAI:abcdefSignature='
    const error = translateRefusal({ status: 400, code: 'BrandNew', message }, attempt)
    const shown = JSON.stringify({ ...error, text: error.message })
    assert.ok(!shown.includes('CAISverySecretToken0001') && !shown.includes('abcdefSignature'))
  })

  test('both languages name the same values', () => {
    for (const [code, entry] of Object.entries(ossErrors)) {
      const zh = ossErrorsZh[code as keyof typeof ossErrors]
      const names = (text: { message: string; cause: string; solution: string }) =>
        [...new Set(placeholderNames(`${text.message} ${text.cause} ${text.solution}`))].toSorted()
      assert.deepEqual(names(zh), names(entry), code)
      assert.match(zh.message, /[\u4e00-\u9fff]/, code)
      assert.notEqual(entry.solution, '', code)
    }
  })
})
