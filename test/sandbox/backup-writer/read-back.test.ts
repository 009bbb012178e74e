/** What the writer writes, our reader finds: tables, rows, sound checksums, in every kind of backup it can make. */
import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { openDatabasePages, readCatalog, verifyBackup } from '../../../src/bak/index.ts'
import { type ByteSource, memorySource } from '../../../src/core/index.ts'
import {
  type BackupSetSpec,
  backupChunks,
  type CellValue,
  type ColumnSpec,
  type EngineName,
  engineVersions,
  type TableSpec,
  writeBackup,
  writeBackupSource,
  writeCompressedBackup,
} from '../../../src/sandbox/backup-writer/index.ts'
import {
  differentialOf,
  fullOf,
  guid,
  partOf,
  readDatabase,
  specOf,
  students,
} from './written-databases.ts'

/** The verdict with what speaks against it, so that a failure says why. */
async function verdictOf(files: readonly (Uint8Array | ByteSource)[]) {
  const sources = files.map((file, index) =>
    file instanceof Uint8Array ? memorySource(file, `${index}.bak`) : file,
  )
  const { verdict, findings, proved } = await verifyBackup(sources)
  return { verdict, findings: findings.map(({ message }) => message), proved }
}

async function assertSound(...files: readonly (Uint8Array | ByteSource)[]) {
  const { verdict, findings, proved } = await verdictOf(files)
  assert.deepEqual({ verdict, findings }, { verdict: 'sound', findings: [] })
  return proved
}

const rowsOf = (table: TableSpec) => table.rows as readonly (readonly CellValue[])[]

/** One column of each type, and for each value what the reader says. */
const types: ReadonlyArray<readonly [ColumnSpec, ReadonlyArray<readonly [CellValue, unknown]>]> = [
  [
    { name: 'i', type: 'int' },
    [
      [-5, -5],
      [2_147_483_647, 2_147_483_647],
    ],
  ],
  [
    { name: 'b', type: 'bigint' },
    [
      [-(2n ** 62n), -(2n ** 62n)],
      [7, 7n],
    ],
  ],
  [
    { name: 's', type: 'smallint' },
    [
      [-300, -300],
      [300, 300],
    ],
  ],
  [
    { name: 't', type: 'tinyint' },
    [
      [255, 255],
      [0, 0],
    ],
  ],
  [
    { name: 'bit1', type: 'bit' },
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    { name: 'bit2', type: 'bit' },
    [
      [false, false],
      [true, true],
    ],
  ],
  [
    { name: 'd', type: 'decimal', precision: 12, scale: 2 },
    [
      ['-1234567890.12', '-1234567890.12'],
      ['0.5', '0.50'],
    ],
  ],
  [
    { name: 'd38', type: 'decimal', precision: 38, scale: 0 },
    [
      ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
      ['-1', '-1'],
    ],
  ],
  [
    { name: 'm', type: 'money' },
    [
      ['-922.3375', '-922.3375'],
      ['19', '19.0000'],
    ],
  ],
  [
    { name: 'f', type: 'float' },
    [
      [1 / 3, 1 / 3],
      [-1e300, -1e300],
    ],
  ],
  [
    { name: 'r', type: 'real' },
    [
      [0.5, 0.5],
      [-2, -2],
    ],
  ],
  [
    { name: 'dt', type: 'datetime' },
    [
      ['1899-12-31 23:59:59.997', '1899-12-31T23:59:59.997'],
      ['2024-02-29 00:00:00', '2024-02-29T00:00:00.000'],
    ],
  ],
  [
    { name: 'dt2', type: 'datetime2', scale: 3 },
    [
      ['0001-01-01 00:00:00.001', '0001-01-01T00:00:00.001'],
      ['9999-12-31 23:59:59.999', '9999-12-31T23:59:59.999'],
    ],
  ],
  [
    { name: 'da', type: 'date' },
    [
      ['2026-01-01', '2026-01-01'],
      ['0001-01-02', '0001-01-02'],
    ],
  ],
  [
    { name: 'c', type: 'char', length: 6 },
    [
      ['中文', '中文  '],
      ['a', 'a     '],
    ],
  ],
  [
    { name: 'vc', type: 'varchar', length: 30 },
    [
      ['高三(1)班', '高三(1)班'],
      ['', ''],
    ],
  ],
  [
    { name: 'latin', type: 'varchar', length: 30, collation: 'SQL_Latin1_General_CP1_CI_AS' },
    [
      ['Luleå €', 'Luleå €'],
      ['x', 'x'],
    ],
  ],
  [
    { name: 'nc', type: 'nchar', length: 3 },
    [
      ['é', 'é  '],
      ['漢字仮', '漢字仮'],
    ],
  ],
  [
    { name: 'nvc', type: 'nvarchar', length: 30 },
    [
      ['𠮷野家', '𠮷野家'],
      ['', ''],
    ],
  ],
  [
    { name: 'bin', type: 'binary', length: 3 },
    [
      [Uint8Array.of(1), Uint8Array.of(1, 0, 0)],
      [Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3)],
    ],
  ],
  [
    { name: 'vb', type: 'varbinary', length: 9 },
    [
      [Uint8Array.of(9, 8), Uint8Array.of(9, 8)],
      [new Uint8Array(0), new Uint8Array(0)],
    ],
  ],
  [
    { name: 'g', type: 'uniqueidentifier' },
    [
      ['6F9619FF-8B86-D011-B42D-00C04FC964FF', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
      ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001'],
    ],
  ],
]

