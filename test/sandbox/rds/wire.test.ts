/** The sandbox's RDS on the wire: proofs of the caller, forms of the answer, faults, captured requests. */
import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import {
  acs3CanonicalRequest,
  acs3Signature,
  acs3SignedHeaders,
  acs3StringToSign,
  type Parameter,
  parseAcs3Authorization,
  parseParameters,
  percentEncode,
  rpcV1Signature,
  rpcV1StringToSign,
  sha256Hex,
} from '../../../src/rds/wire.ts'
import { sandboxKey } from '../../../src/sandbox/account.ts'
import { serveRds, startRdsServer } from '../../../src/sandbox/rds/index.ts'
import { RdsServiceError } from '../../../src/sandbox/rds/service-error.ts'
import {
  NonceBook,
  type RpcRequest,
  verifyRequest,
} from '../../../src/sandbox/rds/verify-request.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { backup, fullSet, instanceId, newStage, type Stage } from './stage.ts'

const noBody = new Uint8Array(0)

/** A signed V1 call of the stage's time. */
function v1(
  stage: Stage,
  more: Record<string, string> = {},
  secret: string = sandboxKey.accessKeySecret,
): RpcRequest {
  const parameters: Parameter[] = Object.entries({
    Action: 'DescribeDBInstanceAttribute',
    Version: '2014-08-15',
    Format: 'JSON',
    AccessKeyId: sandboxKey.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureType: '',
    SignatureNonce: stage.ids.uuid(),
    Timestamp: `${new Date(stage.clock.now()).toISOString().slice(0, 19)}Z`,
    DBInstanceId: instanceId,
    ...more,
  }).filter(([, value]) => value !== 'left out')
  const signature = rpcV1Signature(secret, rpcV1StringToSign('GET', parameters))
  return {
    method: 'GET',
    url: `/?${query([...parameters, ['Signature', signature]])}`,
    headers: {},
    body: noBody,
  }
}

