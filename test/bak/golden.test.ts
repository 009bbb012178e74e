/** The reader against 67 real backups of SQL Server 2000 to 2022. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectBackup, inspectionToJson, type MtfInspection } from '../../src/bak/index.ts'
import { needsShared } from '../shared-files.ts'
import { backupNames, backupSource, readGolden } from './golden.ts'

/** Keys of golden.json that are not said by the header, or belong to the file rather than its content. */
const otherKeys = new Set(['sha256', 'source', 'note', 'group', 'tables', 'stripeSet', 'sets'])

/**
 * Where golden.json contradicts the file itself. The final header (MSLS) of this file has 1f 51 a9 76 94 as its
 * BackupFinishDate at byte 0x1c56a0: two seconds after the start, which golden.json repeats as the finish.
 */
const goldenErrors: Readonly<Record<string, string>> = {
  '2000-zh__hisbook.bak: sets[0].finish': '2004-06-20 23:26:20',
}

test(
  'every real backup says what the independent reader found, field by field',
  needsShared('bak'),
  async (t) => {
    const golden = readGolden()
    assert.deepEqual(backupNames(), Object.keys(golden).sort())
    let fields = 0
    for (const [name, expected] of Object.entries(golden)) {
      const actual = inspectionToJson(await inspectBackup(backupSource(name)))
      for (const [key, value] of Object.entries(expected)) {
        if (otherKeys.has(key)) continue
        assert.deepEqual(actual[key], value, `${name}: ${key}`)
        fields++
      }
      const sets = (actual['sets'] ?? []) as Record<string, unknown>[]
      assert.equal(sets.length, expected.sets?.length ?? 0, `${name}: number of sets`)
      expected.sets?.forEach((set, index) => {
        for (const [key, value] of Object.entries(set)) {
          const place = `${name}: sets[${index}].${key}`
          assert.deepEqual(sets[index]?.[key], goldenErrors[place] ?? value, place)
          fields++
        }
      })
    }
    t.diagnostic(`${Object.keys(golden).length} files, ${fields} fields equal`)
  },
)

test(
  'an untouched backup gives no warning and its walk reaches the last byte',
  needsShared('bak'),
  async () => {
    for (const name of backupNames()) {
      const inspection = await inspectBackup(backupSource(name))
      if (inspection.kind !== 'mtf') continue
      assert.deepEqual(inspection.warnings, [], name)
      assert.equal(inspection.problem, undefined, name)
      assert.equal(inspection.walk, 'ok', name)
      assert.ok(
        inspection.sets.every((set) => set.isComplete),
        name,
      )
    }
  },
)

async function inspectMtf(name: string): Promise<MtfInspection> {
  const inspection = await inspectBackup(backupSource(name))
  assert.ok(inspection.kind === 'mtf')
  return inspection
}

test(
  'recovery model, time zone, forks and sizes are read where golden.json is silent',
  needsShared('bak'),
  async () => {
    const offsets = new Map<string, number | undefined>()
    const models = new Set<string | undefined>()
    const fileIds = new Set<string>()
    for (const [name, golden] of Object.entries(readGolden())) {
      if (golden.container !== 'mtf' && golden.container !== 'compressed') continue
      for (const set of (await inspectMtf(name)).sets) {
        offsets.set(name, set.utcOffsetMinutes)
        models.add(set.recoveryModel)
        if (golden.container === 'compressed')
          assert.ok((set.compressedBackupSize ?? 0) < set.backupSize / 3, name)
        else if (set.databaseVersion >= 655)
          assert.equal(set.compressedBackupSize, set.backupSize, `${name}: compressed size`)
        if (set.databaseVersion === 539) continue
        assert.match(set.recoveryForkId ?? '', /^[0-9a-f-]{36}$/, name)
        assert.match(set.familyGuid ?? '', /^[0-9a-f-]{36}$/, name)
        assert.match(set.bindingId ?? '', /^[0-9a-f-]{36}$/, name)
        for (const file of set.files) if (file.uniqueId !== undefined) fileIds.add(file.uniqueId)
        if (set.type === 'LOG') assert.notEqual(set.recoveryModel, 'SIMPLE', name)
      }
    }
    assert.equal(offsets.get('2000-zh__hisbook.bak'), 480)
    assert.equal(offsets.get('2008-vi__QLHangHoa.bak'), 420)
    assert.equal(offsets.get('2019-ru__test.bak'), 300)
    // Databases that were created by SQL Server 2005 or earlier have none.
    assert.ok(fileIds.size > 40, `${fileIds.size} file ids`)
    assert.deepEqual([...models].sort(), ['FULL', 'SIMPLE', undefined])
  },
)

test('a media password is seen in the label', needsShared('bak'), async () => {
  for (const name of backupNames()) {
    const inspection = await inspectBackup(backupSource(name))
    if (inspection.kind !== 'mtf') continue
    assert.equal(inspection.label.hasMediaPassword, name.includes('mediapassword'), name)
    assert.equal(inspection.label.softwareName, 'Microsoft SQL Server', name)
  }
})

test(
  'a FILESTREAM container and its filegroup are told from rows',
  needsShared('bak'),
  async () => {
    const { sets } = await inspectMtf('2017-log-filestream-3fg__SAL_SCOUTS_log.bak')
    const types = sets[0]?.files.map((file) => file.type)
    assert.deepEqual(types, [1, 1, 1, 2, 2, 7])
    assert.deepEqual(
      sets[0]?.filegroups.map((group) => group.type),
      [1, 1, 2],
    )
  },
)
