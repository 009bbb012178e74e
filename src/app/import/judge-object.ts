/**
 * What an object in the folder is for an import: which database it becomes, and why it may not. Pure: the name, the
 * size and what the header says are handed in.
 */

import { compareVersions, isSystemDatabase, largestBackupBytes } from '../../assessment/index.ts'
import type { BackupInspection } from '../../bak/index.ts'
import type { MigrationError } from '../../core/index.ts'
import { judgeKey, lastPart, parseBackupName, type RdsInstance, rdsError } from '../../rds/index.ts'

export interface JudgedObject {
  /** The database on the destination; undefined where neither name nor header say it. */
  readonly database: string | undefined
  /** Why no task is created: `filtered` objects are no backups by their name, as the official script says. */
  readonly refusal:
    | { readonly kind: 'filtered' | 'refused'; readonly error: MigrationError }
    | undefined
  readonly warnings: readonly MigrationError[]
}

export interface JudgeOptions {
  /** The header of the backup decides, not the object's name. */
  readonly byHeader: boolean
  /** New names of databases, by their old ones in lower case. */
  readonly renames: ReadonlyMap<string, string>
  readonly instance: Pick<RdsInstance, 'engineVersion'>
}

/** Returns what the name alone says: undefined for a name that the official script would filter. */
export function isNamedAsBackup(key: string): boolean {
  return parseBackupName(key)?.type === 'FULL'
}

/** Codes of compressed backups that RDS may read and this program does not. */
const unreadHere = ['BAK_ALGORITHM_NOT_SUPPORTED', 'BAK_CONTAINER_VERSION_NOT_SUPPORTED']

/** Judges one object. `inspection` is what its header says; where it cannot be read here, the name has to do. */
export function judgeObject(
  object: { readonly key: string; readonly sizeBytes: number },
  inspection: BackupInspection,
  options: JudgeOptions,
): JudgedObject {
  const file = lastPart(object.key)
  const warnings: MigrationError[] = []
  const named = isNamedAsBackup(object.key) ? parseBackupName(object.key)?.database : undefined
  const held = inspection.kind === 'mtf' ? inspection.sets[0]?.database : undefined
  const chosen = options.byHeader ? held : named
  const database =
    chosen === undefined ? undefined : (options.renames.get(chosen.toLowerCase()) ?? chosen)

  const characters = judgeKey(object.key)
  if (characters.verdict !== 'safe')
    warnings.push(
      rdsError('BAK_NAME_HAS_SPECIAL_CHARACTERS', { file, characters: characters.characters }),
    )
  if (!options.byHeader && named !== undefined && held !== undefined && named !== held)
    warnings.push(rdsError('BAK_NAME_AND_HEADER_DIFFER', { file, named, held }))

  const judged = (error: MigrationError | undefined): JudgedObject => ({
    database,
    refusal: error && { kind: error.code === 'BAK_NAME_REJECTED' ? 'filtered' : 'refused', error },
    warnings,
  })
  if (!options.byHeader && named === undefined)
    return judged(rdsError('BAK_NAME_REJECTED', { file }))
  if (characters.verdict === 'refused') return judged(warnings[0])
  if (object.sizeBytes > largestBackupBytes)
    return judged(rdsError('BAK_FILE_TOO_LARGE', { object: file }))
  const problem = problemOf(file, inspection, options)
  if (problem) {
    // The official script goes by the name alone; what cannot be read here RDS reads itself.
    const isOnlyUnread = unreadHere.includes(problem.code) && !options.byHeader
    if (!isOnlyUnread) return judged(problem)
    warnings.push(problem)
  }
  if (database !== undefined && isSystemDatabase(database))
    return judged(rdsError('RDS_DATABASE_NAME_REFUSED', { object: database }))
  return judged(undefined)
}

function problemOf(
  file: string,
  inspection: BackupInspection,
  { instance }: JudgeOptions,
): MigrationError | undefined {
  if (inspection.kind !== 'mtf') return inspection.problem
  if (inspection.problem) return inspection.problem
  const { familyCount, familyNumber, hasMediaPassword } = inspection.label
  if (hasMediaPassword) return rdsError('BAK_HAS_MEDIA_PASSWORD', { file })
  if (familyCount > 1) return rdsError('BAK_STRIPED', { file, familyNumber, familyCount })
  const [set, ...others] = inspection.sets
  if (!set || others.length > 0)
    return rdsError('BAK_SEVERAL_SETS', { file, count: inspection.sets.length })
  if (set.type === 'DIFFERENTIAL') return rdsError('BAK_NOT_FULL_BUT_DIFFERENTIAL', { file })
  if (set.type === 'LOG') return rdsError('BAK_NOT_FULL_BUT_LOG', { file })
  if (set.type !== 'FULL') return rdsError('BAK_TYPE_REFUSED', { file, type: set.type })
  const { version } = set
  const { engineVersion } = instance
  const verdict = compareVersions(version, engineVersion)
  if (verdict === 'newer')
    return rdsError('BAK_NEWER_THAN_INSTANCE', { file, version, engineVersion })
  if (verdict === 'too-old')
    return rdsError('BAK_TOO_OLD_FOR_INSTANCE', { file, version, engineVersion })
  return undefined
}
