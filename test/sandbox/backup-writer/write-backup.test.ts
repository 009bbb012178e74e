/** The backup writer against the reader, and against the layout of real files of the same versions. */
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { inspectBackup, type MtfInspection } from '../../../src/bak/index.ts'
import { type ByteSource, memorySource, zeroLsn } from '../../../src/core/index.ts'
import {
  type BackupSetSpec,
  type BackupSpec,
  type EngineName,
  engineVersions,
  writeBackup,
  writeBackupSource,
} from '../../../src/sandbox/backup-writer/index.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'

const guid = (digit: string) => `${digit.repeat(8)}-2222-4222-8222-${digit.repeat(12)}`
const lsn = (block: number, slot = 1) => ({ vlf: 77, block, slot })

const full: BackupSetSpec = {
  type: 'FULL',
  database: '教务管理',
  server: 'SQL01\\生产',
  name: '每日完整备份',
  description: 'nightly',
  userName: 'SQL01\\dba',
  backupSetGuid: guid('1'),
  familyGuid: guid('2'),
  bindingId: guid('3'),
  recoveryForkId: guid('4'),
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
      sizeBytes: 16 * 65_536,
      logicalName: '教务管理',
      physicalName: 'D:\\数据\\教务管理.mdf',
      uniqueId: guid('5'),
      usedExtents: 3,
    },
    {
      fileId: 3,
      type: 1,
      filegroupId: 2,
      sizeBytes: 8 * 65_536,
      logicalName: 'archive',
      physicalName: 'E:\\archive.ndf',
      uniqueId: guid('6'),
    },
    {
      fileId: 2,
      type: 2,
      filegroupId: 0,
      sizeBytes: 4 * 65_536,
      logicalName: '教务管理_log',
      physicalName: 'L:\\教务管理_log.ldf',
      uniqueId: guid('7'),
    },
  ],
  filegroups: [
    { filegroupId: 1, name: 'PRIMARY', isDefault: true },
    { filegroupId: 2, name: '归档', isDefault: false },
  ],
}

const differential: BackupSetSpec = {
  ...full,
  type: 'DIFFERENTIAL',
  name: '',
  backupSetGuid: guid('8'),
  firstLsn: lsn(200, 34),
  lastLsn: lsn(220),
  checkpointLsn: lsn(200, 34),
  databaseBackupLsn: full.checkpointLsn,
  differentialBaseLsn: full.checkpointLsn,
  differentialBaseGuid: full.backupSetGuid,
  recoveryModel: 'BULK_LOGGED',
  changedExtents: [0, 2],
  utcOffsetMinutes: -360,
}

const log: BackupSetSpec = {
  ...full,
  type: 'LOG',
  backupSetGuid: guid('9'),
  firstLsn: lsn(140),
  lastLsn: lsn(300),
  databaseBackupLsn: full.checkpointLsn,
  hasChecksums: true,
  logBytes: 8192,
}

async function read(spec: BackupSpec): Promise<MtfInspection> {
  const inspection = await inspectBackup(memorySource(writeBackup(spec), 'written.bak'))
  assert.equal(inspection.kind, 'mtf')
  return inspection
}

