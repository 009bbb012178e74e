import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCloud } from '../../src/app/cloud.ts'
import { loadSettings, type SettingOverrides } from '../../src/app/config.ts'
import type { AppContext } from '../../src/app/context.ts'
import { seededIds, VirtualClock } from '../../src/core/index.ts'
import { makeTempFolder } from '../temp-folder.ts'

async function endpointsOf(
  overrides: SettingOverrides,
  env: Readonly<Record<string, string>> = {},
) {
  const folder = await makeTempFolder()
  const context: AppContext = {
    env: { SQLFERRY_HOME: folder.path, ...env },
    cwd: folder.path,
    clock: new VirtualClock(),
    ids: seededIds(1),
    signal: new AbortController().signal,
    language: 'en',
    notify: () => {},
  }
  const cloud = await openCloud(context, await loadSettings(context, overrides))
  try {
    const { region, storage, ossEndpointForTasks } = cloud
    return { region, oss: storage.endpoint, forTasks: ossEndpointForTasks }
  } finally {
    await cloud.close()
    await folder.remove()
  }
}

test('a region alone gives the public endpoints', async () => {
  assert.deepEqual(await endpointsOf({ region: 'cn-beijing' }), {
    region: 'cn-beijing',
    oss: 'oss-cn-beijing.aliyuncs.com',
    forTasks: 'oss-cn-beijing.aliyuncs.com',
  })
})

test('inside Alibaba Cloud we send over the internal endpoint, and tasks still name the public one', async () => {
  assert.deepEqual(await endpointsOf({ region: 'cn-beijing', internal: true }), {
    region: 'cn-beijing',
    oss: 'oss-cn-beijing-internal.aliyuncs.com',
    forTasks: 'oss-cn-beijing.aliyuncs.com',
  })
})

test('an endpoint that names its region needs no other setting', async () => {
  for (const ossEndpoint of [
    'oss-eu-central-1-internal.aliyuncs.com',
    'https://oss-eu-central-1.aliyuncs.com',
  ])
    assert.deepEqual(
      await endpointsOf({ ossEndpoint }).then(({ region, forTasks }) => [region, forTasks]),
      ['eu-central-1', 'oss-eu-central-1.aliyuncs.com'],
    )
})

test('an endpoint that names no region wants one', async () => {
  await assert.rejects(endpointsOf({ ossEndpoint: 'http://127.0.0.1:9000' }), {
    code: 'CONFIG_SETTING_MISSING',
  })
  assert.equal(
    (await endpointsOf({}, { OSS_ENDPOINT: 'http://127.0.0.1:9000', REGION: 'cn-x' })).forTasks,
    '127.0.0.1:9000',
  )
})
