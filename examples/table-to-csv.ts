/** Prints a table of a full backup as CSV, whether the backup is compressed or not. */
import { nodeCodecs, openFile } from 'sqlferry'
import {
  inspectBackup,
  openDatabasePages,
  openImage,
  readCatalog,
  readRows,
  toCsv,
} from 'sqlferry/bak'

const [path = 'fixtures/backups/Sales_FULL_20260101020000.bak', wanted = 'dbo.Customers'] =
  process.argv.slice(2)
await using cleaner = new AsyncDisposableStack()
const file = await openFile(path)
cleaner.defer(() => file.close())

const inspection = await inspectBackup(file, { codecs: nodeCodecs })
if (inspection.kind !== 'mtf') throw inspection.problem
const { label, compression, sets } = inspection
const set = sets.find(({ type }) => type === 'FULL')
if (!set) throw new Error(`${path} holds no full backup`)
const image = compression ? await openImage(file, { codecs: nodeCodecs }) : file

const pages = await openDatabasePages({ full: [{ image, label, set }] })
const { tables } = await readCatalog(pages)
const table = tables.find(({ schema, name }) => `${schema}.${name}` === wanted)
if (!table) throw new Error(`${set.database} has no table ${wanted}`)
for await (const text of toCsv(readRows(pages, table))) process.stdout.write(text)
