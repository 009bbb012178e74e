import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadSettings, requireSetting, type SettingOverrides } from '../../src/app/config.ts'
import { makeTempFolder } from '../temp-folder.ts'

const production = `
profile: production
defaults:
  region: cn-shanghai
  parallel: 8
profiles:
  production:
    instance: rm-prod
    bucket: prod-bucket
  test:
    instance: rm-test
`

/** Settings from a working folder that holds the given sqlferry.yaml. */
async function settingsOf(
  yaml: string | undefined,
  env: Record<string, string> = {},
  overrides: SettingOverrides = {},
) {
  const folder = await makeTempFolder()
  try {
    if (yaml !== undefined) await writeFile(join(folder.path, 'sqlferry.yaml'), yaml)
    return await loadSettings({ env: { HOME: folder.path, ...env }, cwd: folder.path }, overrides)
  } finally {
    await folder.remove()
  }
}

test('an option outranks the environment, the environment the profile, the profile the defaults', async () => {
  const profile = await settingsOf(production)
  assert.equal(profile.instance, 'rm-prod')
  assert.equal(profile.region, 'cn-shanghai')
  assert.equal(profile.parallel, 8)
  assert.equal(profile.signatureVersion, 'v4')
  const environment = await settingsOf(production, { INSTANCE_ID: 'rm-env', REGION: 'cn-beijing' })
  assert.equal(environment.instance, 'rm-env')
  assert.equal(environment.region, 'cn-beijing')
  const option = await settingsOf(
    production,
    { INSTANCE_ID: 'rm-env' },
    { instance: 'rm-option', bucket: undefined },
  )
  assert.equal(option.instance, 'rm-option')
  assert.equal(option.bucket, 'prod-bucket')
  const other = await settingsOf(production, {}, { profile: 'test' })
  assert.equal(other.instance, 'rm-test')
  assert.equal(other.bucket, undefined)
})

test('no configuration file is needed', async () => {
  const settings = await settingsOf(undefined, {
    OSS_ENDPOINT: 'http://127.0.0.1:9000',
    ALIBABA_CLOUD_REGION_ID: 'cn-hangzhou',
  })
  assert.equal(settings.ossEndpoint, 'http://127.0.0.1:9000')
  assert.equal(settings.region, 'cn-hangzhou')
  assert.equal(settings.configPath, undefined)
  assert.match(settings.home, /sqlferry$/)
})

test('the state folder comes from --home, SQLFERRY_HOME or the custom of the system', async () => {
  assert.match((await settingsOf('', { SQLFERRY_HOME: 'state' })).home, /[/\\]state$/)
  const option = await settingsOf('', { SQLFERRY_HOME: '/a' }, { home: '/b' })
  assert.match(option.home, /b$/)
})

test('a mistake in the file is named with its key and the one that was meant', async () => {
  const cases: [string, string, RegExp][] = [
    ['regoin: x', 'CONFIG_UNKNOWN_KEY', /unknown key regoin/],
    ['profiles: { a: { buckte: b } }', 'CONFIG_UNKNOWN_KEY', /unknown key profiles\.a\.buckte/],
    ['defaults: { parallel: 0 }', 'CONFIG_BAD_VALUE', /parallel .*must be 1 to 64/],
    ['defaults: { signatureVersion: v2 }', 'CONFIG_BAD_VALUE', /must be v4 or v1/],
    ['defaults: { proxy: "proxy:3128" }', 'CONFIG_BAD_VALUE', /must be a URL/],
    ['defaults: [1]', 'CONFIG_BAD_VALUE', /defaults .*must be keys/],
    ['just text', 'CONFIG_BAD_VALUE', /the whole file/],
    ['defaults: { accessKeySecret: abc }', 'CONFIG_SECRET_IN_FILE', /defaults\.accessKeySecret/],
    ['profile: "a', 'CONFIG_FILE_UNREADABLE', /line 1/],
    ['profile: produktion\nprofiles: { production: {} }', 'CONFIG_PROFILE_UNKNOWN', /produktion/],
  ]
  for (const [yaml, code, message] of cases) {
    await assert.rejects(settingsOf(yaml), { code, message }, yaml)
  }
  await assert.rejects(settingsOf('profiles: { a: { buckte: b } }'), (error: Error) => {
    assert.match(String('usualCause' in error && error.usualCause), /nearest known one is bucket/)
    return true
  })
})

test('a secret in the file is refused without showing it', async () => {
  await assert.rejects(settingsOf('defaults: { accessKeySecret: hush-hush }'), (error: Error) => {
    assert.doesNotMatch(JSON.stringify(error) + error.message, /hush-hush/)
    return true
  })
})

test('a configuration file that was named must exist', async () => {
  await assert.rejects(settingsOf(undefined, { SQLFERRY_CONFIG: 'other.yaml' }), {
    code: 'CONFIG_FILE_MISSING',
    message: /other\.yaml/,
  })
})

test('a missing setting is named with the ways to give it', async () => {
  const settings = await settingsOf('')
  assert.throws(() => requireSetting(settings, 'instance'), {
    code: 'CONFIG_SETTING_MISSING',
    solution: /--instance ID.*INSTANCE_ID/,
  })
})
