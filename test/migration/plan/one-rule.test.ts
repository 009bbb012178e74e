import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restorePathOf } from '../../../src/assessment/index.ts'
import { restorePath } from '../../../src/migration/index.ts'

test('a plan and the checks before it agree on how an instance restores, whatever its disks are called', () => {
  for (const engineVersion of ['2008r2', '08r2_ent_ha', '2012', '2019_std_ha'])
    for (const storageType of ['local_ssd', 'cloud_ssd', 'cloud_essd', 'general_essd', '']) {
      const instance = { engineVersion, storageType }
      const isIntoExisting = restorePathOf(instance) === 'into-existing'
      assert.equal(restorePath(instance) === 'local-2008r2', isIntoExisting)
    }
  assert.equal(restorePath({ engineVersion: '2008r2', storageType: '' }), 'local-2008r2')
  assert.equal(restorePath({ engineVersion: '2008r2', storageType: 'cloud_ssd' }), 'standard')
})