const allTypes: TableSpec = {
  name: 'AllTypes',
  columns: types.map(([column]) => column),
  rows: [
    types.map(([, [first]]) => first?.[0] ?? null),
    types.map(([, [, second]]) => second?.[0] ?? null),
    types.map(() => null),
  ],
}

describe('a written database', () => {
  for (const engine of Object.keys(engineVersions) as EngineName[])
    test(`of SQL Server ${engine} is sound, and its tables and rows are found`, async () => {
      const table = students(20)
      const bytes = writeBackup(specOf(fullOf([table, allTypes]), { engine }))
      const proved = await assertSound(bytes)
      assert.equal(proved.dataChecksums, 1)
      const { tables } = await readDatabase([await partOf(bytes)])
      assert.deepEqual([...tables.keys()], ['dbo.AllTypes', 'dbo.学生'])
      assert.deepEqual(tables.get('dbo.学生'), rowsOf(table))
    })

  test('holds values of every type as they were given, and NULL', async () => {
    const { tables } = await readDatabase([await partOf(writeBackup(specOf(fullOf([allTypes]))))])
    const rows = tables.get('dbo.AllTypes')
    for (const [index, [column, [first, second]]] of types.entries()) {
      const told = rows?.map((row) => row[index])
      const same =
        column.type === 'uniqueidentifier'
          ? (value: unknown) => String(value).toLowerCase()
          : (value: unknown) => value
      assert.deepEqual(
        told?.slice(0, 2).map(same),
        [first?.[1], second?.[1]].map(same),
        column.name,
      )
      assert.equal(told?.[2], null, column.name)
    }
  })

  test('names schemas, columns, keys and identity', async () => {
    const table: TableSpec = {
      ...students(3),
      schema: '教学',
      columns: [
        { name: 'note', type: 'nvarchar', length: 10 },
        { name: 'part', type: 'smallint' },
        { name: 'id', type: 'bigint', isIdentity: true },
      ],
      primaryKey: ['id', 'part'],
      rows: [
        ['a', 1, 1n],
        [null, 2, 2n],
      ],
    }
    const { catalog, tables } = await readDatabase([
      await partOf(writeBackup(specOf(fullOf([table])))),
    ])
    const [found] = catalog.tables
    assert.equal(found?.schema, '教学')
    assert.deepEqual(
      found?.columns.map(({ name, typeName, isNullable, isIdentity }) => [
        name,
        typeName,
        isNullable,
        isIdentity,
      ]),
      [
        ['note', 'nvarchar', true, false],
        ['part', 'smallint', false, false],
        ['id', 'bigint', false, true],
      ],
    )
    assert.deepEqual(
      found?.indexes.map(({ name, kind, isPrimaryKey, keyColumns }) => [
        name,
        kind,
        isPrimaryKey,
        keyColumns.map(({ columnId }) => columnId),
      ]),
      [['PK_学生', 'clustered', true, [3, 2]]],
    )
    assert.deepEqual([...(tables.get('教学.学生') ?? [])], rowsOf(table))
  })

  test('keeps heaps and tables of many pages in extents of their own', async () => {
    const heap: TableSpec = { ...students(5000), name: 'Heap' }
    delete (heap as { primaryKey?: unknown }).primaryKey
    const bytes = writeBackup(specOf(fullOf([heap, students(5000)])))
    await assertSound(bytes)
    const { tables } = await readDatabase([await partOf(bytes)])
    for (const rows of tables.values()) assert.deepEqual(rows, rowsOf(heap))
  })

  test('repeats a pattern under running numbers up to the last row', async () => {
    const pattern = students(700)
    const count = 2345
    const bytes = writeBackup(
      specOf(
        fullOf([{ ...pattern, rows: { pattern: rowsOf(pattern), count, numberedColumn: '学号' } }]),
      ),
    )
    await assertSound(bytes)
    const { tables } = await readDatabase([await partOf(bytes)])
    const expected = Array.from({ length: count }, (_, index) => [
      index + 1,
      ...(rowsOf(pattern)[index % 700] ?? []).slice(1),
    ])
    assert.deepEqual(tables.get('dbo.学生'), expected)
  })

  test('protects its pages as it is told', async () => {
    for (const [pageVerify, counted] of [
      ['CHECKSUM', 'pagesByChecksum'],
      ['TORN_PAGE_DETECTION', 'pagesByTornBits'],
      ['NONE', undefined],
    ] as const) {
      const bytes = writeBackup(specOf(fullOf([students(50)], { pageVerify })))
      const proved = await assertSound(bytes)
      assert.deepEqual(
        [proved.pagesByChecksum > 0, proved.pagesByTornBits > 0],
        [counted === 'pagesByChecksum', counted === 'pagesByTornBits'],
      )
      assert.equal(proved.dataChecksums, 1)
      const { tables } = await readDatabase([await partOf(bytes)])
      assert.deepEqual(tables.get('dbo.学生'), rowsOf(students(50)))
    }
  })

  test('spreads over several data files', async () => {
    const first = fullOf([])
    const [data, log] = first.files
    assert.ok(data && log)
    const more = { ...data, fileId: 3, filegroupId: 2, logicalName: 'more', uniqueId: guid('8') }
    const set = fullOf([students(4), { ...students(2000), name: 'Far', fileId: 3 }], {
      files: [data, more, log],
      filegroups: [
        { filegroupId: 1, name: 'PRIMARY', isDefault: true },
        { filegroupId: 2, name: '归档', isDefault: false },
      ],
    })
    const bytes = writeBackup(specOf(set))
    await assertSound(bytes)
    const { tables, catalog } = await readDatabase([await partOf(bytes)])
    assert.deepEqual(tables.get('dbo.Far'), rowsOf(students(2000)))
    const far = catalog.tables.find(({ name }) => name === 'Far')
    assert.equal(far?.rowsets[0]?.allocationUnits[0]?.firstIamPage?.fileId, 3)
  })

  test('fills its last write up with filler pages', async () => {
    const bytes = writeBackup(specOf(fullOf([students(9)], { transferBytes: 1_048_576 })))
    await assertSound(bytes)
    assert.ok(bytes.byteLength > 2 ** 20)
    const { tables } = await readDatabase([await partOf(bytes)])
    assert.equal(tables.get('dbo.学生')?.length, 9)
  })

  test('is read from its stripes together, and from none of them alone', async () => {
    const set = fullOf([students(3000)])
    const stripes = [1, 2, 3].map((familyNumber) =>
      writeBackup(specOf(set, { familyCount: 3, familyNumber })),
    )
    await assertSound(...stripes)
    const parts = await Promise.all(stripes.map((stripe) => partOf(stripe)))
    const { tables } = await readDatabase(parts)
    assert.deepEqual(tables.get('dbo.学生'), rowsOf(students(3000)))
    assert.equal((await verdictOf(stripes.slice(1))).verdict, 'incomplete')
  })

  test('changes by a differential that holds only what changed', async () => {
    const full = fullOf([students(3000), { ...students(2000), name: 'Same' }])
    const differential = differentialOf(full, [
      { ...students(3100), columns: students(0).columns },
      { ...students(2000), name: 'Same' },
    ])
    const [base, changes] = [full, differential].map((set) => writeBackup(specOf(set)))
    assert.ok(base && changes)
    await assertSound(base)
    await assertSound(changes)
    assert.ok(changes.byteLength < base.byteLength)
    const { tables } = await readDatabase([await partOf(base)], [await partOf(changes)])
    assert.deepEqual(tables.get('dbo.学生'), rowsOf(students(3100)))
    assert.deepEqual(tables.get('dbo.Same'), rowsOf(students(2000)))
  })

  test('is read with what changed while it was backed up', async () => {
    const before = students(3000)
    const after = {
      ...before,
      rows: rowsOf(before).map((row) => [row[0] ?? 0, '改', row[2] ?? null]),
    }
    const bytes = writeBackup(specOf(fullOf([after], { earlierTables: [before] })))
    await assertSound(bytes)
    const { tables } = await readDatabase([await partOf(bytes)])
    assert.deepEqual(tables.get('dbo.学生'), after.rows)
  })

  test('refuses rows and columns that cannot be', () => {
    const write = (table: Partial<TableSpec>) => () =>
      writeBackup(specOf(fullOf([{ ...students(1), ...table }])))
    assert.throws(write({ rows: [[1, 'x'.repeat(21), null]] }), /does not fit column 姓名/)
    assert.throws(write({ rows: [[1, null, null]] }), /column 姓名 is not null/)
    assert.throws(write({ primaryKey: ['班级'] }), /not of a fixed length/)
    assert.throws(write({ primaryKey: ['none'] }), /which is no column/)
    assert.throws(write({ fileId: 9 }), /no data file 9/)
    assert.throws(
      write({ rows: { pattern: [], count: 1, numberedColumn: '学号' } }),
      /at least one row/,
    )
    assert.throws(
      write({ rows: { pattern: [[1, 'a', 'b']], count: 1, numberedColumn: '姓名' } }),
      /neither int nor bigint/,
    )
  })
})

