/** Opens the catalogs of the real backups beside the checkout. */
import type { Catalog } from '../../../src/bak/catalog/catalog.ts'
import { readCatalog } from '../../../src/bak/catalog/read-catalog.ts'
import type { BackupPart } from '../../../src/bak/pages/backup-part.ts'
import type { DatabasePages } from '../../../src/bak/pages/database-pages.ts'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { openImage } from '../../../src/bak/reader.ts'
import { memorySource } from '../../../src/core/index.ts'
import { backupBytes, readGolden } from '../golden.ts'
import { partOf } from '../pages/real-backups.ts'

export interface OpenCatalog {
  readonly pages: DatabasePages
  readonly catalog: Catalog
  /** All stripes of the full backup. */
  readonly full: readonly BackupPart[]
}

/** Returns the first backup set of a real backup, compressed or not. */
export async function backupPart(name: string): Promise<BackupPart> {
  const source = memorySource(backupBytes(name), name)
  const isCompressed = readGolden()[name]?.container === 'compressed'
  return await partOf(isCompressed ? await openImage(source) : source)
}

/** Opens the pages of a full backup with all its stripes, and a differential over it if one is named. */
export async function openPages(
  name: string,
  differential?: string,
): Promise<{ pages: DatabasePages; full: BackupPart[] }> {
  const stripes = readGolden()[name]?.['stripeSet']
  const names = Array.isArray(stripes) ? stripes.map(String) : [name]
  const full = await Promise.all(names.map(backupPart))
  const changes = differential === undefined ? undefined : [await backupPart(differential)]
  return { full, pages: await openDatabasePages({ full, differential: changes }) }
}

export async function openCatalog(name: string, differential?: string): Promise<OpenCatalog> {
  const { pages, full } = await openPages(name, differential)
  return { pages, full, catalog: await readCatalog(pages) }
}
