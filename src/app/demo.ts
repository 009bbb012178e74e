/**
 * `demo`: a whole migration with nothing needed beforehand. A sandbox in this process stands for OSS and RDS; the
 * backups are real files; the migration is the same function that runs against the real cloud, over real sockets.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { startSandbox } from '../sandbox/index.ts'
import type { AppContext } from './context.ts'
import { type MigrateOutcome, type MigrateView, migrate } from './migrate.ts'
import type { SandboxFacts } from './sandbox.ts'

export interface Demo {
  /** Absolute path of the folder that is migrated. */
  readonly folder: string
  readonly bucket: string
  /** Of the sandbox's instance, such as `2019_std_ha`. */
  readonly engineVersion: string
  /** Absolute path of the state folder with the journal. */
  readonly home: string
  readonly facts: SandboxFacts
  /** Migrates the folder; called again it goes on, or finds nothing to do. */
  migrate(view: MigrateView): Promise<MigrateOutcome>
  /** Stops the sandbox and removes what it kept. */
  close(): Promise<void>
}

const bucket = 'sqlferry-demo'
/** Restores last a second or two: long enough to be seen, short enough to be waited for. */
const speed = 5

/**
 * Starts a sandbox with an empty bucket and an instance of SQL Server 2019.
 *
 * @param folder  backups to migrate, relative to the context's cwd; by default the samples that come along
 * @throws SANDBOX_PORT_TAKEN; a folder that cannot be read is an error of `migrate`
 */
export async function openDemo(context: AppContext, folder: string | undefined): Promise<Demo> {
  const chosen = resolve(context.cwd, folder ?? sampleFolder())
  const home = await mkdtemp(join(tmpdir(), 'sqlferry-demo-'))
  const { clock, ids } = context
  const sandbox = await startSandbox({ clock, ids, dataDir: join(home, 'cloud'), rds: { speed } })
  const { storage, target, credentials, endpoints, region, instanceId } = sandbox
  await storage.createBucket(bucket)
  const { engineVersion } = await target.instance(instanceId)
  // Neither the environment nor a configuration file may lead the demo to a real account.
  const isolated: AppContext = { ...context, env: {}, cwd: home }
  const request = {
    folder: chosen,
    ...{ home, bucket, region, credentials, instance: instanceId },
    ...{ ossEndpoint: endpoints.oss, rdsEndpoint: endpoints.rds },
  }
  return {
    ...{ folder: chosen, bucket, home, engineVersion },
    facts: {
      OSS_ENDPOINT: endpoints.oss,
      RDS_ENDPOINT: endpoints.rds,
      ACCESS_KEY_ID: credentials.accessKeyId,
      ACCESS_KEY_SECRET: credentials.accessKeySecret,
      REGION: region,
      SQLFERRY_HOME: home,
      INSTANCE_ID: instanceId,
    },
    migrate: (view) => migrate(isolated, request, view),
    close: async () => {
      await sandbox.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Returns the samples' folder of a checkout or of the installed package. */
function sampleFolder(): string {
  const name = join('fixtures', 'backups')
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const samples = join(folder, name)
    if (existsSync(samples)) return samples
  }
  return name
}