describe('a compressed backup that was written', () => {
  test('is sound chunk by chunk and holds the same rows', async () => {
    for (const sectorBytes of [512, 4096] as const) {
      const spec = specOf(fullOf([students(3000), allTypes]), { sectorBytes })
      const bytes = writeCompressedBackup(spec)
      assert.ok(bytes.byteLength * 3 < writeBackup(spec).byteLength)
      const proved = await assertSound(bytes)
      assert.ok(proved.chunks > 5)
      const { tables } = await readDatabase([await partOf(bytes)])
      assert.deepEqual(tables.get('dbo.学生'), rowsOf(students(3000)))
    }
  })

  test('decompresses to the bytes of the backup without compression', async () => {
    const sets: BackupSetSpec[] = [
      fullOf([students(500)]),
      { ...fullOf([]), type: 'LOG', backupSetGuid: guid('9'), logBytes: 70_144 },
    ]
    const spec = { ...specOf(fullOf([])), sets }
    const plain = writeBackup(spec)
    const { image } = await partOf(writeCompressedBackup(spec))
    assert.deepEqual(await image.read(0, image.sizeBytes), plain)
  })

  test('may be striped', async () => {
    const set = fullOf([students(3000)])
    const stripes = [1, 2].map((familyNumber) =>
      writeCompressedBackup(specOf(set, { familyCount: 2, familyNumber })),
    )
    await assertSound(...stripes)
    const parts = await Promise.all(stripes.map((stripe) => partOf(stripe)))
    const { tables } = await readDatabase(parts)
    assert.deepEqual(tables.get('dbo.学生'), rowsOf(students(3000)))
  })

  test('may hold ZSTD frames instead, if it is given the codec', async () => {
    const bytes = writeCompressedBackup(specOf(fullOf([students(100)]), { engine: '2025' }), {
      zstd: (chunk) => zstdCompressSync(chunk),
    })
    const codecs = { zstd: (payload: Uint8Array) => new Uint8Array(zstdDecompressSync(payload)) }
    const { tables } = await readDatabase([await partOf(bytes, { codecs })])
    assert.deepEqual(tables.get('dbo.学生'), rowsOf(students(100)))
  })

  test('keeps what cannot be compressed in shorter chunks', async () => {
    let state = 1
    const noise = (length: number) =>
      Uint8Array.from({ length }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        return state >>> 24
      })
    const table: TableSpec = {
      name: 'Noise',
      columns: [
        { name: 'id', type: 'int' },
        { name: 'bytes', type: 'varbinary', length: 8000 },
      ],
      rows: Array.from({ length: 40 }, (_, index) => [index, noise(8000)]),
    }
    const bytes = writeCompressedBackup(specOf(fullOf([table])))
    await assertSound(bytes)
    const { tables } = await readDatabase([await partOf(bytes)])
    assert.deepEqual(tables.get('dbo.Noise'), table.rows)
  })
})

