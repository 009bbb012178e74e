/** Opens a database in the files that hold it: its pages and what its system tables say. */
import {
  type BackupPart,
  type Catalog,
  type DatabasePages,
  openDatabasePages,
  openImage,
  readCatalog,
} from '../../bak/index.ts'
import { nodeCodecs, openFile } from '../../files/index.ts'
import type { DatabaseChoice, SetInFiles } from './choose-backup.ts'

export interface OpenDatabase extends AsyncDisposable {
  readonly pages: DatabasePages
  readonly catalog: Catalog
}

/**
 * Opens all files of a choice; they are closed when the result is disposed of.
 *
 * @throws what opening files, containers, pages and the catalog throws, and the signal's reason
 */
export async function openDatabase(
  choice: DatabaseChoice,
  signal: AbortSignal,
): Promise<OpenDatabase> {
  await using opening = new AsyncDisposableStack()
  const full = await openParts(choice.full, opening, signal)
  const differential =
    choice.differential && (await openParts(choice.differential, opening, signal))
  const pages = await openDatabasePages({ full, differential }, signal)
  const catalog = await readCatalog(pages, { signal })
  const opened = opening.move()
  return { pages, catalog, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function openParts(
  { group, set }: SetInFiles,
  opening: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<BackupPart[]> {
  const parts: BackupPart[] = []
  for (const { absolutePath, path, inspection } of group.files) {
    const own =
      inspection.kind === 'mtf'
        ? inspection.sets.find(({ position }) => position === set.position)
        : undefined
    // A stripe without this set is missing: the pages say so by its number.
    if (inspection.kind !== 'mtf' || own === undefined) continue
    const source = await openFile(absolutePath, path)
    opening.defer(() => source.close())
    const image =
      inspection.compression === undefined
        ? source
        : await openImage(source, { codecs: nodeCodecs, signal })
    parts.push({ image, label: inspection.label, set: own })
  }
  return parts
}
