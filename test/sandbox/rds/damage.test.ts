/** What a restore says of a damaged backup: for each kind of damage the words of SQL Server, and what they mean. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { explain } from '../../../src/app/explain.ts'
import { memorySource } from '../../../src/core/index.ts'
import { explainDescription } from '../../../src/rds/index.ts'
import { streamChecksum } from '../../../src/sandbox/backup-writer/checksums.ts'
import {
  type BackupSetSpec,
  writeBackupSource,
  writeCompressedBackup,
} from '../../../src/sandbox/backup-writer/index.ts'
import { concat, sound } from '../../bak/made-by-hand.ts'
import { type MtfPlace, placesOf } from '../../bak/mtf-places.ts'
import { backup, differentialSet, fullSet, guid, instanceId, logSet, newStage } from './stage.ts'

const pageBytes = 8192
const orders = {
  name: 'Orders',
  columns: [
    { name: 'Id', type: 'int' as const, isNullable: false },
    { name: 'Buyer', type: 'nvarchar' as const, length: 40 },
  ],
  rows: Array.from({ length: 900 }, (_, id) => [id, `buyer of order ${id}`]),
  primaryKey: ['Id'],
}

const summed = (more: Partial<BackupSetSpec> = {}) =>
  fullSet({ hasChecksums: true, tables: [orders], ...more })

function placeOf(bytes: Uint8Array, name: string): MtfPlace {
  const found = placesOf(bytes).find(
    (place) => place.name === name && place.end - place.begin > 1024,
  )
  assert.ok(found, name)
  return found
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  return bytes
}

/** Where a page of rows of the table lies: the text of one of its rows stands in it. */
function pageOfRow(bytes: Uint8Array, id: number): number {
  const text = `buyer of order ${id}`
  const words = Buffer.from(text, 'utf16le')
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(words)
  assert.ok(at > 0)
  const { begin } = placeOf(bytes, 'MQDA stream')
  // Two bytes that say nothing stand before the pages.
  return begin + 2 + Math.floor((at - begin - 2) / pageBytes) * pageBytes
}

function damagedPage(set: BackupSetSpec): { bytes: Uint8Array; pageId: number } {
  const bytes = backup(set)
  const at = pageOfRow(bytes, 800)
  const pageId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + 32, true)
  return { bytes: flip(bytes, at + 4000), pageId }
}

/** A page that was damaged when a backup with right checksums was made of it. */
function damagedBefore(): Uint8Array {
  const { bytes } = damagedPage(summed())
  const { begin, end } = placeOf(bytes, 'MQDA stream')
  const sum = placesOf(bytes).find(({ name }) => name === 'CSUM stream')
  assert.ok(sum)
  const wholeSectors = Math.floor((end - begin - 2) / 512) * 512
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const pages = bytes.slice(begin + 2, begin + 2 + wholeSectors)
  view.setUint32(sum.begin, streamChecksum(pages), true)
  return bytes
}

/** A full backup that ends in order, without its final header. */
function unfinished(): Uint8Array {
  const change = (records: Uint8Array) => records.fill('D'.charCodeAt(0), 87, 88)
  return concat([...sound({ withoutFinalHeader: true, change })])
}

const compressed = (set: BackupSetSpec) =>
  writeCompressedBackup({ engine: '2019', mediaSetId: guid('a1'), sets: [set] })

interface Case {
  readonly title: string
  readonly bytes: () => Uint8Array
  readonly description: string | RegExp
  /** What `explain` makes of it, and what a migration does. */
  readonly known: string
  readonly ours: string
}

const ends = 'RESTORE DATABASE is terminating abnormally.'

