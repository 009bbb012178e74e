/** `sqlferry doctor` against the sandbox over real sockets and signatures. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerDoctor } from '../../../src/cli/commands/doctor.ts'
import { main } from '../../../src/cli/main.ts'
import { displayWidth } from '../../../src/cli/render/table.ts'
import { systemClock, systemIds } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { captureTerminal } from '../capture.ts'

let sandbox: Sandbox

before(async () => {
  sandbox = await startSandbox({ rds: { instances: [{ accounts: [] }] } })
  await sandbox.storage.createBucket('bak-one')
})

after(() => sandbox.stop())

async function run(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  columns = Number.POSITIVE_INFINITY,
) {
  const io = captureTerminal(columns, {
    clock: systemClock,
    ids: systemIds,
    env: {
      ...sandboxEnvironment(sandbox),
      NO_COLOR: '1',
      ...env,
    },
  })
  const given = ['--instance', sandbox.instanceId, '--bucket', 'bak-one']
  const exit = await main(['doctor', ...given, ...argv], io, [registerDoctor])
  return { exit, out: io.out(), err: io.err() }
}

test('the table shows every check, what to do, and the exit code tells about warnings', async () => {
  const { exit, out, err } = await run([])
  assert.equal(err, '')
  assert.equal(exit, 3)
  assert.match(out, /^checks for instance rm-sandbox0001 and bucket bak-one, /)
  assert.match(out, /^credentials +ok +valid: the Alibaba Cloud account/m)
  assert.match(out, /^privileged account +warning +none among 0 accounts/m)
  assert.match(out, /^- privileged account \(warning\) \[RDS_NO_PRIVILEGED_ACCOUNT\]:$/m)
  assert.match(out, /not checked \(add --directory D/)
  assert.match(out, /Ready, with warnings: 1\./)
})

test('the report keeps to the width of the terminal', async () => {
  for (const columns of [60, 80, 120]) {
    for (const language of ['en', 'zh']) {
      const { out } = await run(['--lang', language], {}, columns)
      for (const line of out.split('\n')) assert.ok(displayWidth(line) <= columns, line)
    }
  }
})

test('the same in Chinese', async () => {
  const { exit, out } = await run(['--lang', 'zh'])
  assert.equal(exit, 3)
  assert.match(out, /^实例 rm-sandbox0001、Bucket bak-one 的检查结果/)
  assert.match(out, /^高权限账号 +警告/m)
  assert.match(out, /可以迁移，但请先查看上面的 1 项警告。/)
})

test('JSON holds the findings in both languages, the actions and the policy', async () => {
  const { exit, out } = await run(['--json', '--directory', '/'])
  const report = JSON.parse(out)
  assert.equal(exit, 4)
  assert.equal(report.verdict, 'blocked')
  assert.equal(report.exit, 4)
  const empty = report.findings.find(({ rule }: { rule: string }) => rule === 'ACCESS_BACKUPS')
  assert.equal(empty.verdict, 'blocked')
  assert.match(empty.action.zh, /sqlferry upload/)
  assert.ok(report.actions.length > 15)
  assert.equal(report.policy.Version, '1')
})

test('--policy prints nothing but the policy', async () => {
  const { out } = await run(['--policy', '--directory', 'full'])
  const policy = JSON.parse(out)
  assert.deepEqual(Object.keys(policy), ['Version', 'Statement'])
  assert.match(out, /acs:oss:\*:\*:bak-one\/full\/\*/)
})

test('a wrong secret blocks, is told once, and does not show (I7)', async () => {
  const secret = 'WrongSecretThatNobodyMaySee01'
  const { exit, out, err } = await run([], { OSS_ACCESS_KEY_SECRET: secret })
  assert.equal(exit, 4)
  assert.match(out, /^credentials +blocked/m)
  assert.match(out, /Blocked, checks to set right first: 1\./)
  assert.ok(!`${out}${err}`.includes(secret))
})

test('a missing bucket name is a usage error of the settings', async () => {
  const io = captureTerminal(Number.POSITIVE_INFINITY, { env: { REGION: 'cn-hangzhou' } })
  const exit = await main(['doctor', '--instance', 'rm-1'], io, [registerDoctor])
  assert.notEqual(exit, 0)
  assert.match(io.err(), /CONFIG_SETTING_MISSING/)
})