/** A call of the stage's time as rds20140815 sends it: nothing but business parameters in the query of a POST. */
function acs3(stage: Stage, more: Record<string, string> = {}) {
  const headers: Record<string, string> = {
    host: 'rds.aliyuncs.com',
    'x-acs-action': 'DescribeDBInstanceAttribute',
    'x-acs-version': '2014-08-15',
    'x-acs-date': `${new Date(stage.clock.now()).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': stage.ids.uuid(),
    'x-acs-content-sha256': sha256Hex(noBody),
    accept: 'application/json',
    ...more,
  }
  const parameters: Parameter[] = [['DBInstanceId', instanceId]]
  const signed = acs3SignedHeaders(headers)
  const canonical = acs3CanonicalRequest(
    { method: 'POST', path: '/', query: parameters, headers, bodySha256: sha256Hex(noBody) },
    signed,
  )
  const signature = acs3Signature(sandboxKey.accessKeySecret, acs3StringToSign(canonical))
  headers['authorization'] =
    `ACS3-HMAC-SHA256 Credential=${sandboxKey.accessKeyId},` +
    `SignedHeaders=${signed.join(';')},Signature=${signature}`
  return { method: 'POST', url: `/?${query(parameters)}`, headers, body: noBody }
}

function query(parameters: readonly Parameter[]): string {
  return parameters
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}

async function answer(stage: Stage, request: RpcRequest) {
  const reply = await serveRds(stage, request)
  assert.ok(reply)
  return { ...reply, json: reply.body.startsWith('{') ? JSON.parse(reply.body) : undefined }
}

async function refusal(stage: Stage, request: RpcRequest): Promise<string> {
  const { status, json } = await answer(stage, request)
  return `${status} ${json?.Code}`
}

describe('a caller', () => {
  test('point 17: is known by the V1 signature, with an empty SignatureType as the Python SDK sends it', async () => {
    const stage = newStage()
    const { status, json } = await answer(stage, v1(stage))
    assert.equal(status, 200)
    assert.equal(json.Items.DBInstanceAttribute[0].DBInstanceId, instanceId)
  })

  test('point 14: is known by V1 in the query, by V1 in a form, and by ACS3 with its action in headers', async () => {
    const stage = newStage()
    const inQuery = v1(stage)
    const parameters = parseParameters(v1(stage).url.slice(2)).filter(
      ([name]) => name !== 'Signature',
    )
    const signature = rpcV1Signature(
      sandboxKey.accessKeySecret,
      rpcV1StringToSign('POST', parameters),
    )
    const inForm: RpcRequest = {
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new TextEncoder().encode(query([...parameters, ['Signature', signature]])),
    }
    for (const request of [inQuery, inForm, acs3(stage)]) {
      const { status, json } = await answer(stage, request)
      assert.equal(status, 200, request.url)
      assert.equal(json.Items.DBInstanceAttribute[0].DBInstanceId, instanceId)
    }
  })

  test('point 15: is known by whatever headers it says it has signed, and by no others', async () => {
    const stage = newStage()
    const provider = { 'x-acs-credentials-provider': 'static_ak' }
    for (const more of [{}, provider, { ...provider, 'x-acs-brand-new': 'of next year' }])
      assert.equal((await answer(stage, acs3(stage, more))).status, 200)
    const changed = acs3(stage, provider)
    changed.headers['x-acs-credentials-provider'] = 'sts'
    assert.equal(await refusal(stage, changed), '400 SignatureDoesNotMatch')
  })

  test('point 16: with a wrong secret is told the string that the server signed, after the only colon', async () => {
    const stage = newStage()
    const request = v1(stage, {}, 'wrong')
    const { status, json } = await answer(stage, request)
    assert.equal(status, 400)
    assert.equal(json.Code, 'SignatureDoesNotMatch')
    const signed = rpcV1StringToSign('GET', parseParameters(request.url.slice(2)))
    assert.ok(json.Message.includes(`server string to sign is:${signed}`))
    assert.equal(json.Message.split(':')[1], signed)
  })

  test('with a clock more than 15 minutes off is refused, at 15 minutes not', async () => {
    const stage = newStage()
    const request = (minutes: number) =>
      v1(stage, {
        Timestamp: `${new Date(stage.clock.now() + minutes * 60_000).toISOString().slice(0, 19)}Z`,
      })
    for (const minutes of [-15, 15])
      assert.equal((await answer(stage, request(minutes))).status, 200)
    for (const minutes of [-16, 16])
      assert.equal(await refusal(stage, request(minutes)), '400 InvalidTimeStamp.Expired')
    assert.equal(
      await refusal(stage, v1(stage, { Timestamp: 'yesterday' })),
      '400 InvalidTimeStamp.Format',
    )
  })

  test('who sends the same request twice is refused the second time', async () => {
    const stage = newStage()
    const request = v1(stage)
    assert.equal((await answer(stage, request)).status, 200)
    assert.equal(await refusal(stage, request), '400 SignatureNonceUsed')
  })

  test('without a signature, a key or a nonce is told what is missing', async () => {
    const stage = newStage()
    const unsigned = v1(stage)
    const cut = { ...unsigned, url: unsigned.url.replace(/&Signature=.*/, '') }
    assert.equal(await refusal(stage, cut), '400 IncompleteSignature')
    const keyless = { method: 'GET', url: '/?Format=JSON', headers: {}, body: noBody }
    assert.equal(await refusal(stage, keyless), '400 MissingParameter')
    assert.equal(
      await refusal(stage, v1(stage, { SignatureNonce: 'left out' })),
      '400 MissingParameter',
    )
    const bare = { ...cut, headers: { authorization: 'ACS3-HMAC-SHA256 nothing' } }
    assert.equal(await refusal(stage, bare), '400 IncompleteSignature')
  })

  test('with an unknown or disabled key, or a token that ended, is refused', async () => {
    const stage = newStage()
    assert.equal(
      await refusal(stage, v1(stage, { AccessKeyId: 'LTAInobody' })),
      '404 InvalidAccessKeyId.NotFound',
    )
    const key = stage.accounts.find(sandboxKey.accessKeyId)
    assert.ok(key)
    stage.accounts.add({ ...key, isEnabled: false })
    assert.equal(await refusal(stage, v1(stage)), '403 InvalidAccessKeyId.Inactive')
    stage.accounts.add({ ...key, securityToken: 'token', expiresAt: stage.clock.now() + 1000 })
    assert.equal(await refusal(stage, v1(stage)), '400 MissingSecurityToken')
    assert.equal(
      await refusal(stage, v1(stage, { SecurityToken: 'other' })),
      '403 InvalidSecurityToken.MismatchWithAccessKey',
    )
    assert.equal((await answer(stage, v1(stage, { SecurityToken: 'token' }))).status, 200)
    await stage.clock.advance(1000)
    assert.equal(
      await refusal(stage, v1(stage, { SecurityToken: 'token' })),
      '403 InvalidSecurityToken.Expired',
    )
  })

  test('who asks for an unknown operation or a wrong version is refused', async () => {
    const stage = newStage()
    for (const more of [
      { Action: 'NoSuchAction' },
      { Action: 'toString' },
      { Version: '2015-05-01' },
    ])
      assert.equal(await refusal(stage, v1(stage, more)), '404 InvalidAction.NotFound')
  })
})

describe('an answer', () => {
  test('is XML where no format is asked for, with every element of a list', async () => {
    const stage = newStage({ instances: [{ databases: [{ name: 'a' }, { name: 'b' }] }] })
    const request = v1(stage, { Format: 'left out', Action: 'DescribeDatabases' })
    const { body, headers } = await answer(stage, request)
    assert.equal(headers['content-type'], 'text/xml;charset=utf-8')
    assert.match(
      body,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<DescribeDatabasesResponse><RequestId>/,
    )
    assert.match(body, /<DBName>a<\/DBName>.*<DBName>b<\/DBName>/)
  })

  test('that refuses in XML is an Error with code, text and request id, escaped', async () => {
    const stage = newStage()
    const { body, status } = await answer(
      stage,
      v1(stage, { Format: 'xml', Action: 'DescribeMigrateTasks' }),
    )
    assert.equal(status, 400)
    assert.match(body, /<Error><RequestId>[0-9A-F-]{36}<\/RequestId>/)
    assert.match(body, /<Code>MissingParameter<\/Code>/)
    assert.match(body, /&#34;StartTime&#34;/)
  })

  test('carries its request id in the body and in a header', async () => {
    const stage = newStage()
    const { json, headers } = await answer(stage, v1(stage))
    assert.match(json.RequestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
    assert.equal(headers['x-acs-request-id'], json.RequestId)
  })

  test('lists page by page, between 30 and 100 tasks', async () => {
    const stage = newStage()
    stage.objects.add('Sales.bak', backup(fullSet()))
    for (let count = 0; count < 35; count++) await stage.full('Sales.bak', `Sales${count}`)
    const page = (more: Record<string, string>) =>
      answer(
        stage,
        v1(stage, {
          Action: 'DescribeMigrateTasks',
          StartTime: '2026-01-01T00:00Z',
          EndTime: '2026-02-01T00:00Z',
          ...more,
        }),
      )
    const first = (await page({})).json
    assert.deepEqual([first.PageNumber, first.PageRecordCount, first.TotalRecordCount], [1, 30, 35])
    assert.equal((await page({ PageNumber: '2' })).json.Items.MigrateTask.length, 5)
    for (const PageSize of ['29', '101', 'x'])
      assert.equal((await page({ PageSize })).json.Code, 'InvalidParameter')
    const reversed = await page({ EndTime: '2025-01-01T00:00Z' })
    assert.equal(reversed.json.Code, 'InvalidStartTimeAndEndTime.Malformed')
  })
})

describe('a fault', () => {
  const match = { service: 'rds', operation: 'DescribeDBInstanceAttribute' } as const

  test('throttles with a waiting time in the header, once', async () => {
    const stage = newStage({}, [{ kind: 'throttle', retryAfterSeconds: 5, match }])
    const { headers, json, status } = await answer(stage, v1(stage))
    assert.deepEqual(
      [status, json.Code, headers['x-acs-retry-after']],
      [400, 'Throttling.User', '5'],
    )
    assert.equal((await answer(stage, v1(stage))).status, 200)
  })

  test('answers with a given status, or cuts the connection before or after the work', async () => {
    const stage = newStage({}, [
      { kind: 'error', status: 503, match },
      { kind: 'drop', direction: 'request', after: 0, match: { ...match, nth: 2 } },
      { kind: 'lost-reply', match: { ...match, nth: 3 } },
      { kind: 'drop', direction: 'response', after: 10, match: { ...match, nth: 4 } },
    ])
    assert.equal(await refusal(stage, v1(stage)), '503 ServiceUnavailable')
    assert.equal(await serveRds(stage, v1(stage)), undefined)
    assert.equal(await serveRds(stage, v1(stage)), undefined)
    assert.equal((await serveRds(stage, v1(stage)))?.cutAfter, 10)
  })

  test('holds an answer back for its time', async () => {
    const stage = newStage({}, [{ kind: 'slow', delayMs: 5000, match }])
    const pending = serveRds(stage, v1(stage))
    await stage.clock.advance(4999)
    assert.equal(stage.clock.sleeping, 1)
    await stage.clock.advance(1)
    assert.equal((await pending)?.status, 200)
  })

  test('expires a token in the middle of its life', async () => {
    const stage = newStage({}, [{ kind: 'expire-token' }])
    const key = stage.accounts.find(sandboxKey.accessKeyId)
    assert.ok(key)
    stage.accounts.add({ ...key, securityToken: 'token' })
    for (let tries = 0; tries < 2; tries++)
      assert.equal(
        await refusal(stage, v1(stage, { SecurityToken: 'token' })),
        '403 InvalidSecurityToken.Expired',
      )
  })

  test('that loses a reply ends the connection of a real socket', async () => {
    const stage = newStage({}, [{ kind: 'lost-reply' }])
    const server = await startRdsServer(stage, 0)
    try {
      const url = `http://127.0.0.1:${server.port}${v1(stage).url}`
      await assert.rejects(fetch(url))
      assert.equal((await fetch(`http://127.0.0.1:${server.port}${v1(stage).url}`)).status, 200)
    } finally {
      await server.close()
    }
  })
})

