/**
 * Header records carry no checksum, but say much twice. Each case writes one wrong value over a field of a real
 * backup and expects the contradiction to be named.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectBackup } from '../../src/bak/index.ts'
import { memorySource } from '../../src/core/index.ts'
import { needsShared } from '../shared-files.ts'
import { backupBytes } from './golden.ts'
import { placesOf } from './mtf-places.ts'

const full = '2008-vi__QLHangHoa.bak'
const differential = '2008r2-chainA__difftest-diff1.bak'
const striped = '2008r2-striped-s1__RestoreTimeStripe.bak'
const checksummed = '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak'
const containers = '2017-log-filestream-3fg__SAL_SCOUTS_log.bak'

/** Where something lies: a block, or a record in the first (MSCI) or last (MSLS) header. */
type Place =
  | 'TAPE'
  | 'RAID'
  | 'SSET'
  | 'ESET'
  | 'first SCIN'
  | 'SCIN'
  | 'SFGI'
  | 'SFIN'
  | 'second SFIN'

/** Returns the byte at which the place begins in the file. */
function find(bytes: Uint8Array, place: Place): number {
  const places = placesOf(bytes)
  const named = (name: string, index: number) => {
    const found = places.filter((each) => each.name === name).at(index)
    assert.ok(found, name)
    return found.begin
  }
  if (place === 'RAID') return named('RAID stream', 0)
  if (place === 'TAPE' || place === 'SSET' || place === 'ESET') return named(`${place} header`, 0)
  if (place === 'first SCIN') return named('MQCI stream', 0)
  const view = new DataView(bytes.buffer)
  let at = named('MQCI stream', -1)
  for (let toSkip = place === 'second SFIN' ? 1 : 0; ; at += view.getUint32(at + 4, true)) {
    const id = String.fromCharCode(...bytes.subarray(at, at + 4))
    if (place.endsWith(id) && toSkip-- === 0) return at
  }
}

interface Case {
  readonly field: string
  readonly file?: string
  readonly place: Place
  readonly at: number
  readonly value: readonly number[]
  /** What the message names. */
  readonly says: RegExp
}

