/** Inputs to start from: a made backup that is always there, and the real ones beside the checkout. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CellValue,
  type TableSpec,
  writeBackup,
} from '../../src/sandbox/backup-writer/index.ts'
import { backupBytes, readGolden } from '../bak/golden.ts'
import { concat, sound } from '../bak/made-by-hand.ts'
import { placesOf } from '../bak/mtf-places.ts'
import { fullOf, specOf } from '../sandbox/backup-writer/written-databases.ts'
import { sharedPath } from '../shared-files.ts'
import type { Range } from './mutate.ts'
import type { FuzzSeed } from './target.ts'

/** Larger ones cost more time per case than they find. */
const mostBytes = 2 * 2 ** 20

/** Pages whose headers and slots are worth changing, per stream of pages. */
const pageBytes = 8192
/** A stream's data begins behind its header and two bytes. */
const leadBytes = 22 + 2

/** Returns small MTF images: one made by hand, and real ones of every release and type. */
export function mtfSeeds(): FuzzSeed[] {
  const made = concat([...sound()])
  return [
    asSeed('made by hand', made),
    sampleBackup(),
    ...realBackups('mtf').map(([name, bytes]) => asSeed(name, bytes)),
  ]
}

/** A full backup of a database with tables, written by this project. */
function sampleBackup(): FuzzSeed {
  const name = 'Sales_FULL_20260101020000.bak'
  const path = join(import.meta.dirname, '..', '..', 'fixtures', 'backups', name)
  return asSeed(name, new Uint8Array(readFileSync(path)))
}

/** A written backup of what real ones hardly have: trees of values outside their rows, moved and deleted rows. */
export function hardRowsBackup(): FuzzSeed {
  const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index)
  const table: TableSpec = {
    name: 'Hard',
    columns: [
      { name: 'id', type: 'int' },
      { name: 'tree', type: 'varbinary', length: -1 },
      { name: 'pointer', type: 'varbinary', length: -1, isOutOfRow: true },
      { name: 'gone', type: 'smallint', isDropped: true },
      { name: 'text', type: 'ntext' },
      { name: 'a', type: 'varchar', length: 8000 },
      { name: 'b', type: 'varchar', length: 8000 },
      { name: 'added', type: 'bit' },
    ],
    rows: Array.from({ length: 12 }, (_, row): CellValue[] => [
      row,
      row % 3 === 0 ? bytes(9000 + row) : null,
      bytes(row * 40),
      row,
      'text '.repeat(row * 9),
      'a'.repeat(row === 5 ? 8000 : row),
      'b'.repeat(row === 5 ? 7000 : row % 2),
      ...(row > 6 ? [] : [true]),
    ]),
    deletedRows: [2],
    movedRows: [3, 4],
    largeValues: { partBytes: 400, linksPerNode: 3 },
  }
  return asSeed('Hard_FULL.bak', writeBackup(specOf(fullOf([table], { hasChecksums: false }))))
}

/** Returns the real compressed containers. */
export function containerSeeds(): FuzzSeed[] {
  return realBackups('compressed').map(([name, bytes]) => ({
    name,
    bytes,
    hot: chunkHeaders(bytes),
  }))
}

/** Returns the real backups of a kind, each with its bytes; none where they are not beside the checkout. */
export function realBackups(container: string): [name: string, bytes: Uint8Array][] {
  if (!existsSync(sharedPath('bak', 'golden.json'))) return []
  return Object.entries(readGolden())
    .filter(([, file]) => file.container === container && file.bytes <= mostBytes)
    .map(([name]) => [name, backupBytes(name)])
}

function asSeed(name: string, bytes: Uint8Array): FuzzSeed {
  return { name, bytes, hot: placesOf(bytes).filter((place) => place.isMetadata) }
}

/** Returns where the pages of a sound MTF image lie. */
export function pageRanges(bytes: Uint8Array): Range[] {
  return placesOf(bytes)
    .filter((place) => place.name === 'MQDA stream' && place.end - place.begin > pageBytes)
    .map(({ begin, end }) => {
      const first = begin - 22 + leadBytes
      return { begin: first, end: first + Math.floor((end - first) / pageBytes) * pageBytes }
    })
}

/** Returns headers and slots of pages that hold something: where a reader of pages decides. */
export function hotPageParts(bytes: Uint8Array): Range[] {
  return pageRanges(bytes).flatMap(({ begin, end }) => {
    const parts: Range[] = []
    for (let at = begin; at < end; at += pageBytes) {
      if (bytes[at] !== 1 || (bytes[at + 1] ?? 0) > 20) continue
      parts.push({ begin: at, end: at + 256 }, { begin: at + pageBytes - 32, end: at + pageBytes })
    }
    return parts
  })
}

function chunkHeaders(bytes: Uint8Array): Range[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headers: Range[] = [{ begin: 0, end: 20 }]
  for (let at = 480; at + 28 <= bytes.byteLength && bytes[at] === 0x21; ) {
    // The header, and the table of code lengths behind it.
    headers.push({ begin: at, end: at + 28 + 300 })
    at += 28 + view.getUint16(at + 2, true)
  }
  return headers
}
