/** Migrates a folder of backups; for the real cloud give its endpoints and keys instead of the sandbox's. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, newContext } from 'sqlferry'
import { startSandbox } from 'sqlferry/sandbox'

const [folder = 'fixtures/backups'] = process.argv.slice(2)
const home = await mkdtemp(join(tmpdir(), 'sqlferry-example-'))
const sandbox = await startSandbox({ rds: { speed: 1000 } })
await sandbox.storage.createBucket('staging-example')

const context = newContext({
  env: {
    SQLFERRY_HOME: home,
    REGION: sandbox.region,
    OSS_ENDPOINT: sandbox.endpoints.oss,
    RDS_ENDPOINT: sandbox.endpoints.rds,
    OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
  },
})
const request = { folder, instance: sandbox.instanceId, bucket: 'staging-example' }
const outcome = await migrate(context, request, {
  checked: (report) => console.log(`checks: ${report.verdict}`),
  approve: async ({ plan }) => (plan.databases.length > 0 ? 'option' : 'declined'),
  notice: () => {},
})
if (outcome.kind === 'ended') {
  for (const { database, outcome: what } of outcome.result.databases) console.log(database, what)
  for (const { file, error } of outcome.result.refused) console.log(file, error.code)
}
await sandbox.stop()
await rm(home, { recursive: true })