/** Every value of the set that the reader knows equals what the writer was told. */
function assertSame(
  read: MtfInspection['sets'][number] | undefined,
  told: BackupSetSpec,
  engine: EngineName,
): void {
  assert.ok(read)
  const { major, minor, build, databaseVersion, compatibilityLevel } = engineVersions[engine]
  const isDifferential = told.type === 'DIFFERENTIAL'
  assert.deepEqual(
    {
      type: read.type,
      database: read.database,
      server: read.server,
      name: read.name,
      description: read.description,
      userName: read.userName,
      backupSetGuid: read.backupSetGuid,
      familyGuid: read.familyGuid,
      bindingId: read.bindingId,
      recoveryForkId: read.recoveryForkId,
      lsns: [read.firstLsn, read.lastLsn, read.checkpointLsn, read.databaseBackupLsn],
      base: isDifferential ? [read.differentialBaseLsn, read.differentialBaseGuid] : [],
      dates: [read.databaseCreated, read.start, read.finish],
      utcOffsetMinutes: read.utcOffsetMinutes,
      hasChecksums: read.hasChecksums,
      recoveryModel: read.recoveryModel,
      engine: [read.version, read.databaseVersion, read.compatibilityLevel],
      isComplete: read.isComplete,
    },
    {
      type: told.type,
      database: told.database,
      server: told.server,
      name: told.name ?? '',
      description: told.description ?? '',
      userName: told.userName ?? 'sa',
      backupSetGuid: told.backupSetGuid,
      familyGuid: told.familyGuid,
      bindingId: told.bindingId,
      recoveryForkId: told.recoveryForkId,
      lsns: [told.firstLsn, told.lastLsn, told.checkpointLsn, told.databaseBackupLsn],
      base: isDifferential ? [told.differentialBaseLsn, told.differentialBaseGuid] : [],
      dates: [told.databaseCreated, told.start, told.finish],
      utcOffsetMinutes: told.utcOffsetMinutes ?? 480,
      hasChecksums: told.hasChecksums ?? false,
      recoveryModel: told.recoveryModel ?? 'FULL',
      engine: [`${major}.${minor}.${build}`, databaseVersion, compatibilityLevel],
      isComplete: true,
    },
  )
  assert.deepEqual(
    read.files.map((file) => [
      file.fileId,
      file.type,
      file.filegroupId,
      file.sizeBytes,
      file.logicalName,
      file.physicalName,
      file.uniqueId,
    ]),
    told.files.map((file) => [
      file.fileId,
      file.type,
      file.filegroupId,
      file.sizeBytes,
      file.logicalName,
      file.physicalName,
      file.uniqueId,
    ]),
  )
  assert.deepEqual(
    read.filegroups.map((group) => [group.filegroupId, group.name, group.isDefault]),
    (told.filegroups ?? []).map((group) => [group.filegroupId, group.name, group.isDefault]),
  )
}

describe('backup writer', () => {
  const engines = Object.keys(engineVersions) as EngineName[]
  for (const engine of engines)
    test(`a backup of SQL Server ${engine} is read as it was meant`, async () => {
      for (const sectorBytes of [512, 4096] as const)
        for (const set of [full, { ...full, hasChecksums: true }, differential, log]) {
          const inspection = await read({ engine, sectorBytes, mediaSetId: guid('a'), sets: [set] })
          assert.equal(inspection.walk, 'ok', inspection.problem?.message)
          assert.deepEqual(inspection.warnings, [])
          assertSame(inspection.sets[0], set, engine)
          assert.equal(inspection.label.mediaSetId, guid('a'))
          assert.equal(inspection.label.softwareName, 'Microsoft SQL Server')
        }
    })

  test('several sets follow one another, each with its position', async () => {
    const sets = [full, differential, log]
    const inspection = await read({ engine: '2019', mediaSetId: guid('a'), sets })
    assert.equal(inspection.walk, 'ok')
    assert.deepEqual(
      inspection.sets.map((set) => [set.position, set.type]),
      [
        [1, 'FULL'],
        [2, 'DIFFERENTIAL'],
        [3, 'LOG'],
      ],
    )
    for (const [index, set] of sets.entries()) assertSame(inspection.sets[index], set, '2019')
  })

  test('the stripes of a set share its media set and divide its pages', async () => {
    const stripe = (familyNumber: number): BackupSpec => ({
      engine: '2016',
      mediaSetId: guid('a'),
      familyCount: 2,
      familyNumber,
      sets: [full],
    })
    const [one, two] = await Promise.all([read(stripe(1)), read(stripe(2))])
    assert.deepEqual(
      [one, two].map(({ label, walk }) => [label.familyNumber, label.familyCount, walk]),
      [
        [1, 2, 'ok'],
        [2, 2, 'ok'],
      ],
    )
    assert.equal(one.label.mediaSetId, two.label.mediaSetId)
    const whole = writeBackup({ ...stripe(1), familyCount: 1 })
    assert.ok(one.sizeBytes < whole.byteLength && two.sizeBytes < whole.byteLength)
  })

  test('a media password, a media name and a description are told by the label', async () => {
    const { label, walk } = await read({
      engine: '2008r2',
      mediaSetId: guid('a'),
      mediaName: '磁带一',
      mediaDescription: 'weekly tape',
      hasMediaPassword: true,
      sets: [full],
    })
    assert.equal(walk, 'ok')
    assert.equal(label.hasMediaPassword, true)
    assert.equal(label.mediaName, '磁带一')
    assert.equal(label.mediaDescription, 'weekly tape')
  })

  test('a backup of a tebibyte costs no memory and its header is read by few small reads', async () => {
    const dataBytes = 2 ** 40
    const [first] = full.files
    assert.ok(first)
    const source = writeBackupSource(
      {
        engine: '2022',
        mediaSetId: guid('a'),
        sets: [
          { ...full, hasChecksums: true, files: [{ ...first, sizeBytes: dataBytes }], dataBytes },
        ],
      },
      'huge.bak',
    )
    let bytesRead = 0
    const counting: ByteSource = {
      ...source,
      read: async (offset, length, signal) => {
        const bytes = await source.read(offset, length, signal)
        bytesRead += bytes.byteLength
        return bytes
      },
    }
    const inspection = await inspectBackup(counting)
    assert.equal(inspection.kind, 'mtf')
    assert.equal(inspection.walk, 'ok')
    assert.ok(inspection.sizeBytes > dataBytes)
    assert.equal(inspection.sets[0]?.files[0]?.backupSizeBytes, dataBytes)
    assert.ok(bytesRead < 2 ** 20, `${bytesRead} bytes were read`)
  })

  test('the same spec gives the same bytes', () => {
    const spec: BackupSpec = { engine: '2019', mediaSetId: guid('a'), sets: [full, log] }
    assert.deepEqual(writeBackup(spec), writeBackup(spec))
  })
})

