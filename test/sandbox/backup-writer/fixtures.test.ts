/** The sample backups that the project ships: they are what the script writes, and hold what the demo shows. */
import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sampleBackups } from '../../../scripts/sample-backups.ts'
import { sampleChain } from '../../../scripts/sample-chain.ts'
import { inspectBackup, planChains, verifyBackup } from '../../../src/bak/index.ts'
import { memorySource } from '../../../src/core/index.ts'
import { partOf, readDatabase } from './written-databases.ts'

for (const [name, write] of [
  ['backups', sampleBackups],
  ['chain', sampleChain],
] as const)
  test(`fixtures/${name} holds exactly the bytes that scripts/write-fixtures.ts writes`, () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', name)
    const samples = write()
    assert.deepEqual(readdirSync(folder).sort(), samples.map((sample) => sample.fileName).sort())
    for (const { fileName, bytes } of samples)
      assert.ok(
        readFileSync(join(folder, fileName)).equals(bytes),
        `${fileName} differs: run the script`,
      )
  })

test('all sample backups together are at most 1.5 MB', () => {
  const samples = [...sampleBackups(), ...sampleChain()]
  const size = samples.reduce((sum, sample) => sum + sample.bytes.byteLength, 0)
  assert.ok(size <= 1_500_000, `${size} bytes`)
})

test('three sample backups are sound, one is damaged, one lacks its full backup, one is no backup', async () => {
  const found: Record<string, string> = {}
  for (const { fileName, bytes } of sampleBackups()) {
    const inspection = await inspectBackup(memorySource(bytes, fileName))
    const [set] = inspection.kind === 'mtf' ? inspection.sets : []
    found[fileName] =
      inspection.kind === 'mtf'
        ? `${inspection.walk} ${set?.type} ${set?.database}`
        : inspection.kind
  }
  assert.deepEqual(found, {
    'Archive_FULL_20260101020000_damaged.bak': 'damaged FULL Archive',
    'Inventory_FULL_20260101020000.bak': 'ok FULL Inventory',
    'Payroll_DIFF_20260101140000.bak': 'ok DIFFERENTIAL Payroll',
    'Sales_FULL_20260101020000.bak': 'ok FULL Sales',
    'notes.bak': 'not-a-backup',
    '教务管理_FULL_20260101020000.bak': 'ok FULL 教务管理',
  })
})

test('every sample backup that is not damaged verifies as sound, and Sales has tables', async () => {
  for (const { fileName, bytes } of sampleBackups()) {
    if (fileName === 'notes.bak') continue
    const { verdict } = await verifyBackup(memorySource(bytes, fileName))
    assert.equal(verdict, fileName.includes('damaged') ? 'damaged' : 'sound', fileName)
  }
  const sales = sampleBackups().find(({ fileName }) => fileName.startsWith('Sales'))
  assert.ok(sales)
  const { tables } = await readDatabase([await partOf(sales.bytes)])
  assert.deepEqual(
    [...tables].map(([name, rows]) => [name, rows.length]),
    [
      ['dbo.Customers', 24],
      ['dbo.Orders', 80],
    ],
  )
})

test('the sample chain is restored by its differential up to the log that is missing', async () => {
  const files = []
  for (const { fileName, bytes } of sampleChain()) {
    const source = memorySource(bytes, fileName)
    assert.equal((await verifyBackup(source)).verdict, 'sound', fileName)
    files.push({ path: fileName, inspection: await inspectBackup(source) })
  }
  const branch = planChains(files).families[0]?.branches[0]
  assert.deepEqual(
    branch?.chain?.sets.map(({ set }) => set.type),
    ['FULL', 'DIFFERENTIAL', 'LOG'],
  )
  assert.equal(branch?.isBehind, true)
  assert.equal(branch?.gaps.length, 1)
})
