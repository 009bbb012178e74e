/** `sqlferry bucket` over real sockets: what it finds in buckets of every kind, and names that are never sent. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { registerBucket } from '../../../src/cli/commands/bucket.ts'
import { main } from '../../../src/cli/main.ts'
import { systemClock, systemIds } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { send } from '../../sandbox/oss/signed-request.ts'
import { captureIo } from '../capture.ts'

let sandbox: Sandbox

before(async () => {
  sandbox = await startSandbox({
    rds: { instances: [{}, { instanceId: 'rm-far', regionId: 'cn-beijing' }] },
  })
  for (const name of ['plain', 'aes', 'kms', 'expiring', 'moving', 'versions'])
    await sandbox.storage.createBucket(`bak-${name}`)
  for (const acl of ['public-read', 'public-read-write'] as const)
    await sandbox.storage.createBucket(`bak-${acl}`, { acl })
  for (const storageClass of ['IA', 'Archive', 'ColdArchive'] as const)
    await sandbox.storage.createBucket(`bak-${storageClass.toLowerCase()}`, { storageClass })
  const encryption = (algorithm: string) =>
    `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`
  const lifecycle = (action: string) =>
    `<LifecycleConfiguration><Rule><ID>tidy</ID><Prefix></Prefix><Status>Enabled</Status>${action}</Rule></LifecycleConfiguration>`
  for (const [bucket, query, body] of [
    ['bak-aes', 'encryption', encryption('AES256')],
    ['bak-kms', 'encryption', encryption('KMS')],
    ['bak-expiring', 'lifecycle', lifecycle('<Expiration><Days>3</Days></Expiration>')],
    [
      'bak-moving',
      'lifecycle',
      lifecycle('<Transition><Days>30</Days><StorageClass>IA</StorageClass></Transition>'),
    ],
    [
      'bak-versions',
      'versioning',
      '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    ],
  ] as const) {
    const answer = await send(sandbox, { method: 'PUT', bucket, query, body })
    assert.equal(answer.status, 200, answer.text)
  }
})

after(() => sandbox.stop())

async function bucket(argv: readonly string[], endpoint = sandbox.endpoints.oss) {
  const io = captureIo({
    clock: { ...systemClock, sleep: async () => {} },
    ids: systemIds,
    env: {
      OSS_ENDPOINT: endpoint,
      RDS_ENDPOINT: sandbox.endpoints.rds,
      OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      REGION: sandbox.region,
    },
  })
  const exit = await main(['bucket', ...argv], io, [registerBucket])
  return { exit, out: io.out(), err: io.err() }
}

describe('bucket check', () => {
  for (const [name, exit, verdict, fact, advice] of [
    ['bak-aes', 4, 'blocker', 'AES256', /Turn encryption off before the upload/],
    ['bak-kms', 4, 'blocker', 'KMS', /Turn encryption off before the upload/],
    ['bak-ia', 4, 'blocker', 'storage class IA', /Create a bucket of class Standard/],
    ['bak-archive', 4, 'blocker', 'storage class Archive', /Create a bucket of class Standard/],
    ['bak-coldarchive', 4, 'blocker', 'storage class ColdArchive', /Create a bucket/],
    ['bak-expiring', 3, 'warning', 'tidy', /[Dd]isable|[Rr]emove|[Tt]urn/],
    ['bak-moving', 3, 'warning', 'tidy', /[Dd]isable|[Rr]emove|[Tt]urn/],
    ['bak-versions', 3, 'warning', 'versioning', /[A-Z]/],
    ['bak-public-read', 3, 'warning', 'public-read', /private/],
    ['bak-public-read-write', 3, 'warning', 'public-read-write', /private/],
  ] as const)
    test(`finds what is wrong with ${name} and says what to do`, async () => {
      const checked = await bucket(['check', name])
      assert.equal(checked.exit, exit, checked.err)
      const lines = checked.out.split('\n')
      const at = lines.findIndex((line) => line.trimStart().startsWith(verdict))
      assert.ok(lines[at]?.includes(fact), checked.out)
      assert.match(lines[at + 1] ?? '', advice)
      const report = JSON.parse((await bucket(['show', name, '--json'])).out)
      const wrong = report.findings.filter((each: { verdict: string }) => each.verdict !== 'ok')
      assert.equal(wrong.length, 1, JSON.stringify(wrong))
      assert.equal(wrong[0].verdict, verdict)
      assert.match(wrong[0].advice.en, advice)
      const zh = await bucket(['check', name, '--lang', 'zh'])
      assert.equal(zh.exit, exit)
      assert.match(zh.out, new RegExp(wrong[0].advice.zh.slice(0, 8)))
    })

  test('finds nothing in a bucket that RDS can read', async () => {
    const checked = await bucket(['check', 'bak-plain', '--instance', sandbox.instanceId])
    assert.equal(checked.exit, 0)
    assert.doesNotMatch(checked.out, /blocker|warning/)
  })

  test('compares the region with that of the instance', async () => {
    const far = await bucket(['check', 'bak-plain', '--instance', 'rm-far'])
    assert.equal(far.exit, 4)
    assert.match(far.out, /cn-hangzhou, but the instance is in cn-beijing/)
    assert.match(far.out, /Create a bucket in cn-beijing/)
  })
})

test('a name against the rules is refused before any request leaves', async () => {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    for (const name of ['ab', 'Upper', 'under_score', '-begin', 'end-', 'dot.dot', 'x'.repeat(64)])
      for (const action of ['create', 'check', 'show']) {
        const refused = await bucket([action, '--', name], `http://127.0.0.1:${port}`)
        assert.equal(refused.exit, 2, name)
        assert.match(refused.err, /OSS_BUCKET_NAME_INVALID/, name)
      }
    assert.equal(connections, 0)
    await bucket(['check', 'good-name'], `http://127.0.0.1:${port}`)
    assert.ok(connections > 0, 'a good name is sent')
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
