/** The sample backups that the demo migrates: what each file is called and holds. Nothing in them depends on the day. */
import { parseLsn, zeroLsn } from '../src/core/index.ts'
import {
  type BackupSetSpec,
  type BackupSpec,
  type TableSpec,
  writeBackup,
} from '../src/sandbox/backup-writer/index.ts'

/** One file of the folder. */
export interface SampleBackup {
  readonly fileName: string
  readonly bytes: Uint8Array
}

interface Sample {
  readonly number: number
  readonly database: string
  readonly usedExtents: number
  readonly createdAt: string
  readonly hasChecksums: boolean
  /** With them the backup has a system catalog: about 350 KB. */
  readonly tables?: readonly TableSpec[]
  readonly collation?: NonNullable<BackupSetSpec['collation']>
}

/** Returns a GUID that depends on two numbers alone. */
function guid(sample: number, role: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  return `${hex(0x5a4d0000 + sample, 8)}-${hex(0x1000 + role, 4)}-4000-8000-${hex(sample * 4096 + role, 12)}`
}

function lsn(text: string) {
  return parseLsn(text) ?? zeroLsn
}

function fullSet(sample: Sample): BackupSetSpec {
  const { number, database } = sample
  const folder = 'D:\\MSSQL\\DATA'
  return {
    type: 'FULL',
    database,
    server: 'SQL01\\PROD',
    name: `${database}-Full Database Backup`,
    userName: 'SQL01\\dba',
    backupSetGuid: guid(number, 1),
    familyGuid: guid(number, 2),
    bindingId: guid(number, 3),
    recoveryForkId: guid(number, 2),
    firstLsn: lsn(`${40 + number}:512:37`),
    lastLsn: lsn(`${40 + number}:536:1`),
    checkpointLsn: lsn(`${40 + number}:512:37`),
    databaseBackupLsn: zeroLsn,
    databaseCreated: sample.createdAt,
    start: '2026-01-01 02:00:00',
    finish: '2026-01-01 02:00:01',
    hasChecksums: sample.hasChecksums,
    ...(sample.tables ? { tables: sample.tables } : {}),
    ...(sample.collation ? { collation: sample.collation } : {}),
    files: [
      {
        fileId: 1,
        type: 1,
        filegroupId: 1,
        sizeBytes: 8 * 2 ** 20,
        logicalName: database,
        physicalName: `${folder}\\${database}.mdf`,
        uniqueId: guid(number, 4),
        usedExtents: sample.usedExtents,
      },
      {
        fileId: 2,
        type: 2,
        filegroupId: 0,
        sizeBytes: 8 * 2 ** 20,
        logicalName: `${database}_log`,
        physicalName: `${folder}\\${database}_log.ldf`,
        uniqueId: guid(number, 5),
      },
    ],
  }
}

function full(sample: Sample): BackupSpec {
  return { engine: '2016', mediaSetId: guid(sample.number, 0), sets: [fullSet(sample)] }
}

/** A differential of a database whose full backup is not in the folder. */
function loneDifferential(sample: Sample): BackupSpec {
  const set = fullSet(sample)
  return {
    engine: '2016',
    mediaSetId: guid(sample.number, 6),
    sets: [
      {
        ...set,
        type: 'DIFFERENTIAL',
        name: `${sample.database}-Differential Database Backup`,
        backupSetGuid: guid(sample.number, 7),
        firstLsn: lsn(`${40 + sample.number}:704:34`),
        lastLsn: lsn(`${40 + sample.number}:720:1`),
        checkpointLsn: lsn(`${40 + sample.number}:704:34`),
        databaseBackupLsn: set.checkpointLsn,
        differentialBaseLsn: set.checkpointLsn,
        differentialBaseGuid: set.backupSetGuid,
        changedExtents: [0],
        start: '2026-01-01 14:00:00',
        finish: '2026-01-01 14:00:01',
      },
    ],
  }
}

/** Flips one bit of the header of the pages' block: its checksum no longer fits. */
function breakBlock(bytes: Uint8Array): Uint8Array {
  const broken = bytes.slice()
  const block = [0x4d, 0x53, 0x44, 0x41]
  // Blocks stand at multiples of 512 bytes.
  for (let offset = 0; offset < broken.byteLength; offset += 512)
    if (block.every((letter, index) => broken[offset + index] === letter)) {
      broken[offset + 24] = (broken[offset + 24] ?? 0) ^ 0x04
      return broken
    }
  throw new TypeError('the backup holds no data block')
}

const cities = ['杭州', '上海', 'London', '北京', 'Luleå', '深圳', 'México D.F.']
const products = ['Chai', '龙井茶', 'Tofu', 'Konbu', '豆瓣酱', 'Ravioli Angelo']

