/**
 * Judges one file of the folder by what its header says: a candidate for its database, or refused with a reason.
 * What concerns several files at once (two claims to one database, storage) is decided in plan-migration.ts.
 *
 * The first rule that applies names the reason, in this order: not a backup, encrypted, cut or damaged;
 * media password; stripes; several sets; system database; differential, log or other type; never finished or marked
 * as damaged; too old or too new; the name; the size.
 */
import { isSystemDatabase, largestBackupBytes } from '../../assessment/index.ts'
import type { BackupSet, MtfInspection } from '../../bak/index.ts'
import type { MigrationError } from '../../core/index.ts'
import { migrationError } from '../errors.ts'
import type { DestinationFacts } from './destination.ts'
import { maxDatabaseNameLength } from './limits.ts'
import type { InspectedFile } from './plan.ts'
import { firstWithout2000, releaseOfVersion } from './releases.ts'

export type Judgement =
  | { readonly verdict: 'candidate'; readonly set: BackupSet }
  | {
      readonly verdict: 'refused'
      readonly database: string | undefined
      readonly error: MigrationError
    }

/** HEADERONLY's Flags: taken of damaged pages. @source restore-rules facts 1 [spec] */
const flagDamaged = 0x20

/**
 * Returns the judgement on a file.
 * @param folder  all files that were found, this one among them: stripes and full backups are looked up there
 */
export function judgeFile(
  file: InspectedFile,
  folder: readonly InspectedFile[],
  destination: Pick<DestinationFacts, 'engineVersion' | 'release'>,
): Judgement {
  const { inspection } = file
  if (inspection.kind !== 'mtf') return refused(undefined, inspection.problem)
  const set = inspection.sets[0]
  if (inspection.problem) return refused(set?.database, inspection.problem)
  const error = set
    ? (refuseMedia(file, inspection, set, folder) ??
      refuseSet(file, set, folder) ??
      refuseForDestination(file, set, destination))
    : migrationError('PLAN_BACKUP_INCOMPLETE', { file: file.file, database: '?' })
  return set && !error ? { verdict: 'candidate', set } : refused(set?.database, error)
}

function refused(database: string | undefined, error: MigrationError | undefined): Judgement {
  if (!error) throw new TypeError('a refusal needs a reason')
  return { verdict: 'refused', database, error }
}

/** Rules about the file as a medium: password, stripes, number of sets. */
function refuseMedia(
  file: InspectedFile,
  inspection: MtfInspection,
  set: BackupSet,
  folder: readonly InspectedFile[],
): MigrationError | undefined {
  const { label } = inspection
  const { database } = set
  if (label.hasMediaPassword)
    return migrationError('PLAN_MEDIA_PASSWORD', { file: file.file, database })
  if (label.familyCount > 1) {
    const { familyNumber: family, familyCount: families } = label
    const missing = missingFamilies(inspection, folder)
    const details = { file: file.file, family, families, database }
    return missing.length > 0
      ? migrationError('PLAN_STRIPE_MISSING', { ...details, missing: missing.join(', ') })
      : migrationError('PLAN_STRIPED', details)
  }
  if (inspection.sets.length > 1)
    return migrationError('PLAN_SEVERAL_SETS', { file: file.file, count: inspection.sets.length })
  return undefined
}

/** Returns the numbers of the stripes of this media set that no file of the folder holds, ascending. */
function missingFamilies(inspection: MtfInspection, folder: readonly InspectedFile[]): number[] {
  const { mediaSetId, familyCount, familyNumber } = inspection.label
  const present = new Set([familyNumber])
  for (const other of folder) {
    if (other.inspection.kind !== 'mtf' || mediaSetId === undefined) continue
    if (other.inspection.label.mediaSetId === mediaSetId)
      present.add(other.inspection.label.familyNumber)
  }
  return Array.from({ length: familyCount }, (_, index) => index + 1).filter(
    (number) => !present.has(number),
  )
}

/** Rules about what was backed up: whose database, which type, whether it was finished. */
function refuseSet(
  file: InspectedFile,
  set: BackupSet,
  folder: readonly InspectedFile[],
): MigrationError | undefined {
  const details = { file: file.file, database: set.database }
  if (isSystemDatabase(set.database)) return migrationError('PLAN_SYSTEM_DATABASE', details)
  if (set.type === 'DIFFERENTIAL' || set.type === 'LOG')
    return migrationError(hasItsFull(set, folder) ? 'PLAN_FULL_ONLY' : 'PLAN_FULL_MISSING', {
      ...details,
      type: typeInWords(set.type),
    })
  if (set.type !== 'FULL')
    return migrationError('PLAN_TYPE_UNSUPPORTED', { ...details, type: typeInWords(set.type) })
  if (!set.isComplete) return migrationError('PLAN_BACKUP_INCOMPLETE', details)
  if ((set.flags & flagDamaged) !== 0) return migrationError('PLAN_BACKUP_DAMAGED', details)
  return undefined
}

/** `DIFFERENTIAL_FILE` as `differential file`. */
function typeInWords(type: BackupSet['type']): string {
  return type.toLowerCase().replaceAll('_', ' ')
}

/** A differential names its full by GUID; a log belongs to a full of the same recovery fork. */
function hasItsFull(set: BackupSet, folder: readonly InspectedFile[]): boolean {
  const fulls = folder.flatMap((file) =>
    file.inspection.kind === 'mtf' ? file.inspection.sets.filter((one) => one.type === 'FULL') : [],
  )
  if (set.type === 'DIFFERENTIAL')
    return fulls.some(
      (full) => full.backupSetGuid !== undefined && full.backupSetGuid === set.differentialBaseGuid,
    )
  return fulls.some(
    (full) => full.recoveryForkId !== undefined && full.recoveryForkId === set.recoveryForkId,
  )
}

/** Rules about what this destination takes: versions, names, sizes. */
function refuseForDestination(
  file: InspectedFile,
  set: BackupSet,
  destination: Pick<DestinationFacts, 'engineVersion' | 'release'>,
): MigrationError | undefined {
  const details = { file: file.file, database: set.database }
  const source = releaseOfVersion(set.version)
  const target = destination.release
  if (source && target) {
    const both = { ...details, release: source.name, destination: destination.engineVersion }
    if (source.version > target.version) return migrationError('PLAN_TOO_NEW', both)
    if (source.version < 9 && target.version >= firstWithout2000)
      return migrationError('PLAN_TOO_OLD', both)
  }
  if (!isUsableName(set.database)) return migrationError('PLAN_NAME_REFUSED', details)
  if (file.sizeBytes > largestBackupBytes)
    return migrationError('PLAN_FILE_TOO_LARGE', {
      ...details,
      sizeBytes: file.sizeBytes,
      limitBytes: largestBackupBytes,
    })
  return undefined
}

/** @source SQL Server takes any sysname; RDS follows it, cloud-api facts 1.10 [spec]; blanks and controls [guess] */
function isUsableName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= maxDatabaseNameLength &&
    name === name.trim() &&
    !/\p{Cc}/u.test(name)
  )
}
