/**
 * The writer in combinations that are drawn: each is written twice alike, proved sound by the reader, its header says
 * what was asked for, and its rows come back.
 */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { inspectBackup, openImage, verifyBackup } from '../../../src/bak/index.ts'
import { memorySource } from '../../../src/core/index.ts'
import {
  type BackupSetSpec,
  type CellValue,
  type EngineName,
  engineVersions,
  type TableSpec,
  writeBackup,
  writeCompressedBackup,
} from '../../../src/sandbox/backup-writer/index.ts'
import { isSoak, randomSeed } from '../../random-seed.ts'
import { differentialOf, fullOf, guid, partOf, readDatabase, specOf } from './written-databases.ts'

type Draw = (below: number) => number

function drawing(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function pick<Item>(draw: Draw, items: readonly Item[]): Item {
  const item = items[draw(items.length)]
  assert.ok(item !== undefined)
  return item
}

/** A table whose rows may be long, deleted or moved. */
function tableOf(draw: Draw, name: string, fileId: number): TableSpec {
  const count = draw(6) === 0 ? draw(900) : draw(60)
  const isHeap = draw(2) === 0
  const some = () => Array.from({ length: count }, (_, row) => row).filter(() => draw(20) === 0)
  const large = pick(draw, ['image', 'varbinary'] as const)
  return {
    name,
    fileId,
    columns: [
      { name: 'id', type: 'int', isNullable: false },
      { name: '名称', type: 'varchar', length: 8000 },
      { name: 'gone', type: 'bigint', isDropped: true },
      {
        name: 'value',
        type: large,
        ...(large === 'varbinary' && { length: -1, isOutOfRow: draw(2) === 0 }),
      },
      { name: 'wide', type: 'nvarchar', length: 4000 },
      { name: 'added', type: 'smallint' },
    ],
    rows: Array.from({ length: count }, (_, row): CellValue[] => [
      row + 1,
      draw(9) === 0 ? null : '名'.repeat(draw(draw(10) === 0 ? 4000 : 20)),
      BigInt(row),
      draw(3) > 0 ? null : new Uint8Array(draw(draw(10) === 0 ? 40_000 : 90)).fill(row),
      draw(9) === 0 ? null : 'w'.repeat(draw(draw(10) === 0 ? 4000 : 20)),
      ...(draw(2) === 0 ? [] : [draw(30_000)]),
    ]),
    ...(isHeap ? {} : { primaryKey: ['id'] }),
    deletedRows: draw(2) === 0 ? [] : some(),
    movedRows: isHeap && draw(2) === 0 ? some() : [],
    ...(draw(3) === 0 && {
      largeValues: { partBytes: 300 + draw(8000), linksPerNode: 2 + draw(9) },
    }),
  }
}

/** The rows that a reader is to find, by their first value. */
function expectedRows({ rows, deletedRows }: TableSpec): CellValue[][] {
  return (rows as readonly (readonly CellValue[])[])
    .filter((_, row) => !(deletedRows ?? []).includes(row))
    .map(([id = null, name = null, , value = null, wide = null, added = null]) => [
      id,
      name,
      value,
      wide,
      added,
    ])
}

function setsOf(draw: Draw) {
  const [data, log] = fullOf([]).files
  assert.ok(data && log)
  const fileCount = 1 + draw(3)
  const more = Array.from({ length: fileCount - 1 }, (_, index) => ({
    ...data,
    fileId: 3 + index,
    filegroupId: 1,
    logicalName: `数据${index}`,
    physicalName: `D:\\数据${index}.ndf`,
    uniqueId: guid(String(7 + index)),
  }))
  const files = [data, log, ...more]
  const fileIds = [1, ...more.map(({ fileId }) => fileId)]
  const tables = Array.from({ length: 1 + draw(3) }, (_, index) =>
    tableOf(draw, `T${index}`, pick(draw, fileIds)),
  )
  const full = fullOf(tables, {
    files,
    hasChecksums: draw(2) === 0,
    pageVerify: pick(draw, ['CHECKSUM', 'TORN_PAGE_DETECTION', 'NONE'] as const),
    transferBytes: pick(draw, [65_536, 1_048_576] as const),
    recoveryModel: pick(draw, ['SIMPLE', 'FULL', 'BULK_LOGGED'] as const),
  })
  const later =
    draw(2) === 0 ? tables : tables.map((table) => tableOf(draw, table.name, table.fileId ?? 1))
  const logSet: BackupSetSpec = {
    ...full,
    type: 'LOG',
    backupSetGuid: guid('9'),
    logBytes: 512 * (1 + draw(300)),
  }
  return { full, differential: differentialOf(full, later), log: logSet, tables, later }
}

test('whatever combination is drawn, the backups are sound and hold what was asked for', async (t) => {
  const rounds = isSoak() ? 100 : 8
  const seed = randomSeed()
  t.diagnostic(`seed ${seed}`)
  const draw = drawing(seed)
  for (let round = 0; round < rounds; round++) {
    const sets = setsOf(draw)
    const familyCount = 1 + draw(3)
    const isCompressed = draw(3) === 0
    const shape = {
      engine: pick(draw, Object.keys(engineVersions) as EngineName[]),
      sectorBytes: pick(draw, [512, 4096] as const),
    }
    const name = `seed ${seed} round ${round}: ${JSON.stringify({ ...shape, familyCount, isCompressed })}`
    const write = async (set: BackupSetSpec) => {
      const stripes = Array.from({ length: familyCount }, (_, index) => {
        const spec = specOf(set, { ...shape, familyCount, familyNumber: index + 1 })
        const make = () => (isCompressed ? writeCompressedBackup(spec) : writeBackup(spec))
        const bytes = make()
        assert.ok(Buffer.compare(make(), bytes) === 0, `${name}: written twice`)
        return bytes
      })
      const { verdict, findings } = await verifyBackup(
        stripes.map((bytes, index) => memorySource(bytes, `${index}.bak`)),
      )
      const told = findings.map(({ code, message }) => `${code} ${message}`)
      assert.deepEqual([verdict, told], ['sound', []], `${name} ${set.type}`)
      return stripes
    }
    const [full, differential, log] = [
      await write(sets.full),
      await write(sets.differential),
      await write(sets.log),
    ]
    const partsOf = (stripes: readonly Uint8Array[]) =>
      Promise.all(stripes.map((bytes) => partOf(bytes)))
    const before = await readDatabase(await partsOf(full))
    const after = await readDatabase(await partsOf(full), await partsOf(differential))
    for (const [database, tables] of [
      [before, sets.tables],
      [after, sets.later],
    ] as const)
      for (const table of tables) {
        const found = database.tables.get(`dbo.${table.name}`) ?? []
        const sorted = found.toSorted((a, b) => Number(a[0]) - Number(b[0]))
        const expected = expectedRows(table)
        assert.equal(sorted.length, expected.length, `${name} ${table.name}`)
        // Row by row: the difference between large tables would be too long to tell.
        for (const [index, row] of expected.entries())
          assert.ok(isDeepStrictEqual(sorted[index], row), `${name} ${table.name} row ${index}`)
      }
    const [first] = log
    assert.ok(first)
    const source = memorySource(first, 'log.bak')
    const inspection = await inspectBackup(isCompressed ? await openImage(source) : source)
    assert.equal(inspection.kind, 'mtf')
    assert.deepEqual(
      inspection.sets.map(({ type, isComplete, recoveryModel }) => [
        type,
        isComplete,
        recoveryModel,
      ]),
      [['LOG', true, sets.full.recoveryModel]],
    )
  }
})
