import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DATABASE_VERSIONS,
  databaseVersionName,
  inspectBackup,
  releaseOfDatabaseVersion,
  stripeLabel,
} from '../../src/bak/index.ts'
import { needsShared } from '../shared-files.ts'
import { backupNames, backupSource } from './golden.ts'

test('a database version is named by its release, early builds included', () => {
  assert.equal(databaseVersionName(539), 'SQL Server 2000')
  assert.equal(databaseVersionName(612), 'SQL Server 2005')
  assert.equal(databaseVersionName(660), 'SQL Server 2008 R2')
  assert.equal(databaseVersionName(904), 'SQL Server 2019')
  assert.equal(databaseVersionName(998), 'SQL Server 2025')
  assert.equal(databaseVersionName(684), 'SQL Server (database version 684)')
  assert.equal(releaseOfDatabaseVersion(684), undefined)
  assert.equal(releaseOfDatabaseVersion(661)?.engineMajor, 10)
})

test('the releases stand in order and do not overlap', () => {
  let last = 0
  for (const { databaseVersions, databaseVersion } of DATABASE_VERSIONS) {
    const [low, high] = databaseVersions
    assert.ok(low > last && low <= databaseVersion && databaseVersion <= high)
    last = high
  }
})

test(
  'the release of every real backup agrees with the program version in its header',
  needsShared('bak'),
  async () => {
    for (const name of backupNames()) {
      const inspection = await inspectBackup(backupSource(name))
      if (inspection.kind !== 'mtf') continue
      for (const set of inspection.sets) {
        const release = releaseOfDatabaseVersion(set.databaseVersion)
        assert.ok(set.version.startsWith(`${release?.productVersion}.`), `${name}: ${set.version}`)
      }
    }
  },
)

test('a stripe is named by its number and their count', () => {
  assert.equal(stripeLabel({ familyNumber: 2, familyCount: 3 }), '2/3')
})
