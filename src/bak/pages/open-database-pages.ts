/** Opens the pages of a database: of a full backup, in one file or striped, and with a differential laid over it. */
import { fileTypes } from '../header/file-list.ts'
import type { BackupSet } from '../inspection.ts'
import { firstVersionOf2005 } from '../versions.ts'
import type { BackupPart } from './backup-part.ts'
import { bootPageAddress, readBootPage } from './boot-page.ts'
import { type DatabasePages, type PageFile, pageBytes } from './database-pages.ts'
import { pagesError } from './errors.ts'
import { pageType, pageTypes, slotCount } from './page.ts'
import { PageStore } from './page-store.ts'
import { placeSet } from './place-set.ts'
import { recordInSlot } from './record.ts'

/** The backup sets that together hold a database. */
export interface DatabaseBackup {
  /** All files of the full backup, in any order. */
  readonly full: readonly BackupPart[]
  /** All files of a differential that is based on it. */
  readonly differential?: readonly BackupPart[] | undefined
}

/**
 * Opens the pages. The log in the backup is not applied: pages are as the backup read them. The sources stay open, and
 * have to as long as pages are read. A backup in one file costs a few reads; a striped one is read once as a whole.
 *
 * @throws BAK_PAGES_NOT_IN_SET, BAK_STRIPES_MIXED, BAK_STRIPES_MISSING, BAK_DIFFERENTIAL_OF_OTHER_FULL,
 *   BAK_BOOT_PAGE_DAMAGED, BAK_PAGES_ENCRYPTED, BAK_PAGE_MISPLACED; the problem that ends the walk over a file
 *   (BAK_TRUNCATED, BAK_BLOCK_DAMAGED, BAK_CHAIN_BROKEN, BAK_DATA_UNALIGNED); BAK_UNREADABLE, BAK_CHANGED_WHILE_READ,
 *   what the container throws, and the signal's reason
 */
export async function openDatabasePages(
  backup: DatabaseBackup,
  signal?: AbortSignal,
): Promise<DatabasePages> {
  const { full, differential } = backup
  const base = await placeSet(full, 'FULL', signal)
  const changes =
    differential === undefined ? undefined : await placeSet(differential, 'DIFFERENTIAL', signal)
  const first = base.regions[0]?.part ?? full[0]
  const later = changes?.parts[0]
  if (first === undefined) throw new RangeError('no backup given')
  if (later !== undefined) checkBase(first, later)
  const { set } = later ?? first
  const store = new PageStore([...(changes?.regions ?? []), ...base.regions])
  await checkReadable(store, first.image.name, set, signal)
  return {
    name: first.image.name,
    database: set.database,
    databaseVersion: set.databaseVersion,
    files: pageFiles(set),
    peek: (fileId, pageId) => store.peek(fileId, pageId),
    load: (fileId, pageId, at) => store.load(fileId, pageId, at),
    isAllocated: (fileId, pageId, at) => store.isAllocated(fileId, pageId, at),
  }
}

function pageFiles(set: BackupSet): PageFile[] {
  return set.files
    .filter((file) => file.type === fileTypes.rows)
    .map(({ fileId, filegroupId, logicalName, sizeBytes }) => ({
      fileId,
      filegroupId,
      logicalName,
      pageCount: Math.floor(sizeBytes / pageBytes),
    }))
    .sort((a, b) => a.fileId - b.fileId)
}

/** @source bak-format facts 0: DifferentialBaseGUID = BackupSetGUID of its full, 21 of 21 [measured] */
function checkBase(full: BackupPart, differential: BackupPart): void {
  const base = differential.set.differentialBaseGuid
  if (base !== undefined && base === full.set.backupSetGuid) return
  throw pagesError('BAK_DIFFERENTIAL_OF_OTHER_FULL', {
    file: differential.image.name,
    base: base ?? '-',
    full: full.set.backupSetGuid ?? '-',
  })
}

/** Fewer slots than this prove nothing. */
const fewSlots = 8

/**
 * Tells a database with transparent data encryption, whose page headers stay readable, from a damaged one: the boot
 * page, or the first page of the catalog, is nonsense behind a sound header.
 *
 * @source bak-format facts 6: no such file was at hand [guess]
 */
async function checkReadable(
  store: PageStore,
  file: string,
  set: BackupSet,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { database, databaseVersion } = set
  const { fileId, pageId } = bootPageAddress
  const page = await store.load(fileId, pageId, signal)
  const boot = page === undefined ? undefined : readBootPage(page.view)
  if (boot === undefined)
    throw pagesError('BAK_BOOT_PAGE_DAMAGED', { file, reason: `no page ${fileId}:${pageId}` })
  if (boot.databaseVersion !== databaseVersion) {
    // Encryption changes every field; damage rarely hits two places of one page.
    const isForeign = boot.compatibilityLevel !== set.compatibilityLevel
    const isNamed = boot.database.toLowerCase().startsWith(database.toLowerCase())
    if (isForeign && !isNamed) throw pagesError('BAK_PAGES_ENCRYPTED', { file, database })
    const reason = `dbi_version = ${boot.databaseVersion}, DatabaseVersion = ${databaseVersion}`
    throw pagesError('BAK_BOOT_PAGE_DAMAGED', { file, reason })
  }
  const catalogAt = boot.firstAllocationUnitsPage
  if (databaseVersion < firstVersionOf2005 || catalogAt === undefined) return
  const first = await store.load(catalogAt.fileId, catalogAt.pageId, signal)
  if (first === undefined || pageType(first.view) !== pageTypes.data) return
  const slots = slotCount(first.view)
  let malformed = 0
  for (let slot = 0; slot < slots; slot++)
    if (recordInSlot(first.view, slot).kind === 'malformed') malformed++
  if (slots >= fewSlots && malformed * 2 > slots)
    throw pagesError('BAK_PAGES_ENCRYPTED', { file, database })
}
