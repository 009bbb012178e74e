/**
 * Credentials from where DBAs keep them: the profile of the aliyun CLI, the credentials file, the environment of the
 * SDKs. Each in a process of its own, because the chain reads the home folder and the environment of its process.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts'
import { makeTempFolder } from '../temp-folder.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'sqlferry.js')

let sandbox: Sandbox

before(async () => {
  sandbox = await startSandbox()
  await sandbox.storage.createBucket('ferry-bkt')
})

after(() => sandbox.stop())

interface Home {
  /** Contents by path below the home folder. */
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** Runs `bucket show` in a process that knows nothing but this home folder and environment. */
async function showBucket({ files = {}, env = {} }: Home) {
  const home = await makeTempFolder()
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(home.path, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
    const child = spawn(process.execPath, [program, 'bucket', 'show', 'ferry-bkt', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH: process.env['PATH'], HOME: home.path, USERPROFILE: home.path, LANG: 'C' },
        ...{ OSS_ENDPOINT: sandbox.endpoints.oss, RDS_ENDPOINT: sandbox.endpoints.rds },
        ...{ REGION: sandbox.region, SQLFERRY_HOME: join(home.path, 'state') },
        // No machine of this test is an ECS instance, and asking the metadata address may take its time.
        ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
        ...env,
      },
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes) => {
      out += bytes
    })
    child.stderr.on('data', (bytes) => {
      err += bytes
    })
    const [exit] = (await once(child, 'close')) as [number]
    return { exit, out, err }
  } finally {
    await home.remove()
  }
}

function assertShown({ exit, out, err }: Awaited<ReturnType<typeof showBucket>>): void {
  assert.equal(exit, 0, err)
  assert.equal(JSON.parse(out).info.name, 'ferry-bkt')
  for (const secret of [sandbox.credentials.accessKeySecret, 'token'])
    assert.ok(!`${out}${err}`.includes(secret))
}

const cliConfig = (...profiles: object[]) => ({
  '.aliyun/config.json': JSON.stringify({ current: 'work', profiles }),
})

describe('credentials are found', { concurrency: 2 }, () => {
  test('in the current profile of the aliyun CLI', async () => {
    const { accessKeyId, accessKeySecret } = sandbox.credentials
    assertShown(
      await showBucket({
        files: cliConfig(
          { name: 'default', mode: 'AK', access_key_id: 'LTAIother', access_key_secret: 'other' },
          {
            ...{ name: 'work', mode: 'AK', region_id: 'cn-hangzhou' },
            ...{ access_key_id: accessKeyId, access_key_secret: accessKeySecret },
          },
        ),
      }),
    )
  })

  test('in a profile with a token, and in the profile that ALIBABA_CLOUD_PROFILE names', async () => {
    const { accessKeyId, accessKeySecret, securityToken = '' } = sandbox.issueToken(3600)
    assertShown(
      await showBucket({
        env: { ALIBABA_CLOUD_PROFILE: 'temporary' },
        files: cliConfig(
          { name: 'work', mode: 'AK', access_key_id: 'LTAIother', access_key_secret: 'other' },
          {
            ...{ name: 'temporary', mode: 'StsToken', region_id: 'cn-hangzhou' },
            ...{ access_key_id: accessKeyId, access_key_secret: accessKeySecret },
            sts_token: securityToken,
          },
        ),
      }),
    )
  })

  test('in ~/.alibabacloud/credentials', async () => {
    const { accessKeyId, accessKeySecret } = sandbox.credentials
    assertShown(
      await showBucket({
        files: {
          '.alibabacloud/credentials': [
            '[default]',
            'type = access_key',
            `access_key_id = ${accessKeyId}`,
            `access_key_secret = ${accessKeySecret}`,
            '',
          ].join('\n'),
        },
      }),
    )
  })

  test('in the variables of the SDKs, which outrank the files', async () => {
    const { accessKeyId, accessKeySecret } = sandbox.credentials
    assertShown(
      await showBucket({
        env: {
          ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
        },
        files: cliConfig({
          ...{ name: 'work', mode: 'AK' },
          ...{ access_key_id: 'LTAIother', access_key_secret: 'other' },
        }),
      }),
    )
  })

  test('behind a credentials URI', async () => {
    const { accessKeyId, accessKeySecret, securityToken } = sandbox.issueToken(3600)
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          Code: 'Success',
          AccessKeyId: accessKeyId,
          AccessKeySecret: accessKeySecret,
          SecurityToken: securityToken,
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    try {
      assertShown(
        await showBucket({
          env: { ALIBABA_CLOUD_CREDENTIALS_URI: `http://127.0.0.1:${port}/keys` },
        }),
      )
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  test('nowhere in an empty home, which is said with what to do', async () => {
    const { exit, err } = await showBucket({})
    assert.notEqual(exit, 0)
    assert.match(err, /CONFIG_CREDENTIALS_MISSING/)
    assert.match(err, /OSS_ACCESS_KEY_ID|aliyun configure/)
  })
})
