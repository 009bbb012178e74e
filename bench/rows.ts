/**
 * How fast rows of six ordinary columns come out of a backup file in the page cache: rows a second, and the most
 * memory of the process.
 *
 * Usage: node bench/rows.ts [size in MiB, default 256]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  inspectBackup,
  openDatabasePages,
  readCatalog,
  readRows,
  type TableRows,
  toCsv,
  toJsonLines,
} from '../src/bak/index.ts'
import { openFile } from '../src/files/index.ts'
import { makeBackup } from './support/make-backup.ts'
import { mebibyte } from './support/measure.ts'

const goal = 300_000
const sizeMiB = Number(process.argv[2] ?? 256)
const folder = mkdtempSync(join(tmpdir(), 'sqlferry-bench-'))
try {
  const path = join(folder, 'orders.bak')
  await makeBackup(path, sizeMiB * mebibyte)
  await reportFile(path)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function reportFile(path: string): Promise<void> {
  const image = await openFile(path)
  const inspection = await inspectBackup(image)
  const set = inspection.kind === 'mtf' ? inspection.sets[0] : undefined
  if (inspection.kind !== 'mtf' || set === undefined) throw new Error(`${path} is no backup`)
  const pages = await openDatabasePages({ full: [{ image, label: inspection.label, set }] })
  const { tables } = await readCatalog(pages)
  const table = tables.toSorted((a, b) => b.catalogRows - a.catalogRows)[0]
  if (table === undefined) throw new Error(`${path} has no table`)
  const columns = table.columns.slice(0, 6).map(({ name }) => name)
  const types = table.columns.slice(0, 6).map(({ typeName }) => typeName)
  console.log(`${table.catalogRows} rows, columns: ${types.join(', ')}`)
  // The first reading warms the code and the page cache, and is not counted.
  await drain(toCsv(readRows(pages, table, { columns, limit: 100_000 })))
  await report('values, by page', readRows(pages, table, { columns }), (rows) =>
    drain(rows.batches()),
  )
  await report('values, by row', readRows(pages, table, { columns }), drain)
  await report('CSV', readRows(pages, table, { columns }), (rows) => drain(toCsv(rows)))
  await report('JSON Lines', readRows(pages, table, { columns }), (rows) =>
    drain(toJsonLines(rows)),
  )
  await image.close()
}

async function report(
  what: string,
  rows: TableRows,
  read: (rows: TableRows) => Promise<void>,
): Promise<void> {
  const begun = performance.now()
  await read(rows)
  const seconds = (performance.now() - begun) / 1000
  const rate = Math.round(rows.summary().rows / seconds)
  const peak = Math.round((process.resourceUsage().maxRSS * 1024) / mebibyte)
  console.log(
    `${what.padEnd(16)} ${rate.toLocaleString('en').padStart(10)} rows/s (goal ${goal.toLocaleString('en')}), ${peak} MiB at most so far`,
  )
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}
