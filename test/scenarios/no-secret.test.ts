/** I7: secrets go in everywhere, and come out nowhere: terminal, JSON, journal, errors with all their causes. */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { MigrationError } from '../../src/core/index.ts'
import { toErrorRecord } from '../../src/migration/index.ts'
import { translateConnectionFault, translateRefusal } from '../../src/oss/translate-error.ts'
import { replyLost, translateNetworkError, translateReply } from '../../src/rds/translate-error.ts'
import { closeServer, listen } from '../rds/gateway.ts'
import { bucket, type Loopback, withLoopback } from './loopback.ts'

const secret = 'Zq7sEcReTkEy0123456789abcdEF'
const token = 'CAIStOkEnOfStS+/0123456789abcdefghij=='
const signature = 'Vx0SiGnAtUrE%2Fabcdefgh%3D'
const password = 'pr0xy-PaSsWoRd'

/** Texts as gateways, proxies and libraries echo them. */
const leaks = [
  `The request signature we calculated does not match; StringToSign PUT\n\nx-oss-security-token:${token}\nkey ${secret}`,
  `GET https://b.oss-cn-x.aliyuncs.com/a.bak?Expires=1&OSSAccessKeyId=id&Signature=${signature}&security-token=${encodeURIComponent(token)} failed`,
  `connect via http://ferry:${password}@proxy:3128 failed`,
  `{"AccessKeySecret":"${secret}","SecurityToken":"${token}","Signature":"${signature}"}`,
  `Authorization: OSS4-HMAC-SHA256 Credential=id/20260101,Signature=${signature}`,
  `proxy-authorization: Basic ${Buffer.from(`ferry:${password}`).toString('base64')}`,
]

const needles = [
  ...[secret, token, encodeURIComponent(token), signature, decodeURIComponent(signature), password],
  Buffer.from(`ferry:${password}`).toString('base64'),
]

function assertClean(text: string, where: string, also: readonly string[] = []): void {
  for (const needle of [...needles, ...also])
    assert.ok(!text.includes(needle), `${where} shows ${needle.slice(0, 6)}...: ${text}`)
}

/** Everything of an error that may be printed or journaled: not `cause`, which only --verbose shows, redacted. */
function shown(error: MigrationError): string {
  return JSON.stringify([error.message, error.usualCause, error.solution, toErrorRecord(error)])
}

const rdsFacts = {
  action: 'CreateMigrateTask',
  product: 'rds',
  host: 'rds.aliyuncs.com',
  object: 'Sales',
  nowMs: 0,
  secrets: [secret, token],
} as const

test('I7: no translator lets a secret through that a service, a proxy or a library echoes', () => {
  for (const message of leaks) {
    for (const code of [
      'SignatureDoesNotMatch',
      'InvalidParameter',
      'NobodyKnows',
      'AccessDenied',
    ]) {
      const reply = { status: 400, body: { Code: code, Message: message }, retryAfter: undefined }
      assertClean(shown(translateReply(reply, rdsFacts)), `rds ${code}`)
      const attempt = { operation: 'UploadPart', resource: 'oss://b/k' }
      // OSS never sees the key's secret, so its answers cannot hold it in any form but a signature.
      if (!message.includes(secret))
        assertClean(shown(translateRefusal({ status: 403, code, message }, attempt)), `oss ${code}`)
    }
    const fault = Object.assign(new Error(message), { code: 'ECONNRESET' })
    const translated = translateNetworkError(fault, rdsFacts)
    assertClean(shown(translated), 'rds network')
    assertClean(shown(replyLost(translated, rdsFacts)), 'rds lost reply')
    if (!message.includes(secret))
      assertClean(
        shown(translateConnectionFault(fault, { operation: 'PutObject', resource: 'r' }, 1)),
        'oss network',
      )
  }
  assert.ok(
    translateReply({ status: 400, body: {}, retryAfter: undefined }, rdsFacts) instanceof
      MigrationError,
  )
})

/** Returns everything that lies in a folder, as one text. */
async function everythingIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  )
  return texts.join('\n')
}

/** Runs every command that talks to the cloud, in every form of output, and looks at what they leave behind. */
async function runAll(loopback: Loopback, env: Record<string, string>, also: readonly string[]) {
  const { folder, home } = loopback
  const address = `oss://${bucket}/x/`
  for (const parts of [
    ['doctor', '--bucket', bucket],
    ['upload', folder, address],
    ['migrate', folder, '--yes'],
    ['import', '--directory', 'x'],
    ['status'],
    ['bucket', 'check', bucket],
    ['cleanup', address, '--yes'],
  ])
    for (const form of [[], ['--json'], ['--verbose'], ['--json', '--verbose']]) {
      const ran = await loopback.run([...parts, ...form], { env })
      assertClean(ran.out + ran.err, [...parts, ...form].join(' '), also)
    }
  const journal = await everythingIn(home)
  assert.ok(journal.includes('upload-intended') || also.length > 0, 'the journal was written')
  assertClean(journal, 'the state folder', also)
}

test(
  'I7: a run with a token, and one whose calls fail in every way, leave no secret in outputs and journal',
  {
    timeout: 60_000,
  },
  () =>
    withLoopback({ rds: { speed: 50 } }, async (loopback) => {
      const issued = loopback.sandbox.issueToken(7 * 86_400)
      const env = {
        OSS_ACCESS_KEY_ID: issued.accessKeyId,
        OSS_ACCESS_KEY_SECRET: issued.accessKeySecret,
        OSS_SESSION_TOKEN: issued.securityToken ?? '',
      }
      const also = [issued.accessKeySecret, issued.securityToken ?? '']
      for (const operation of ['UploadPart', 'CreateMigrateTask', 'DescribeDBInstanceAttribute'])
        loopback.sandbox.faults.add({
          kind: 'error',
          status: 403,
          code: 'SignatureDoesNotMatch',
          message: `StringToSign: token ${issued.securityToken} signature=${signature} secret=${issued.accessKeySecret}`,
          match: { operation },
          count: 4,
        })
      await runAll(loopback, env, also)
    }),
)

test('I7: a signed address of 2008 R2 and the password of a proxy leave no trace', {
  timeout: 60_000,
}, async () => {
  const refusing = createServer((_, response) => response.writeHead(407).end())
  refusing.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Authenticate\r\n\r\n'))
  const port = await listen(refusing)
  try {
    await withLoopback({}, async (loopback) => {
      const { accessKeySecret } = loopback.sandbox.credentials
      // Not on loopback by name, so that the proxy is really asked.
      const env = {
        OSS_ENDPOINT: 'http://oss-cn-hangzhou.aliyuncs.invalid',
        RDS_ENDPOINT: 'https://rds.aliyuncs.invalid',
      }
      for (const parts of [
        ['upload', loopback.folder, `oss://${bucket}/x/`],
        ['migrate', loopback.folder, '--yes'],
        ['import', '--directory', 'x'],
      ])
        for (const form of [['--json'], ['--verbose']]) {
          const proxy = `http://ferry:${password}@127.0.0.1:${port}`
          const ran = await loopback.run([...parts, ...form, '--proxy', proxy], { env })
          assert.notEqual(ran.exitCode, 0, parts.join(' '))
          assertClean(ran.out + ran.err, parts.join(' '), [accessKeySecret])
        }
      assertClean(await everythingIn(loopback.home), 'the state folder', [accessKeySecret])
    })
  } finally {
    await closeServer(refusing)
  }
})