describe('pages of a written backup', () => {
  test('each written page carries its own id and the checksum that SQL Server would compute', () => {
    const bytes = writeBackup({ engine: '2019', mediaSetId: guid('a'), sets: [full] })
    const data = payloads(bytes, 'MQDA')[0]
    assert.ok(data)
    // Three extents of file 1, one of file 3.
    assert.equal(data.byteLength, 4 * 65_536)
    const types: number[] = []
    for (let offset = 0; offset < data.byteLength; offset += 8192) {
      const page: Uint8Array = data.subarray(offset, offset + 8192)
      if (page[0] === 0) continue
      const view: DataView = new DataView(page.buffer, page.byteOffset, 8192)
      const isFirstFile = offset < 3 * 65_536
      assert.equal(view.getUint16(36, true), isFirstFile ? 1 : 3)
      assert.equal(view.getUint32(32, true), (isFirstFile ? offset : offset - 3 * 65_536) / 8192)
      assert.equal(view.getUint16(4, true) & 0x200, 0x200)
      assert.equal(sum(view, 15), view.getUint32(60, true), `page at ${offset}`)
      types.push(page[1] ?? 0)
    }
    assert.deepEqual(types.slice(0, 8), [15, 11, 8, 9, 16, 17, 1, 13])
  })

  test('the allocation map has a free bit for each extent that holds nothing', () => {
    const bytes = writeBackup({ engine: '2019', mediaSetId: guid('a'), sets: [full] })
    const data = payloads(bytes, 'MQDA')[0]
    const gam = data?.subarray(2 * 8192 + 194, 2 * 8192 + 196)
    // Extents 0 to 2 are allocated, 3 to 15 are free.
    assert.deepEqual([...(gam ?? [])], [0b11111000, 0xff])
  })

  test('the stream checksum of a backup with checksums covers pages and log', () => {
    const bytes = writeBackup({
      engine: '2019',
      mediaSetId: guid('a'),
      sets: [{ ...full, hasChecksums: true }],
    })
    const stored = payloads(bytes, 'CSUM', 0).map((value) =>
      new DataView(value.buffer, value.byteOffset, 4).getUint32(0, true),
    )
    const covered = [...payloads(bytes, 'MQDA').slice(0, 1), ...payloads(bytes, 'MQTL')]
    assert.equal(stored.length, 2)
    assert.deepEqual(stored, covered.map(streamSum))
  })
})

/** By the words of the facts: rotate by one, then XOR the next sector's words. */
function streamSum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let total = 0
  for (let sector = 0; sector < bytes.byteLength; sector += 512) {
    let folded = 0
    for (let word = 0; word < 512; word += 4) folded ^= view.getUint32(sector + word, true)
    total = ((total << 1) | (total >>> 31)) ^ folded
  }
  return total >>> 0
}

