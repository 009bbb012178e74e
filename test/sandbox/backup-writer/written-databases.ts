/** Databases for the tests of the backup writer, and the reader's way to their tables. */
import { strict as assert } from 'node:assert'
import {
  type BackupPart,
  inspectBackup,
  openDatabasePages,
  openImage,
  type Row,
  readCatalog,
  readRows,
} from '../../../src/bak/index.ts'
import { type ByteSource, memorySource, zeroLsn } from '../../../src/core/index.ts'
import type {
  BackupSetSpec,
  BackupSpec,
  TableSpec,
} from '../../../src/sandbox/backup-writer/index.ts'

export const guid = (digit: string) => `${digit.repeat(8)}-4444-4444-8444-${digit.repeat(12)}`
export const lsn = (block: number, slot = 1) => ({ vlf: 31, block, slot })

/** A full backup of a database with these tables. */
export function fullOf(tables: readonly TableSpec[], more: Partial<BackupSetSpec> = {}) {
  const set: BackupSetSpec = {
    type: 'FULL',
    database: '教务管理',
    server: 'SQL01',
    backupSetGuid: guid('1'),
    familyGuid: guid('2'),
    bindingId: guid('3'),
    recoveryForkId: guid('2'),
    firstLsn: lsn(100, 37),
    lastLsn: lsn(140),
    checkpointLsn: lsn(100, 37),
    databaseBackupLsn: zeroLsn,
    databaseCreated: '2024-05-06 07:08:09',
    start: '2026-01-01 02:00:00',
    finish: '2026-01-01 02:03:04',
    files: [
      {
        fileId: 1,
        type: 1,
        filegroupId: 1,
        sizeBytes: 2 ** 20,
        logicalName: '教务管理',
        physicalName: 'D:\\数据\\教务管理.mdf',
        uniqueId: guid('5'),
      },
      {
        fileId: 2,
        type: 2,
        filegroupId: 0,
        sizeBytes: 2 ** 20,
        logicalName: '教务管理_log',
        physicalName: 'L:\\教务管理_log.ldf',
        uniqueId: guid('6'),
      },
    ],
    tables,
    hasChecksums: true,
    ...more,
  }
  return set
}

/** A differential based on `full`, whose tables have changed to these. */
export function differentialOf(full: BackupSetSpec, tables: readonly TableSpec[]): BackupSetSpec {
  assert.ok(full.tables)
  return {
    ...full,
    type: 'DIFFERENTIAL',
    backupSetGuid: guid('7'),
    firstLsn: lsn(200, 34),
    lastLsn: lsn(220),
    checkpointLsn: lsn(200, 34),
    databaseBackupLsn: full.checkpointLsn,
    differentialBaseLsn: full.checkpointLsn,
    differentialBaseGuid: full.backupSetGuid,
    tables,
    earlierTables: full.tables,
  }
}

export function specOf(set: BackupSetSpec, more: Partial<BackupSpec> = {}): BackupSpec {
  return { engine: '2019', mediaSetId: guid('a'), sets: [set], ...more }
}

export async function partOf(
  bytes: Uint8Array | ByteSource,
  codecs: Parameters<typeof openImage>[1] = {},
): Promise<BackupPart> {
  const source = bytes instanceof Uint8Array ? memorySource(bytes, 'written.bak') : bytes
  const kind = new TextDecoder().decode(await source.read(0, 8))
  const image = kind === 'MSSQLBAK' ? await openImage(source, codecs) : source
  const inspection = await inspectBackup(image)
  assert.equal(inspection.kind, 'mtf')
  const [set] = inspection.sets
  assert.ok(set)
  return { image, set, label: inspection.label }
}

export interface ReadDatabase {
  readonly database: string
  /** Names with schema, and the rows of each. */
  readonly tables: ReadonlyMap<string, Row[]>
  readonly catalog: Awaited<ReturnType<typeof readCatalog>>
}

/** Reads every row of every table. */
export async function readDatabase(
  full: readonly BackupPart[],
  differential?: readonly BackupPart[],
): Promise<ReadDatabase> {
  const pages = await openDatabasePages({ full, differential })
  const catalog = await readCatalog(pages)
  const tables = new Map<string, Row[]>()
  for (const table of catalog.tables) {
    const rows: Row[] = []
    for await (const row of readRows(pages, table)) rows.push(row)
    assert.equal(rows.length, table.catalogRows, `rows of ${table.name}`)
    tables.set(`${table.schema}.${table.name}`, rows)
  }
  return { database: catalog.database, tables, catalog }
}

/** A small table of Chinese students, with NULLs. */
export function students(count: number): TableSpec {
  return {
    name: '学生',
    columns: [
      { name: '学号', type: 'int', isIdentity: true },
      { name: '姓名', type: 'nvarchar', length: 20, isNullable: false },
      { name: '班级', type: 'varchar', length: 20 },
    ],
    primaryKey: ['学号'],
    rows: Array.from({ length: count }, (_, index) => [
      index + 1,
      `学生${index + 1}`,
      index % 3 === 0 ? null : `高三(${index % 7})班`,
    ]),
  }
}
