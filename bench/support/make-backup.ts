/**
 * Makes a backup of any size for a figure: one table of six ordinary columns over many pages, with the catalog that
 * names it. The same options give the same bytes.
 *
 * Usage: node bench/support/make-backup.ts FILE SIZE_BYTES [--checksum] [--compressed]
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { zeroLsn } from '../../src/core/index.ts'
import {
  type BackupSpec,
  backupChunks,
  type CellValue,
  compressedBackupChunks,
  type TableSpec,
} from '../../src/sandbox/backup-writer/index.ts'

export interface MakeBackupOptions {
  /** BACKUP ... WITH CHECKSUM: CSUM streams; pages have their checksums in any case. Default false. */
  readonly hasChecksums?: boolean
  /** The MSSQLBAK container with Xpress Huffman chunks; `sizeBytes` is then the size decompressed. Default false. */
  readonly isCompressed?: boolean
}

export interface MadeBackup {
  readonly path: string
  /** Of the file. */
  readonly sizeBytes: number
  readonly table: string
  readonly rowCount: number
  readonly seconds: number
}

/** OrderId int, Customer nvarchar(40), Amount decimal(12,2), OrderedAt datetime2(3), IsPaid bit, Note varchar(60). */
const tableName = 'dbo.Orders'
const lsn = (block: number, slot: number) => ({ vlf: 40, block, slot })
const guid = (digit: string) => `${digit.repeat(8)}-3333-4333-8333-${digit.repeat(12)}`

/** Writes a full backup of about `sizeBytes` to `path` and prints how long it took. The folder exists. */
export async function makeBackup(
  path: string,
  sizeBytes: number,
  options: MakeBackupOptions = {},
): Promise<MadeBackup> {
  const begun = performance.now()
  const table = ordersTable(sizeBytes)
  const file = openSync(path, 'w')
  let written = 0
  try {
    const spec = ordersBackup(table, options)
    const chunks = options.isCompressed ? compressedBackupChunks(spec) : backupChunks(spec)
    for (const chunk of chunks) written += writeSync(file, chunk)
  } finally {
    closeSync(file)
  }
  const seconds = (performance.now() - begun) / 1000
  const rate = (written / seconds / 1e6).toFixed(0)
  console.log(`${path}: ${written} bytes made in ${seconds.toFixed(1)} s (${rate} MB/s)`)
  return { path, sizeBytes: written, table: tableName, rowCount: table.rows.count, seconds }
}

type NumberedTable = TableSpec & { readonly rows: { readonly count: number } }

function ordersTable(sizeBytes: number): NumberedTable {
  const pattern = orders(4000)
  // What the maps and the catalog take is less than one page in a thousand and half a mebibyte.
  const pages = Math.max(16, Math.floor(((sizeBytes - 2 ** 19) / 8192) * 0.999))
  return {
    name: 'Orders',
    columns: [
      { name: 'OrderId', type: 'int' },
      { name: 'Customer', type: 'nvarchar', length: 40, isNullable: false },
      { name: 'Amount', type: 'decimal', precision: 12, scale: 2 },
      { name: 'OrderedAt', type: 'datetime2', scale: 3 },
      { name: 'IsPaid', type: 'bit' },
      { name: 'Note', type: 'varchar', length: 60 },
    ],
    primaryKey: ['OrderId'],
    rows: { pattern, count: Math.floor(pages * rowsPerPage(pattern)), numberedColumn: 'OrderId' },
  }
}

/** Bytes of a row with its slot: 25 fixed, 3 for the null bitmap, 6 for two variable columns, 2, and their text. */
function rowsPerPage(pattern: readonly (readonly CellValue[])[]): number {
  const text = (value: CellValue | undefined, width: number) =>
    typeof value === 'string' ? value.length * width : 0
  const bytes = pattern.reduce((sum, row) => sum + 36 + text(row[1], 2) + text(row[5], 1), 0)
  return (8096 - 45) / (bytes / pattern.length)
}

const surnames = ['王', '李', '张', '刘', '陈', 'Anders', 'Frankenberg', 'Moreno', 'Ashworth']
const cities = ['杭州', '北京', '上海', 'London', 'Mannheim', 'México D.F.', 'Bern', 'Luleå']
const notes = ['paid by card', 'call before delivery', 'second reminder sent', '', 'gift wrapping']

function orders(count: number): CellValue[][] {
  const random = seededRandom(20_260_101)
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? ''
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return Array.from({ length: count }, () => [
    0,
    `${pick(surnames)}, ${pick(cities)} ${Math.floor(random() * 9000)}`,
    (random() * 100_000).toFixed(2),
    `2025-${two(1 + random() * 12)}-${two(1 + random() * 28)} ${two(random() * 24)}:${two(random() * 60)}:${two(random() * 60)}.${Math.floor(random() * 900) + 100}`,
    random() < 0.7,
    random() < 0.2 ? null : `${pick(notes)} ${Math.floor(random() * 1e9)}`,
  ])
}

/** A small generator (mulberry32): the same seed gives the same numbers from 0 to 1. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function ordersBackup(table: TableSpec, options: MakeBackupOptions): BackupSpec {
  return {
    engine: '2019',
    mediaSetId: guid('a'),
    sets: [
      {
        type: 'FULL',
        database: 'Bench',
        server: 'SQL01',
        backupSetGuid: guid('1'),
        familyGuid: guid('2'),
        bindingId: guid('3'),
        recoveryForkId: guid('2'),
        firstLsn: lsn(512, 37),
        lastLsn: lsn(536, 1),
        checkpointLsn: lsn(512, 37),
        databaseBackupLsn: zeroLsn,
        databaseCreated: '2025-01-01 00:00:00',
        start: '2026-01-01 02:00:00',
        finish: '2026-01-01 02:10:00',
        hasChecksums: options.hasChecksums ?? false,
        files: [
          {
            fileId: 1,
            type: 1,
            filegroupId: 1,
            sizeBytes: 2 ** 20,
            logicalName: 'Bench',
            physicalName: 'D:\\MSSQL\\DATA\\Bench.mdf',
            uniqueId: guid('4'),
          },
          {
            fileId: 2,
            type: 2,
            filegroupId: 0,
            sizeBytes: 2 ** 20,
            logicalName: 'Bench_log',
            physicalName: 'D:\\MSSQL\\DATA\\Bench_log.ldf',
            uniqueId: guid('5'),
          },
        ],
        tables: [table],
      },
    ],
  }
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { checksum: { type: 'boolean' }, compressed: { type: 'boolean' } },
  })
  const [path, size] = positionals
  if (path === undefined || size === undefined) throw new TypeError('name a file and a size')
  const { checksum = false, compressed = false } = values
  await makeBackup(path, Number(size), { hasChecksums: checksum, isCompressed: compressed })
}
