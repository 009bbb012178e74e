import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { inspectBackup } from '../../../src/bak/index.ts'
import { openFile } from '../../../src/files/index.ts'
import { type InspectedFile, planMigration } from '../../../src/migration/index.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { destination, wishes } from '../made-up.ts'
import { type Expected, expectedVerdicts, readGolden } from './golden-plan.ts'

async function inspectFolder(): Promise<InspectedFile[]> {
  const files: InspectedFile[] = []
  for (const file of readdirSync(sharedPath('bak')).filter((name) => name !== 'golden.json')) {
    const path = sharedPath('bak', file)
    const source = await openFile(path)
    const inspection = await inspectBackup(source)
    await source.close()
    files.push({
      path,
      file,
      sizeBytes: source.sizeBytes,
      modifiedAtMs: Math.floor(statSync(path).mtimeMs),
      inspection,
    })
  }
  return files
}

test(
  'every real backup goes or is refused as golden.json and the rules say',
  needsShared('bak'),
  async () => {
    const plan = planMigration(await inspectFolder(), destination(), wishes)
    const actual = new Map<string, Expected>()
    for (const one of plan.databases)
      actual.set(one.file, { verdict: 'restored', database: one.database })
    for (const { file, error } of plan.refused) {
      const missing = error.code === 'PLAN_STRIPE_MISSING' && String(error.details['missing'])
      actual.set(file, { verdict: 'refused', code: error.code, ...(missing && { missing }) })
    }
    const byName = (map: Map<string, Expected>) => Object.fromEntries([...map].sort())
    assert.deepEqual(byName(actual), byName(expectedVerdicts(readGolden())))
    assert.ok(plan.databases.length >= 10)
  },
)
