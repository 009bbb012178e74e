/**
 * Reads a backup to its last byte, as RESTORE does, and says what RESTORE and DBCC CHECKDB would find in it.
 *
 * @source RESTORE compares checksums only where the backup was taken WITH CHECKSUM [spec]; where it was not, a damaged
 *   page is restored as it is, and CHECKDB finds it. Which of its errors SQL Server raises first [guess]
 */
import {
  type BackupSet,
  type BackupVerdict,
  isMigrationError,
  type MtfInspection,
  openDatabasePages,
  openImage,
  ownerOfPage,
  readCatalog,
  type VerifyFinding,
  verifyBackup,
} from '../../bak/index.ts'
import type { ByteSource, MigrationError } from '../../core/index.ts'
import type { FileFacts } from './state.ts'
import { taskTexts } from './task-texts.ts'

/** A file of the backup whose headers have been read. */
export interface InspectedObject {
  readonly fileName: string
  readonly source: ByteSource
  readonly inspection: MtfInspection
  /** The one that is restored. */
  readonly set: BackupSet
}

export type FoundDamage = Pick<FileFacts, 'restoreFailure' | 'checkFindings'>

interface Wanted {
  /** Name of the database at the destination. */
  readonly database: string
  /** Of larger backups, compressed or not, the headers are read and nothing else. */
  readonly upToBytes: number
}

/**
 * Returns what is wrong with a backup; nothing where it is sound.
 *
 * @param files  all files of the backup, with one set of the same position
 * @throws what the sources throw
 */
export async function findDamage(
  files: readonly [InspectedObject, ...InspectedObject[]],
  { database, upToBytes }: Wanted,
): Promise<FoundDamage> {
  const [first] = files
  const { set } = first
  const say = (text: string): FoundDamage => ({
    restoreFailure: text + taskTexts.restoreEnds(set.type === 'LOG' ? 'LOG' : 'DATABASE'),
  })
  const cut = files.find(({ inspection }) => inspection.walk !== 'ok')
  if (cut) return say(textOf(cut.inspection.problem, cut.fileName))
  const open = files.find((file) => !file.set.isComplete)
  if (open) return say(taskTexts.setIncomplete(open.fileName))
  const sizeBytes = files.reduce((sum, { source }) => sum + source.sizeBytes, 0)
  if (Math.max(sizeBytes, set.backupSize) > upToBytes) return {}
  const verdict = await verifyBackup(files.map(({ source }) => source))
  const findings = verdict.findings.filter(
    ({ weight, position }) => weight !== 'doubt' && (position ?? set.position) === set.position,
  )
  const pages = findings.filter(isOfPage)
  const other = findings.find((finding) => !isOfPage(finding))
  const [page] = pages
  if (page && set.hasChecksums) {
    if (page.code === 'BAK_PAGE_DAMAGED_IN_DATABASE') return say(taskTexts.damagedAtBackup)
    return say(taskTexts.pageDamaged(page.page, database))
  }
  if (other) return say(textOf(other, files[other.stripe]?.fileName ?? first.fileName))
  if (page) return { checkFindings: await checkOf(files, pages.length, page) }
  return verdict.verdict === 'incomplete' || verdict.verdict === 'damaged'
    ? unlisted(verdict, say)
    : {}
}

/** Damage of this set that so many findings precede that the verdict does not list it, or of another set. */
function unlisted(
  { findingCount, findings }: BackupVerdict,
  say: (text: string) => FoundDamage,
): FoundDamage {
  return findingCount > findings.length ? say(taskTexts.setDamaged) : {}
}

const pageCodes = ['BAK_PAGE_DAMAGED', 'BAK_PAGE_TORN', 'BAK_PAGE_DAMAGED_IN_DATABASE']

type PageFinding = VerifyFinding & { readonly page: NonNullable<VerifyFinding['page']> }

function isOfPage(finding: VerifyFinding): finding is PageFinding {
  return finding.page !== undefined && pageCodes.includes(finding.code)
}

const setCodes = ['BAK_DATA_DAMAGED', 'BAK_EXTENTS_MISPLACED', 'BAK_EXTENTS_MISSING']

/** The words of SQL Server for damage that is no page's. */
function textOf(found: Pick<MigrationError, 'code'> | undefined, file: string): string {
  if (found?.code === 'BAK_TRUNCATED') return taskTexts.readFailedAtEnd(file)
  if (found?.code === 'BAK_SET_INCOMPLETE') return taskTexts.setIncomplete(file)
  if (found && setCodes.includes(found.code)) return taskTexts.setDamaged
  return taskTexts.mediaFamilyMalformed(file)
}

/** What CHECKDB calls an object that it cannot tell. [guess] */
const noObject = { table: '(Object ID 0)', objectId: 0 }

async function checkOf(
  files: readonly InspectedObject[],
  errors: number,
  { page }: PageFinding,
): Promise<NonNullable<FileFacts['checkFindings']>> {
  try {
    return { errors, ...((await ownerOf(files, page)) ?? noObject) }
  } catch (error) {
    // The catalog may be what is damaged.
    if (!isMigrationError(error)) throw error
    return { errors, ...noObject }
  }
}

/** Returns the table that a page belongs to; of a differential without its base nothing is known. */
async function ownerOf(files: readonly InspectedObject[], page: PageFinding['page']) {
  if (files[0]?.set.type !== 'FULL') return undefined
  const parts = []
  for (const { source, inspection, set } of files) {
    const image = inspection.compression === undefined ? source : await openImage(source)
    parts.push({ image, label: inspection.label, set })
  }
  const catalog = await readCatalog(await openDatabasePages({ full: parts }))
  const owner = await ownerOfPage(catalog, page)
  const table = catalog.tables.find(({ schema, name }) => `${schema}.${name}` === owner)
  if (owner === undefined) return undefined
  return { table: owner.replace(/^dbo\./, ''), objectId: table?.objectId ?? 0 }
}
