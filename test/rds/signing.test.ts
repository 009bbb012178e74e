import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import {
  acs3Authorization,
  acs3CanonicalRequest,
  acs3SignedHeaders,
  emptyBodySha256,
  parseAcs3Authorization,
  parseParameters,
  percentEncode,
  rpcV1Signature,
  rpcV1StringToSign,
  sha256Hex,
} from '../../src/rds/wire.ts'
import { needsShared, sharedPath } from '../shared-files.ts'
import { closeServer, listen } from './gateway.ts'

const require = createRequire(import.meta.url)
const key = { accessKeyId: 'LTAI5tTestKey', accessKeySecret: 'TestSecretOfNoValue' }

/** Values with everything that an encoder gets wrong: signs, blanks, other scripts, an emoji, nothing. */
const awkward = {
  DBName: '销售 Db',
  OssObjectPositions: "oss-cn-hangzhou.aliyuncs.com:bkt:d/a b+c'(1)*~!中.bak",
  OSSUrls: 'http://b.oss/x.bak?Expires=1&Signature=a%2Bb%3D|http://b.oss/y.bak',
  Emoji: '🚢',
  Empty: '',
  Zz: '_-.~',
  aa: 'lower case sorts after upper case',
}

describe('RPC V1', () => {
  test('signs as pop-core does, whose requests arrive with the same signature', async () => {
    const { RPCClient } = require('@alicloud/pop-core')
    const verdicts: [string | undefined, boolean][] = []
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (text: string) => {
        body += text
      })
      request.on('end', () => {
        const sent = [
          ...parseParameters((request.url ?? '').split('?')[1] ?? ''),
          ...parseParameters(body),
        ]
        const toSign = rpcV1StringToSign(request.method ?? '', sent)
        const theirs = sent.find(([name]) => name === 'Signature')?.[1]
        verdicts.push([request.method, theirs === rpcV1Signature(key.accessKeySecret, toSign)])
        response.end('{}')
      })
    })
    const endpoint = `http://127.0.0.1:${await listen(server)}`
    const client = new RPCClient({ ...key, endpoint, apiVersion: '2014-08-15' })
    await client.request('CreateMigrateTask', awkward, { method: 'GET' })
    await client.request('CreateMigrateTask', awkward, { method: 'POST' })
    await closeServer(server)
    assert.deepEqual(verdicts, [
      ['GET', true],
      ['POST', true],
    ])
  })

  test('signs as the generic client does', () => {
    const util = require('@alicloud/openapi-util').default
    const parameters = { ...awkward, Action: 'DescribeRegions', SignatureType: '' }
    for (const method of ['GET', 'POST'])
      assert.equal(
        rpcV1Signature(key.accessKeySecret, rpcV1StringToSign(method, Object.entries(parameters))),
        util.getRPCSignature(parameters, method, key.accessKeySecret),
      )
  })

  test('leaves the signature itself out', () => {
    const pairs = Object.entries(awkward)
    assert.equal(
      rpcV1StringToSign('GET', [...pairs, ['Signature', 'x']]),
      rpcV1StringToSign('GET', pairs),
    )
  })
})