const cases: readonly Case[] = [
  {
    field: 'position',
    place: 'SSET',
    at: 62,
    value: [2],
    says: /SSET\.position = 2, but SSET # 1/,
  },
  { field: 'position at the end', place: 'ESET', at: 78, value: [3], says: /ESET\.position = 3/ },
  {
    field: 'attributes at the end',
    place: 'ESET',
    at: 52,
    value: [8],
    says: /ESET\.attributes = 8/,
  },
  { field: 'own offset', place: 'SSET', at: 80, value: [1], says: /SSET\.offset = / },
  { field: 'time zone', place: 'SSET', at: 95, value: [100], says: /SSET\.TimeZone = 100/ },
  { field: 'start date', place: 'SSET', at: 91, value: [1, 1], says: /BackupStartDate/ },
  {
    field: 'impossible start date',
    place: 'SSET',
    at: 88,
    value: [255, 255, 255, 255, 255],
    says: /BackupStartDate/,
  },
  {
    field: 'address of a string',
    place: 'SSET',
    at: 76,
    value: [255, 255],
    says: /SSET\.UserName = 65535 \+|SSET\.UserName = \d+ \+ 65535/,
  },
  {
    field: 'program version',
    place: 'SCIN',
    at: 27,
    value: [15],
    says: /SCIN\.SoftwareVersion = 15\.0, but SSET\.version = 10\.0/,
  },
  {
    field: 'type without its flag',
    place: 'SCIN',
    at: 87,
    value: [0x49],
    says: /SCIN\.BackupType = DIFFERENTIAL, but SCIN\.Flags = 0x200/,
  },
  {
    field: 'type of a differential',
    file: differential,
    place: 'SCIN',
    at: 87,
    value: [0x44],
    says: /SCIN\.BackupType = FULL, but SSET\.attributes = 8/,
  },
  {
    field: 'first LSN',
    place: 'SCIN',
    at: 32,
    value: [99],
    says: /SCIN\.FirstLSN = 99:\d+:\d+, but SFIN\.FirstLSN/,
  },
  {
    field: 'last LSN',
    place: 'SCIN',
    at: 42,
    value: [99],
    says: /SCIN\.LastLSN = 99:\d+:\d+, but SCIN\.ForkLSN/,
  },
  {
    field: 'checkpoint LSN',
    place: 'SFIN',
    at: 234,
    value: [99],
    says: /but SFIN\.CheckpointLSN = 99/,
  },
  {
    field: 'base LSN',
    file: differential,
    place: 'SCIN',
    at: 260,
    value: [99],
    says: /SCIN\.DifferentialBaseLSN = 99:\d+:\d+, but SCIN\.DatabaseBackupLSN/,
  },
  {
    field: 'base LSN of a file',
    file: differential,
    place: 'SFIN',
    at: 158,
    value: [99],
    says: /but SFIN\.DifferentialBaseLSN = 99/,
  },
  {
    field: 'base GUID',
    file: differential,
    place: 'SCIN',
    at: 272,
    value: [1, 2, 3],
    says: /SCIN\.DifferentialBaseGUID = .*, but SCIN\.LastFullGUID/,
  },
  {
    field: 'number of data files',
    place: 'SCIN',
    at: 12,
    value: [7],
    says: /SCIN\.dataFiles = 7, but SFIN\(rows\) = 1/,
  },
  {
    field: 'number of log files',
    place: 'SCIN',
    at: 16,
    value: [7],
    says: /SCIN\.logFiles = 7, but SFIN\(log\) = 1/,
  },
  {
    field: 'filegroup of a file',
    place: 'SFIN',
    at: 36,
    value: [9],
    says: /SFIN\.FileGroupId = 9, but SFGI = 1/,
  },
  {
    field: 'file id',
    place: 'second SFIN',
    at: 20,
    value: [1],
    says: /SFIN\.FileId = 1, but SFIN\.FileId > 1/,
  },
  { field: 'page size', place: 'SFIN', at: 16, value: [1], says: /SFIN\.pageSize = 8193/ },
  {
    field: 'size of a file',
    place: 'SFIN',
    at: 40,
    value: [1],
    says: /SFIN\.Size = \d+, but n \* 8192/,
  },
  {
    field: 'size below its pages',
    place: 'SFIN',
    at: 40,
    value: [0, 0, 0, 0],
    says: /SFIN\.pages = \d+, but SFIN\.Size = 0/,
  },
  {
    field: 'bytes of a file',
    place: 'SFIN',
    at: 253,
    value: [9],
    says: /SFIN\.BackupSizeInBytes = \d+, but SFIN\.pages/,
  },
  {
    field: 'bytes beyond the page data',
    place: 'SFIN',
    at: 253,
    value: [9],
    says: /SFIN\.BackupSizeInBytes = \d+, but MQDA = \d+/,
  },
  {
    field: 'size of the backup',
    place: 'SCIN',
    at: 100,
    value: [9],
    says: /SCIN\.BackupSize = \d+, but MSLS - SSET = \d+/,
  },
  {
    field: 'checksum flag',
    place: 'SCIN',
    at: 8,
    value: [0x10],
    says: /SCIN\.Flags = 0x210, but CSUM = 0/,
  },
  {
    field: 'missing checksum flag',
    file: checksummed,
    place: 'SCIN',
    at: 8,
    value: [0],
    says: /SCIN\.Flags = 0x200, but CSUM = [1-9]/,
  },
  { field: 'database name', place: 'first SCIN', at: 370, value: [0x58], says: /MSLS\.SCIN\.Name/ },
  { field: 'family GUID', place: 'SCIN', at: 224, value: [1], says: /MSLS\.SCIN\.FamilyGUID/ },
  {
    field: 'recovery model',
    place: 'SCIN',
    at: 244,
    value: [0xff],
    says: /MSLS\.SCIN\.DatabaseStatus/,
  },
  {
    field: 'name of a filegroup',
    file: containers,
    place: 'SFGI',
    at: 230,
    value: [0x58],
    says: /MSLS\.SFGI\.Name/,
  },
  {
    field: 'number of stripes',
    place: 'RAID',
    at: 20,
    value: [3],
    says: /RAID\.familyCount = 3, but SCIN\.BackupSize/,
  },
  { field: 'no stripes', place: 'RAID', at: 20, value: [0], says: /RAID\.familyCount = 0/ },
  {
    field: 'number of this stripe',
    file: striped,
    place: 'RAID',
    at: 24,
    value: [3],
    says: /RAID\.familyCount = 2, but RAID\.familyNumber = 3/,
  },
  { field: 'number of mirrors', place: 'RAID', at: 22, value: [9], says: /RAID\.mirrorCount = 9/ },
  {
    field: 'password without a digest',
    place: 'TAPE',
    at: 62,
    value: [5],
    says: /TAPE\.passwordAlgorithm = 5, but TAPE\.password = 0/,
  },
  {
    field: 'length of filemarks',
    place: 'TAPE',
    at: 64,
    value: [9],
    says: /SFMB\.length = 512, but TAPE\.filemarkSize = 4608/,
  },
]

for (const { field, file = full, place, at, value, says } of cases) {
  test(`a wrong value is contradicted: ${field}`, needsShared('bak'), async () => {
    const bytes = backupBytes(file)
    const offset = find(bytes, place) + at
    bytes.set(value, offset)
    const inspection = await inspectBackup(memorySource(bytes, file))
    assert.ok(inspection.kind === 'mtf')
    assert.equal(inspection.problem, undefined)
    const messages = inspection.warnings
      .filter((warning) => warning.code === 'BAK_CONTRADICTION')
      .map((warning) => warning.message)
    assert.ok(
      messages.some((message) => says.test(message)),
      messages.join('\n') || 'no warning',
    )
  })
}

test(
  'a media label without a unit for addresses cannot place any block',
  needsShared('bak'),
  async () => {
    const bytes = backupBytes(full)
    bytes.set([0, 0], 84)
    const inspection = await inspectBackup(memorySource(bytes, full))
    assert.equal(inspection.problem?.code, 'BAK_BLOCK_MISPLACED')
  },
)