describe('a written backup of any size', () => {
  /** More than the 511,232 pages of one interval of allocation maps. */
  const pattern = students(2000)
  const count = 120_000_000
  const large = specOf(
    fullOf([{ ...pattern, rows: { pattern: rowsOf(pattern), count, numberedColumn: '学号' } }], {
      // With them the whole file would be made for one checksum at its end.
      hasChecksums: false,
    }),
  )

  test('has the maps of every interval, and any page of it can be read alone', async () => {
    const pages = await openDatabasePages({
      full: [await partOf(writeBackupSource(large, 'large.bak'))],
    })
    const interval = 511_232
    const seen: Record<string, unknown> = {}
    for (const [name, pageId] of [
      ['PFS', 64 * 8088],
      ['GAM', interval],
      ['SGAM', interval + 1],
      ['DCM', interval + 6],
      ['BCM', interval + 7],
      ['rows', interval + 8],
    ] as const) {
      const page = await pages.load(1, pageId)
      assert.ok(page, name)
      assert.equal(page.view.getUint32(32, true), pageId, name)
      seen[name] = [page.view.getUint8(1), await pages.isAllocated(1, pageId)]
    }
    assert.deepEqual(seen, {
      PFS: [11, true],
      GAM: [8, true],
      SGAM: [9, true],
      DCM: [16, true],
      BCM: [17, true],
      rows: [1, true],
    })
    const [table] = (await readCatalog(pages)).tables
    assert.equal(table?.catalogRows, count)
    const unit = table.rowsets[0]?.allocationUnits[0]
    const iam = await pages.load(1, unit?.firstIamPage?.pageId ?? 0)
    const second = await pages.load(1, iam?.view.getUint32(16, true) ?? 0)
    assert.equal(second?.view.getUint32(136, true), interval, 'begin of the second IAM page')
  })

  test('comes in chunks that together are the backup', () => {
    const spec = specOf(fullOf([students(2000)]))
    for (const chunkBytes of [1000, 65_536, 2 ** 20]) {
      const pieces = [...backupChunks(spec, chunkBytes)].map((chunk) => chunk.byteLength)
      assert.ok(pieces.slice(0, -1).every((length) => length === chunkBytes))
    }
    const whole: number[] = []
    for (const chunk of backupChunks(spec, 777)) whole.push(...chunk)
    assert.deepEqual(Uint8Array.from(whole), writeBackup(spec))
  })
})
