/** From bytes to rows: pages, catalog, features, and the rows of every table of a full backup. */
import {
  countRows,
  inspectBackup,
  openDatabasePages,
  openImage,
  readCatalog,
  readFeatures,
  readRows,
  toCsv,
  toJsonLines,
} from '../../../src/bak/index.ts'
import { containerSeeds, hardRowsBackup, hotPageParts, mtfSeeds, pageRanges } from '../corpus.ts'
import { repairChunks, repairMtf, repairPages } from '../repair.ts'
import { countedSource, type FuzzSeed, type FuzzTarget } from '../target.ts'

/** Rows of one table; more of them are read alike. */
const mostRows = 200

function fullBackups(): FuzzSeed[] {
  const isFull = ({ name, bytes }: FuzzSeed) =>
    pageRanges(bytes).length > 0 &&
    !/DIFF|diff|incomplete|stripe|2000|BackUp|Clean2|\.trn/.test(name)
  return [hardRowsBackup(), ...mtfSeeds().filter(isFull)].map((seed) => ({
    ...seed,
    hot: hotPageParts(seed.bytes),
  }))
}

async function openDatabase(bytes: Uint8Array) {
  const source = countedSource(bytes)
  const inspection = await inspectBackup(source)
  if (inspection.kind !== 'mtf') throw inspection.problem
  const set = inspection.sets.find(({ type }) => type === 'FULL')
  if (set === undefined) return undefined
  const image = inspection.compression === undefined ? source : await openImage(source)
  const pages = await openDatabasePages({ full: [{ image, label: inspection.label, set }] })
  return { pages, set }
}

const repairAll: FuzzTarget['repair'] = (bytes) => {
  repairMtf(bytes)
  repairChunks(bytes)
  for (let at = 0; at + 8192 <= bytes.byteLength; at += 512)
    if (bytes[at] === 1 && (bytes[at + 1] ?? 0) < 20) repairPages(bytes, at, at + 8192)
}

export const catalogTarget: FuzzTarget = {
  name: 'catalog',
  seeds: fullBackups,
  repair: repairAll,
  async run(bytes) {
    const opened = await openDatabase(bytes)
    if (opened === undefined) return
    const catalog = await readCatalog(opened.pages)
    await readFeatures(opened.pages, catalog, opened.set)
  },
}

export const rowsTarget: FuzzTarget = {
  name: 'rows',
  seeds: fullBackups,
  repair: repairAll,
  async run(bytes) {
    const opened = await openDatabase(bytes)
    if (opened === undefined) return
    const catalog = await readCatalog(opened.pages)
    for (const table of catalog.tables) {
      await countRows(opened.pages, table)
      const rows = readRows(opened.pages, table, { limit: mostRows, maxValueBytes: 1_000_000 })
      for await (const _ of toCsv(rows));
      for await (const _ of toJsonLines(rows));
    }
  },
}

export const imageTarget: FuzzTarget = {
  name: 'image',
  seeds: containerSeeds,
  repair: repairAll,
  async run(bytes) {
    const source = countedSource(bytes)
    const image = await openImage(source, { walkAll: bytes.byteLength % 2 === 0 })
    for (let at = 0; at < image.sizeBytes; at += 1_000_003) await image.read(at, 70_000)
  },
}