const cases: readonly Case[] = [
  {
    title: 'a page whose checksum is wrong',
    bytes: () => damagedPage(summed()).bytes,
    description: `RESTORE detected an error on page (1:${damagedPage(summed()).pageId}) in database "Sales" as read from the backup set.${ends}`,
    known: 'BAK_PAGE_DAMAGED',
    ours: 'BAK_PAGE_DAMAGED_AT_RESTORE',
  },
  {
    title: 'a page that was damaged when it was backed up',
    bytes: damagedBefore,
    description: `The backup set cannot be restored because the database was damaged when the backup occurred. Salvage attempts may exploit WITH CONTINUE_AFTER_ERROR.${ends}`,
    known: 'BAK_DAMAGED_AT_BACKUP',
    ours: 'BAK_DAMAGED_AT_BACKUP',
  },
  {
    title: 'log whose checksum is wrong',
    bytes: () => {
      const bytes = backup(summed())
      return flip(bytes, placeOf(bytes, 'MQTL stream').begin + 700)
    },
    description: `Damage to the backup set was detected.${ends}`,
    known: 'BAK_DAMAGED',
    ours: 'BAK_DAMAGED',
  },
  {
    title: 'a damaged chunk of a compressed backup',
    bytes: () => {
      const bytes = compressed(summed())
      return flip(bytes, Math.floor(bytes.byteLength / 2))
    },
    description: `The media family on device 'Sales.bak' is incorrectly formed. SQL Server cannot process this media family.${ends}`,
    known: 'BAK_MEDIA_FAMILY_MALFORMED',
    ours: 'BAK_MEDIA_FAMILY_MALFORMED',
  },
  {
    title: 'a damaged block behind the pages',
    bytes: () => {
      const bytes = backup(summed())
      const block = placesOf(bytes).findLast(({ name }) => name === 'ESET header')
      return flip(bytes, (block?.begin ?? 0) + 8)
    },
    description: `The media family on device 'Sales.bak' is incorrectly formed. SQL Server cannot process this media family.${ends}`,
    known: 'BAK_MEDIA_FAMILY_MALFORMED',
    ours: 'BAK_MEDIA_FAMILY_MALFORMED',
  },
  {
    title: 'a file that is cut off',
    bytes: () => {
      const bytes = backup(summed())
      return bytes.subarray(0, bytes.byteLength - 200_000)
    },
    description: `Read on "Sales.bak" failed: 38(Reached the end of the file.)${ends}`,
    known: 'SQL_BACKUP_READ_FAILED',
    ours: 'BAK_CUT_OFF_AT_RESTORE',
  },
  {
    title: 'a backup that was never finished',
    bytes: unfinished,
    description: `The backup set on device 'Sales.bak' was terminated while it was being created and is incomplete. RESTORE sequence is terminated abnormally.${ends}`,
    known: 'BAK_INCOMPLETE',
    ours: 'BAK_INCOMPLETE',
  },
  {
    title: 'a page of a backup without checksums, which only DBCC CHECKDB finds',
    bytes: () => damagedPage(summed({ hasChecksums: false })).bytes,
    description:
      /^asynchronously DBCC checkdb failed: CHECKDB found 0 allocation errors and 1 consistency errors in table 'Orders' \(object ID [1-9]\d*\)\.$/,
    known: 'RDS_CHECKDB_FAILED_LATER',
    ours: 'RDS_CHECKDB_FAILED_LATER',
  },
]

describe('a restore ends with the words for', () => {
  for (const { title, bytes, description, known, ours } of cases)
    test(title, async () => {
      const stage = newStage()
      stage.objects.add('Sales.bak', bytes())
      const task = await stage.full('Sales.bak', 'Sales')
      const said = await stage.outcome(task)
      assert.equal(said.status, 'Failed')
      if (typeof description === 'string') assert.equal(said.description, description)
      else assert.match(said.description, description)
      assert.equal((await explain(said.description)).failures[0]?.code, known)
      assert.equal(explainDescription(said.description)?.code, ours)
      const [file] = stage.model.ossDownloads(instanceId, task)
      const isOpen = stage.model.databases(instanceId).length === 1
      assert.equal(file?.status, isOpen ? 'Restored' : 'RestoreFailed')
      assert.equal(isOpen, known === 'RDS_CHECKDB_FAILED_LATER')
    })
})

test('every one of these restores succeeds where nothing is damaged', async () => {
  const stage = newStage()
  const sounds = [backup(summed()), backup(summed({ hasChecksums: false })), compressed(summed())]
  for (const [index, bytes] of sounds.entries()) {
    stage.objects.add(`${index}.bak`, bytes)
    assert.deepEqual(await stage.outcome(await stage.full(`${index}.bak`, `Db${index}`)), {
      status: 'Success',
      description: 'Success to DBCC checkdb asynchronously',
    })
  }
})

test('a check that is waited for fails the task, and the database is open as it is', async () => {
  const stage = newStage()
  stage.objects.add('Sales.bak', damagedPage(summed({ hasChecksums: false })).bytes)
  const task = await stage.full('Sales.bak', 'Sales', { checkMode: 'SyncExecuteDBCheck' })
  assert.deepEqual(await stage.outcome(task), {
    status: 'Failed',
    description: 'DBCC checkdb failed',
  })
  assert.equal(stage.model.databases(instanceId)[0]?.properties['State'], 'ONLINE')
})