/** Sixteen sectors, each folded and turned by 15 less its number; the word that holds the checksum counts as 0. */
function sum(view: DataView, skippedWord: number): number {
  let total = 0
  for (let sector = 0; sector < 16; sector++) {
    let folded = 0
    for (let word = 0; word < 128; word++)
      if (sector > 0 || word !== skippedWord)
        folded ^= view.getUint32(sector * 512 + word * 4, true)
    const turn = 15 - sector
    total ^= turn === 0 ? folded : (folded << turn) | (folded >>> (32 - turn))
  }
  return total >>> 0
}

interface Block {
  readonly type: string
  readonly offset: number
  readonly address: number
  readonly streams: readonly {
    readonly id: string
    readonly offset: number
    readonly size: number
  }[]
}

/** A second, naive walk that shares nothing with src/bak. */
function walk(bytes: Uint8Array): Block[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (offset: number) => String.fromCharCode(...bytes.subarray(offset, offset + 4))
  const blocks: Block[] = []
  let offset = 0
  while (offset < bytes.byteLength) {
    const type = name(offset)
    const first = view.getUint16(offset + 8, true)
    const address = Number(view.getBigUint64(offset + 20, true))
    const streams: { id: string; offset: number; size: number }[] = []
    let place = offset + first
    if (type !== 'SFMB')
      for (;;) {
        const id = name(place)
        const size = Number(view.getBigUint64(place + 8, true))
        streams.push({ id, offset: place + 22, size })
        place = Math.ceil((place + 22 + size) / 4) * 4
        if (id === 'SPAD') break
      }
    blocks.push({ type, offset, address, streams })
    offset = place
  }
  assert.equal(offset, bytes.byteLength)
  return blocks
}

/** Contents of all non-empty streams of a kind. @param lead  bytes before the payload */
function payloads(bytes: Uint8Array, id: string, lead = 2): Uint8Array[] {
  return walk(bytes)
    .flatMap((block) => block.streams)
    .filter((stream) => stream.id === id && stream.size > 0)
    .map((stream) => bytes.subarray(stream.offset + lead, stream.offset + stream.size))
}

/** What must not depend on what the backup holds: order of blocks and streams, and where the first ones stand. */
function shape(bytes: Uint8Array) {
  const blocks = walk(bytes)
  const setStart = blocks.find((block) => block.type === 'SSET')?.offset ?? 0
  const seen: string[] = []
  const head: string[] = []
  let stage = 0
  for (const block of blocks) {
    const streams = block.streams.map((stream) => stream.id).filter((id) => id !== 'CSUM')
    const text = `${block.type}(${streams.join(' ')})`
    if (text !== seen.at(-1) && !text.startsWith('MSTL') && !text.startsWith('MSDA'))
      seen.push(text)
    if (['TAPE', 'SFMB', 'SSET', 'VOLB', 'MSCI'].includes(block.type) && stage < 5) {
      head.push(`${block.type}@${block.offset}`)
      stage++
    }
    if (block.address > 0) assert.equal(block.offset, setStart + block.address * 1024)
  }
  return { head, seen }
}

const realFiles: readonly (readonly [file: string, engine: EngineName, sector: 512 | 4096])[] = [
  ['2008r2-chainA__difftest-full.bak', '2008r2', 512],
  ['2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak', '2008r2', 512],
  ['2012-db__db.bak', '2012', 4096],
  ['2014-zhset__数据库备份.bak', '2014', 512],
  ['2016-chainD__RestoreTimeClean.bak', '2016', 512],
  ['2019-ru__test.bak', '2019', 4096],
]

describe('layout of a written backup beside a real one', () => {
  for (const [file, engine, sectorBytes] of realFiles)
    test(
      `blocks stand in the order and at the places of ${file}`,
      needsShared(`bak/${file}`),
      () => {
        const real = new Uint8Array(readFileSync(sharedPath('bak', file)))
        const sectorUnits = new DataView(real.buffer, real.byteOffset).getUint16(64, true)
        assert.equal(sectorUnits * 512, sectorBytes)
        const written = writeBackup({ engine, sectorBytes, mediaSetId: guid('a'), sets: [full] })
        assert.deepEqual(shape(written), shape(real))
        const sizes = (bytes: Uint8Array) =>
          walk(bytes)
            .filter(({ type }) => type === 'MSDA' || type === 'MSTL')
            .map(
              ({ offset, streams, type }) => (streams[0]?.offset ?? 0) - 22 - offset + type.length,
            )
        assert.deepEqual(new Set(sizes(written)), new Set(sizes(real)))
      },
    )
})
