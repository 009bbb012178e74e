import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SettingOverrides } from '../../src/app/index.ts'
import { addCloudOptions, cloudOverrides } from '../../src/cli/cloud-options.ts'
import { main } from '../../src/cli/main.ts'
import { captureIo } from './capture.ts'

/** Runs a command with all cloud options and returns what app would be given. */
async function overridesOf(...argv: string[]): Promise<SettingOverrides & { exit: number }> {
  let seen: SettingOverrides = {}
  const exit = await main(['doctor', ...argv], captureIo(), [
    (host) => {
      const command = host.program.command('doctor')
      addCloudOptions(command, host, ['instance', 'bucket', 'parallel', 'limitRate']).action(
        (options) => {
          seen = cloudOverrides(options, host)
        },
      )
    },
  ])
  return { ...seen, exit }
}

test('every connection option reaches the settings, and the global ones do too', async () => {
  const given = await overridesOf(
    ...['--instance', 'rm-1', '--bucket', 'b', '--parallel', '8', '--limit-rate', '20MiB'],
    ...['--region', 'cn-hangzhou', '--oss-endpoint', 'o', '--rds-endpoint', 'r', '--internal'],
    ...['--signature-version', 'v1', '--proxy', 'http://p:1', '--ca-file', 'ca.pem'],
    ...['--profile', 'test', '--config', 'c.yaml', '--home', 'h'],
  )
  assert.deepEqual(given, {
    exit: 0,
    instance: 'rm-1',
    bucket: 'b',
    parallel: 8,
    limitRate: '20MiB',
    region: 'cn-hangzhou',
    ossEndpoint: 'o',
    rdsEndpoint: 'r',
    internal: true,
    signatureVersion: 'v1',
    proxy: 'http://p:1',
    caFile: 'ca.pem',
    profile: 'test',
    config: 'c.yaml',
    home: 'h',
  })
})

test('what was not given stays undefined, so that the environment and the profile count', async () => {
  const { exit, ...given } = await overridesOf()
  assert.equal(exit, 0)
  assert.ok(Object.values(given).every((value) => value === undefined))
})

test('a number that is none ends with exit code 2', async () => {
  assert.equal((await overridesOf('--parallel', 'many')).exit, 2)
  assert.equal((await overridesOf('--signature-version', 'v9')).exit, 2)
})