const salesTables: readonly TableSpec[] = [
  {
    name: 'Customers',
    columns: [
      { name: 'CustomerId', type: 'int', isIdentity: true },
      { name: 'Name', type: 'nvarchar', length: 40, isNullable: false },
      { name: 'City', type: 'nvarchar', length: 30 },
      { name: 'Since', type: 'date' },
    ],
    primaryKey: ['CustomerId'],
    rows: Array.from({ length: 24 }, (_, index) => [
      index + 1,
      `Customer ${String.fromCharCode(65 + index)}`,
      index % 8 === 7 ? null : (cities[index % cities.length] ?? null),
      `20${10 + (index % 14)}-0${1 + (index % 9)}-15`,
    ]),
  },
  {
    name: 'Orders',
    columns: [
      { name: 'OrderId', type: 'int', isIdentity: true },
      { name: 'CustomerId', type: 'int', isNullable: false },
      { name: 'Product', type: 'nvarchar', length: 40 },
      { name: 'Amount', type: 'decimal', precision: 12, scale: 2 },
      { name: 'OrderedAt', type: 'datetime2', scale: 0 },
      { name: 'IsPaid', type: 'bit' },
      { name: 'Note', type: 'varchar', length: 60 },
    ],
    primaryKey: ['OrderId'],
    rows: Array.from({ length: 80 }, (_, index) => [
      index + 1,
      1 + ((index * 7) % 24),
      products[index % products.length] ?? null,
      `${10 + ((index * 37) % 900)}.${10 + (index % 90)}`,
      `2025-12-${10 + (index % 20)} ${10 + (index % 12)}:30:00`,
      index % 5 !== 0,
      index % 4 === 0 ? '请在送货前打电话' : null,
    ]),
  },
]
const inventoryTables: readonly TableSpec[] = [
  {
    name: 'Items',
    columns: [
      { name: 'ItemId', type: 'int', isIdentity: true },
      { name: 'Sku', type: 'char', length: 8, isNullable: false },
      { name: 'Name', type: 'nvarchar', length: 40 },
      { name: 'Price', type: 'money' },
      { name: 'InStock', type: 'smallint', isNullable: false },
    ],
    primaryKey: ['ItemId'],
    rows: Array.from({ length: 40 }, (_, index) => [
      index + 1,
      `SKU${String(10_001 + index * 7)}`,
      products[index % products.length] ?? null,
      `${5 + ((index * 13) % 90)}.5000`,
      (index * 17) % 300,
    ]),
  },
]

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄']
const givenNames = ['伟', '芳', '娜', '敏', '静', '强', '磊', '洋', '艳']

const academicTables: readonly TableSpec[] = [
  {
    name: '学生',
    columns: [
      { name: '学号', type: 'int', isIdentity: true },
      { name: '姓名', type: 'nvarchar', length: 20, isNullable: false },
      { name: '院系', type: 'varchar', length: 40 },
      { name: '入学日期', type: 'date' },
    ],
    primaryKey: ['学号'],
    rows: Array.from({ length: 36 }, (_, index) => [
      2_025_001 + index,
      `${surnames[index % surnames.length]}${givenNames[index % givenNames.length]}`,
      ['计算机学院', '数学系', '外国语学院'][index % 3] ?? null,
      `2025-09-0${1 + (index % 5)}`,
    ]),
  },
  {
    name: '成绩',
    columns: [
      { name: '学号', type: 'int', isNullable: false },
      { name: '课程', type: 'nvarchar', length: 30, isNullable: false },
      { name: '分数', type: 'decimal', precision: 5, scale: 1 },
    ],
    rows: Array.from({ length: 72 }, (_, index) => [
      2_025_001 + (index % 36),
      index < 36 ? '高等数学' : '大学英语',
      index % 11 === 10 ? null : `${60 + ((index * 7) % 40)}.5`,
    ]),
  },
]

const sales: Sample = {
  number: 1,
  database: 'Sales',
  usedExtents: 2,
  createdAt: '2024-05-20 09:30:00',
  hasChecksums: true,
  tables: salesTables,
}
const inventory: Sample = {
  number: 2,
  database: 'Inventory',
  usedExtents: 1,
  createdAt: '2024-06-03 16:10:00',
  hasChecksums: false,
  tables: inventoryTables,
}
const academic: Sample = {
  number: 3,
  database: '教务管理',
  usedExtents: 1,
  createdAt: '2025-02-17 08:00:00',
  hasChecksums: true,
  tables: academicTables,
  collation: 'Chinese_PRC_CI_AS',
}
const archive: Sample = {
  number: 4,
  database: 'Archive',
  usedExtents: 1,
  createdAt: '2023-11-08 11:45:00',
  hasChecksums: true,
}
const payroll: Sample = {
  number: 5,
  database: 'Payroll',
  usedExtents: 1,
  createdAt: '2024-01-15 10:00:00',
  hasChecksums: false,
}

const note = 'This is a note that someone saved as a .bak file. It is not a backup.\r\n'

/** Returns the sample backups in the order of their names. */
export function sampleBackups(): SampleBackup[] {
  return [
    {
      fileName: 'Archive_FULL_20260101020000_damaged.bak',
      bytes: breakBlock(writeBackup(full(archive))),
    },
    { fileName: 'Inventory_FULL_20260101020000.bak', bytes: writeBackup(full(inventory)) },
    { fileName: 'Payroll_DIFF_20260101140000.bak', bytes: writeBackup(loneDifferential(payroll)) },
    { fileName: 'Sales_FULL_20260101020000.bak', bytes: writeBackup(full(sales)) },
    { fileName: 'notes.bak', bytes: new TextEncoder().encode(note) },
    { fileName: '教务管理_FULL_20260101020000.bak', bytes: writeBackup(full(academic)) },
  ]
}
