import assert from 'node:assert/strict'
import { test } from 'node:test'
import { releaseOfEngine, releaseOfVersion, restorePath } from '../../../src/migration/index.ts'

test('a product version is named by its release', () => {
  assert.equal(releaseOfVersion('8.0.760')?.name, '2000')
  assert.equal(releaseOfVersion('10.0.1600')?.name, '2008')
  assert.equal(releaseOfVersion('10.50.4000')?.name, '2008 R2')
  assert.equal(releaseOfVersion('16.0.1000')?.name, '2022')
  assert.equal(releaseOfVersion('18.0.1')?.name, '18.0.1')
  assert.equal(releaseOfVersion('unknown'), undefined)
})

test('every documented EngineVersion names its release', () => {
  const expected = {
    '2008r2': '2008 R2',
    '08r2_ent_ha': '2008 R2',
    '2012_web': '2012',
    '2012': '2012',
    '2014_std_ha': '2014',
    '2016_ent_ha': '2016',
    '2017_ent': '2017',
    '2019_std_ha': '2019',
  }
  for (const [engine, name] of Object.entries(expected))
    assert.equal(releaseOfEngine(engine)?.name, name)
  assert.equal(releaseOfEngine('9999_x'), undefined)
  assert.equal(releaseOfEngine('mysql'), undefined)
})

test('only 2008 R2 on local disks takes signed URLs into an empty database', () => {
  const path = (engineVersion: string, storageType: string) =>
    restorePath({ engineVersion, storageType })
  assert.equal(path('2008r2', 'local_ssd'), 'local-2008r2')
  assert.equal(path('08r2_ent_ha', 'local_ssd'), 'local-2008r2')
  assert.equal(path('2008r2', 'cloud_essd'), 'standard')
  assert.equal(path('2012_std_ha', 'local_ssd'), 'standard')
})
