/** Opens the catalogs of the real backups beside the checkout. */

import type { Catalog } from '../../../src/bak/catalog/catalog.ts'
import { readCatalog } from '../../../src/bak/catalog/read-catalog.ts'
import type { BackupPart } from '../../../src/bak/pages/backup-part.ts'
import type { DatabasePages } from '../../../src/bak/pages/database-pages.ts'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { readGolden } from '../golden.ts'
import { realPart } from '../pages/real-backups.ts'

export interface OpenCatalog {
  readonly pages: DatabasePages
  readonly catalog: Catalog
  readonly parts: readonly BackupPart[]
}

/** Opens a full backup with all its stripes, and a differential if one is named. */
export async function openCatalog(name: string, differential?: string): Promise<OpenCatalog> {
  const stripes = readGolden()[name]?.['stripeSet']
  const names = Array.isArray(stripes) ? stripes.map(String) : [name]
  const full = await Promise.all(names.map((stripe) => realPart(stripe)))
  const pages = await openDatabasePages({
    full,
    differential: differential === undefined ? undefined : [await realPart(differential)],
  })
  return { pages, catalog: await readCatalog(pages), parts: full }
}