test('a page without a table that can be named is counted all the same', async () => {
  const bytes = backup(fullSet())
  const { begin } = placeOf(bytes, 'MQDA stream')
  const stage = newStage()
  for (let page = 0; page < 8; page++) {
    const copy = flip(bytes.slice(), begin + 2 + page * pageBytes + 5000)
    stage.objects.add(`${page}.bak`, copy)
    const { status, description } = await stage.outcome(await stage.full(`${page}.bak`, `D${page}`))
    if (status === 'Success') continue
    assert.match(description, /1 consistency errors in table '\(Object ID 0\)' \(object ID 0\)/)
    return
  }
  assert.fail('no damaged page was found')
})

describe('in a chain', () => {
  test('a damaged log is refused in the words of RESTORE LOG, and the right one may follow', async () => {
    const stage = newStage()
    stage.objects.add('full.bak', backup(fullSet()))
    const task = await stage.append('full.bak', 'Sales')
    await stage.outcome(task)
    const log = backup(logSet(200, 300, { hasChecksums: true }))
    const { begin } = placeOf(log, 'MQTL stream')
    stage.objects.add('bad.trn', flip(log.slice(), begin + 700))
    stage.objects.add('good.trn', log)
    await stage.append('bad.trn', 'Sales', task)
    assert.deepEqual(await stage.outcome(task), {
      status: 'Failed',
      description: 'Damage to the backup set was detected.RESTORE LOG is terminating abnormally.',
    })
    await stage.append('good.trn', 'Sales', task)
    assert.deepEqual(await stage.outcome(task), { status: 'Waiting', description: '' })
  })

  test('what the full and a differential let through is found when the database is opened', async () => {
    for (const damaged of ['full.bak', 'next.bak']) {
      const stage = newStage()
      for (const [key, set] of [
        ['full.bak', fullSet()],
        ['next.bak', differentialSet(350)],
      ] as const) {
        const bytes = backup(set)
        const { begin } = placeOf(bytes, 'MQDA stream')
        stage.objects.add(key, key === damaged ? flip(bytes, begin + 2 + 5000) : bytes)
      }
      const task = await stage.append('full.bak', 'Sales')
      await stage.outcome(task)
      await stage.append('next.bak', 'Sales', task)
      assert.equal((await stage.outcome(task)).status, 'Waiting')
      const database = { instanceId, database: 'Sales', migrateTaskId: task }
      const how = { checkMode: 'SyncExecuteDBCheck', clientToken: '' } as const
      stage.model.createOnlineDatabaseTask({ ...database, ...how })
      assert.deepEqual(await stage.outcome(task), {
        status: 'Failed',
        description: 'DBCC checkdb failed',
      })
    }
  })
})

test('of a backup above the limit the headers are read and nothing else', async () => {
  const { bytes } = damagedPage(summed())
  const stage = newStage({ readsWholeUpToBytes: 100_000 })
  stage.objects.add('Sales.bak', bytes)
  const ended = await stage.outcome(await stage.full('Sales.bak', 'Sales'))
  assert.equal(ended.status, 'Success')

  const files = fullSet().files.map((file) =>
    file.type === 1 ? { ...file, sizeBytes: 2 ** 36 } : file,
  )
  const set = fullSet({ files, dataBytes: 2 ** 36 })
  const huge = writeBackupSource(
    { engine: '2019', mediaSetId: guid('a1'), sets: [set] },
    'huge.bak',
  )
  let bytesRead = 0
  const counted = memorySource(new Uint8Array(0), 'huge.bak')
  const wide = newStage({ instances: [{ storageGigabytes: 500 }] })
  wide.objects.add('huge.bak', {
    ...counted,
    sizeBytes: huge.sizeBytes,
    read: async (offset, length, signal) => {
      bytesRead += length
      return await huge.read(offset, length, signal)
    },
  })
  await wide.full('huge.bak', 'Huge')
  assert.ok(bytesRead < 2 ** 20, `${bytesRead}`)
})

test('a call counts from the moment it came, however long its backup is read', async () => {
  const stage = newStage()
  stage.objects.add('Sales.bak', backup(summed()))
  const cameAt = stage.clock.now()
  const created = stage.full('Sales.bak', 'Sales')
  await stage.clock.advance(60_000)
  const { createdAt } = stage.model.migrateTask(instanceId, await created)
  assert.equal(createdAt.getTime(), cameAt)
})