interface Capture extends RpcRequest {
  readonly name: string
}

function readCaptures(): Capture[] {
  return readdirSync(sharedPath('captures'))
    .filter((file) => file.endsWith('.rpc.txt'))
    .flatMap((file) =>
      readFileSync(sharedPath('captures', file), 'utf8')
        .split(/^### /m)
        .slice(1)
        .map((text, index) => {
          const [, head = '', rest = ''] = /^.*\n([\s\S]*?)\n\n([\s\S]*)$/.exec(text) ?? []
          const [line = '', ...fields] = head.split('\n')
          const [method = '', url = ''] = line.split(' ')
          const headers = Object.fromEntries(
            fields.map((field) => {
              const colon = field.indexOf(':')
              return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
            }),
          )
          const body = new TextEncoder().encode(
            rest.replace(/\n?>>>[\s\S]*$/, '').replace(/\n$/, ''),
          )
          return { name: `${file} ${index + 1}`, method, url, headers, body }
        }),
    )
}

/**
 * The secret that the captured requests were signed with is not among the captures, so each request is signed anew,
 * everything else as it was sent.
 */
function resigned(capture: Capture): { request: RpcRequest; sentAt: number } {
  const { method, url, headers, body } = capture
  const declared = parseAcs3Authorization(headers['authorization'])
  const secret = sandboxKey.accessKeySecret
  if (declared) {
    const canonical = acs3CanonicalRequest(
      {
        method,
        path: '/',
        query: parseParameters(url.slice(url.indexOf('?') + 1)),
        headers,
        bodySha256: sha256Hex(body),
      },
      declared.signedHeaders,
    )
    const signature = acs3Signature(secret, acs3StringToSign(canonical))
    const authorization = headers['authorization']?.replace(declared.signature, signature)
    return {
      request: { method, url, headers: { ...headers, authorization }, body },
      sentAt: Date.parse(headers['x-acs-date'] ?? ''),
    }
  }
  const form = new TextDecoder().decode(body)
  const parameters = [...parseParameters(url.split('?')[1] ?? ''), ...parseParameters(form)]
  const signature = percentEncode(rpcV1Signature(secret, rpcV1StringToSign(method, parameters)))
  const sign = (text: string) => text.replace(/(Signature=)[^&]*$/, `$1${signature}`)
  const at = parameters.find(([name]) => name === 'Timestamp')?.[1] ?? ''
  return {
    request: { method, url: sign(url), headers, body: new TextEncoder().encode(sign(form)) },
    sentAt: Date.parse(at),
  }
}

/** Whether the caller is believed, whatever the operation then says. */
function isVerified(request: RpcRequest, sentAt: number): boolean {
  const { accounts } = stageOfAccounts
  try {
    return verifyRequest(request, accounts, new NonceBook(), sentAt) !== undefined
  } catch (error) {
    assert.ok(error instanceof RdsServiceError, String(error))
    return false
  }
}

const stageOfAccounts = newStage()

describe('requests of real clients', needsShared('captures'), () => {
  test('signed as their clients sign them are let in, of each client and form', async () => {
    const captures = readCaptures()
    assert.ok(captures.length >= 34, `${captures.length} captures`)
    for (const capture of captures) {
      const { request, sentAt } = resigned(capture)
      assert.ok(isVerified(request, sentAt), capture.name)
    }
  })

  test('with their captured signature are refused, because the key has another secret', async () => {
    for (const capture of readCaptures()) {
      const { sentAt } = resigned(capture)
      assert.equal(isVerified(capture, sentAt), false, capture.name)
    }
  })

  test('with one byte changed anywhere in what is signed are refused', async () => {
    let changes = 0
    for (const capture of readCaptures()) {
      const { request, sentAt } = resigned(capture)
      for (const changed of variants(request)) {
        assert.equal(isVerified(changed, sentAt), false, `${capture.name} ${changed.url}`)
        changes++
      }
    }
    assert.ok(changes > 5000, `${changes} changes`)
  })
})

/** The request with each letter or digit of the query and the body, and one of each signed header, changed in turn. */
function* variants(request: RpcRequest): Generator<RpcRequest> {
  for (const place of places(request.url)) yield { ...request, url: swap(request.url, place) }
  const form = new TextDecoder().decode(request.body)
  for (const place of places(form))
    yield { ...request, body: new TextEncoder().encode(swap(form, place)) }
  const { headers } = request
  if (!headers['authorization']) return
  for (const name of [...acs3SignedHeaders(headers), 'authorization']) {
    const text = headers[name] ?? ''
    const at = name === 'authorization' ? text.length - 1 : text.search(/[A-Za-z0-9]/)
    yield { ...request, headers: { ...headers, [name]: swap(text, at) } }
  }
  yield { ...request, method: 'PUT' }
}

/** Places of all letters and digits. */
function places(text: string): number[] {
  return [...text.matchAll(/[A-Za-z0-9]/g)].map((match) => match.index)
}

function swap(text: string, place: number): string {
  return text.slice(0, place) + (text[place] === '1' ? '2' : '1') + text.slice(place + 1)
}