describe('ACS3', () => {
  test('signs as the generic client does, over every kind of value', () => {
    const util = require('@alicloud/openapi-util').default
    const headers = {
      host: '127.0.0.1:4321',
      'content-type': 'application/json',
      'x-acs-action': 'CreateMigrateTask',
      'x-acs-content-sha256': emptyBodySha256,
      'x-acs-date': '2026-11-22T05:56:53Z',
      'x-acs-security-token': 'token/with+signs=',
      'x-acs-signature-nonce': 'nonce',
      'x-acs-version': '2014-08-15',
      accept: 'application/json',
    }
    const ours = acs3Authorization(
      {
        method: 'POST',
        path: '/',
        query: Object.entries(awkward),
        headers,
        bodySha256: emptyBodySha256,
      },
      key,
    )
    const request = { method: 'POST', pathname: '/', query: awkward, headers: { ...headers } }
    assert.equal(
      ours,
      util.getAuthorization(
        request,
        'ACS3-HMAC-SHA256',
        emptyBodySha256,
        key.accessKeyId,
        key.accessKeySecret,
      ),
    )
  })

  test('reads an Authorization header with or without blanks, and nothing else', () => {
    const parsed = { accessKeyId: 'K', signedHeaders: ['host', 'x-acs-date'], signature: 'ab' }
    for (const blank of ['', ' '])
      assert.deepEqual(
        parseAcs3Authorization(
          `ACS3-HMAC-SHA256 Credential=K,${blank}SignedHeaders=host;x-acs-date,${blank}Signature=ab`,
        ),
        parsed,
      )
    for (const other of [undefined, '', 'OSS K:ab', 'ACS3-HMAC-SHA256 Credential=K'])
      assert.equal(parseAcs3Authorization(other), undefined)
  })

  test('changes with every byte that it covers', () => {
    const request = {
      method: 'POST',
      path: '/',
      query: Object.entries(awkward),
      headers: { host: 'h', 'x-acs-date': 'd' },
      bodySha256: sha256Hex('body'),
    }
    const changed = [
      { ...request, method: 'GET' },
      { ...request, path: '/x' },
      { ...request, query: [['a', 'b']] as const },
      { ...request, headers: { host: 'h', 'x-acs-date': 'e' } },
      { ...request, bodySha256: sha256Hex('bodz') },
    ]
    const all = [request, ...changed].map((each) => acs3Authorization(each, key))
    assert.equal(new Set(all).size, all.length)
  })
})

test('percent-encoding leaves only the unreserved characters', () => {
  assert.equal(percentEncode("aZ9-_.~ +*'()!/中"), 'aZ9-_.~%20%2B%2A%27%28%29%21%2F%E4%B8%AD')
})

describe('requests of real clients', { ...needsShared('captures') }, () => {
  const files = () =>
    readdirSync(sharedPath('captures')).filter((name) => name.endsWith('.rpc.txt'))

  test('are taken apart without a rest: every ACS3 header names headers that are there', () => {
    const requests = files()
      .flatMap(readCaptures)
      .filter(({ headers }) => headers['authorization'])
    assert.ok(requests.length >= 7)
    for (const { method, path, headers, body } of requests) {
      const authorization = parseAcs3Authorization(headers['authorization'])
      assert.ok(authorization)
      assert.deepEqual(authorization.signedHeaders, acs3SignedHeaders(headers))
      assert.equal(headers['x-acs-content-sha256'], sha256Hex(body))
      const query = parseParameters(path.split('?')[1] ?? '')
      const canonical = acs3CanonicalRequest(
        { method, path: '/', query, headers, bodySha256: sha256Hex(body) },
        authorization.signedHeaders,
      )
      const lines = canonical.split('\n')
      assert.equal(lines.length, 6 + authorization.signedHeaders.length)
      // The clients send the query as they sign it, but for characters that a browser leaves alone.
      assert.equal(decodeURIComponent(lines[2] ?? ''), decodeURIComponent(path.split('?')[1] ?? ''))
    }
  })

  test('of RPC V1 carry all parameters in the query or in the form', () => {
    const requests = files()
      .flatMap(readCaptures)
      .filter(({ headers }) => !headers['authorization'])
    assert.ok(requests.length >= 20)
    for (const { method, path, body } of requests) {
      const parameters = [...parseParameters(path.split('?')[1] ?? ''), ...parseParameters(body)]
      const names = parameters.map(([name]) => name)
      for (const name of ['Action', 'Version', 'AccessKeyId', 'Signature', 'SignatureNonce'])
        assert.ok(names.includes(name), name)
      assert.doesNotMatch(rpcV1StringToSign(method, parameters), /%26Signature%3D/)
    }
  })
})

interface CapturedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

function readCaptures(name: string): CapturedRequest[] {
  return readFileSync(sharedPath('captures', name), 'utf8')
    .split(/^### .*\n/m)
    .slice(1)
    .map((text) => {
      const [head = '', rest = ''] = text.split(/\n\n/, 2)
      const [line = '', ...fields] = head.split('\n')
      const [method = '', path = ''] = line.split(' ')
      const headers = Object.fromEntries(
        fields.map((field) => {
          const at = field.indexOf(':')
          return [field.slice(0, at).toLowerCase(), field.slice(at + 1).trim()]
        }),
      )
      return { method, path, headers, body: rest.split('\n>>>')[0]?.replace(/^>>>.*/s, '') ?? '' }
    })
}
