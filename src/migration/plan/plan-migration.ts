/**
 * Decides for every file of a folder whether it goes to this destination, and why not if it does not.
 * Pure: reads nothing, changes nothing; the same facts give the same plan.
 *
 * Rules for several files at once: when more than one file could be restored as the same database, none of them
 * goes, because neither names nor dates prove which one is wanted; `only` with a file's name decides. Databases are
 * taken in the order of their names until the storage or the number of databases is used up.
 */

import type { BackupSet } from '../../bak/index.ts'
import { formatLsn, type MigrationError, sameName } from '../../core/index.ts'
import { migrationError } from '../errors.ts'
import type { DestinationFacts } from './destination.ts'
import { judgeFile } from './judge-file.ts'
import { countedUntil, tasksPerDatabaseAndDay } from './limits.ts'
import { objectKey } from './object-key.ts'
import type { InspectedFile, Plan, PlannedDatabase, PlanWishes, Refusal } from './plan.ts'
import { releaseOfVersion } from './releases.ts'
import { type StorageClaim, storageNeed } from './storage.ts'
import { databaseWarnings } from './warnings.ts'

/** What an earlier run of the same migration has begun already. */
export interface UnderWay {
  readonly database: string
  /** The file that it is restored from, as shown. */
  readonly file: string
  /** Still to be restored: storage has to be there for it. */
  readonly claim: StorageClaim | undefined
}

interface Candidate {
  readonly file: InspectedFile
  readonly set: BackupSet
}

/**
 * Returns the plan for a folder.
 *
 * @param files  all files found in the folder, inspected; may be empty
 * @param wishes  `unknownWishes` and `isSafePrefix` tell beforehand what is wrong with them
 * @param underWay  databases that an earlier run has begun; their files are not planned again and not refused
 */
export function planMigration(
  files: readonly InspectedFile[],
  destination: DestinationFacts,
  wishes: PlanWishes,
  underWay: readonly UnderWay[] = [],
): Plan {
  const wanted: Candidate[] = []
  const refused: Refusal[] = []
  const leftOut: string[] = []
  for (const file of files) {
    const judgement = judgeFile(file, files, destination)
    const database = judgement.verdict === 'candidate' ? judgement.set.database : judgement.database
    if (!isWanted(file, database, wishes.only)) leftOut.push(file.file)
    else if (judgement.verdict === 'refused') refused.push(refusal(file, database, judgement.error))
    else wanted.push({ file, set: judgement.set })
  }
  const accepted: PlannedDatabase[] = []
  const claims = underWay.flatMap((one) => (one.claim ? [one.claim] : []))
  let newDatabases = 0
  for (const group of groupByDatabase(wanted)) {
    const [first] = group
    const name = first.set.database
    const begun = underWay.find((one) => sameName(one.database, name))
    if (begun) {
      const others = group.filter((candidate) => candidate.file.file !== begun.file)
      const error = refuseClaims(name, [begun.file, ...others.map((one) => one.file.file)])
      if (error)
        for (const { file, set } of others) refused.push(refusal(file, set.database, error))
      continue
    }
    const planned = plannedDatabase(first, wishes.prefix, destination)
    const error =
      refuseClaims(
        name,
        group.map((candidate) => candidate.file.file),
      ) ??
      refuseName(name, destination) ??
      refuseCount(name, newDatabases + 1, destination) ??
      refuseQuota(name, destination) ??
      refuseSpace(planned, [...claims, ...accepted], wishes.parallelRestores, destination)
    if (error) for (const { file, set } of group) refused.push(refusal(file, set.database, error))
    else {
      accepted.push(planned)
      newDatabases++
    }
  }
  return {
    databases: withDistinctKeys(accepted),
    refused: refused.sort((a, b) => byCodePoints(a.file, b.file)),
    leftOut: leftOut.sort(byCodePoints),
    storage: {
      neededBytes: storageNeed([...claims, ...accepted], wishes.parallelRestores),
      freeBytes: destination.freeBytes,
    },
    warnings: [],
  }
}

/** Returns the names in `only` that neither a file nor a database of the folder has. */
export function unknownWishes(
  files: readonly InspectedFile[],
  only: readonly string[] | undefined,
): string[] {
  return (only ?? []).filter(
    (name) =>
      !files.some((file) => {
        const set = file.inspection.kind === 'mtf' ? file.inspection.sets[0] : undefined
        return isWanted(file, set?.database, [name])
      }),
  )
}

/** A wish is a file (as shown, or its last part) or a database by its name in the header. */
function isWanted(
  file: InspectedFile,
  database: string | undefined,
  only: readonly string[] | undefined,
): boolean {
  if (!only) return true
  const baseName = file.file.slice(file.file.lastIndexOf('/') + 1)
  return only.some(
    (name) =>
      name === file.file ||
      name === baseName ||
      (database !== undefined && sameName(name, database)),
  )
}

/** Groups candidates by database whatever the letter case; groups by name, their members by file. */
function groupByDatabase(candidates: readonly Candidate[]): [Candidate, ...Candidate[]][] {
  const groups = new Map<string, [Candidate, ...Candidate[]]>()
  const inOrder = [...candidates].sort(
    (a, b) =>
      byCodePoints(a.set.database.toLowerCase(), b.set.database.toLowerCase()) ||
      byCodePoints(a.file.file, b.file.file),
  )
  for (const candidate of inOrder) {
    const name = candidate.set.database.toLowerCase()
    const group = groups.get(name)
    if (group) group.push(candidate)
    else groups.set(name, [candidate])
  }
  return [...groups.values()]
}

function refuseClaims(database: string, files: readonly string[]): MigrationError | undefined {
  if (files.length === 1) return undefined
  return migrationError('PLAN_DATABASE_CLAIMED_TWICE', {
    count: files.length,
    database,
    files: files.join(', '),
    example: files[0] ?? '',
  })
}

function refuseName(database: string, destination: DestinationFacts): MigrationError | undefined {
  const exists = destination.databases.some((name) => sameName(name, database))
  const details = { instance: destination.instanceId, database }
  if (destination.path === 'local-2008r2')
    return exists ? undefined : migrationError('PLAN_NAME_MISSING', details)
  return exists ? migrationError('PLAN_NAME_TAKEN', details) : undefined
}

function refuseCount(
  database: string,
  newDatabases: number,
  destination: DestinationFacts,
): MigrationError | undefined {
  const limit = destination.maxDatabases
  const number = destination.databases.length + newDatabases
  if (limit === undefined || destination.path === 'local-2008r2' || number <= limit)
    return undefined
  return migrationError('PLAN_TOO_MANY_DATABASES', {
    instance: destination.instanceId,
    limit,
    database,
    number,
  })
}

function refuseQuota(database: string, destination: DestinationFacts): MigrationError | undefined {
  const counted = countedUntil(
    destination.tasks.filter((task) => sameName(task.database, database)),
    destination.readAtMs,
  )
  const freeAt = counted[counted.length - tasksPerDatabaseAndDay]
  if (freeAt === undefined) return undefined
  return migrationError('PLAN_DAILY_QUOTA', {
    database,
    count: counted.length,
    limit: tasksPerDatabaseAndDay,
    freeAt: new Date(freeAt).toISOString(),
  })
}

function refuseSpace(
  planned: PlannedDatabase,
  others: readonly StorageClaim[],
  parallelRestores: number,
  destination: DestinationFacts,
): MigrationError | undefined {
  const free = destination.freeBytes
  if (free === undefined) return undefined
  const before = storageNeed(others, parallelRestores)
  const after = storageNeed([...others, planned], parallelRestores)
  if (after <= free) return undefined
  return migrationError('PLAN_NO_SPACE', {
    database: planned.database,
    neededBytes: after - before,
    freeBytes: Math.max(0, free - before),
    instance: destination.instanceId,
  })
}

function plannedDatabase(
  { file, set }: Candidate,
  prefix: string,
  destination: DestinationFacts,
): PlannedDatabase {
  const identity = [
    set.backupSetGuid ?? 'no-guid',
    formatLsn(set.firstLsn),
    formatLsn(set.lastLsn),
    set.finish ?? 'no-date',
    file.sizeBytes,
  ].join(' ')
  return {
    database: set.database,
    path: file.path,
    file: file.file,
    sizeBytes: file.sizeBytes,
    modifiedAtMs: file.modifiedAtMs,
    identity,
    key: objectKey({ prefix, database: set.database, finish: set.finish, identity }),
    // A header without a file list (SQL Server 2000) says at least that the data fit into the backup.
    allocatedBytes: Math.max(
      set.files.reduce((sum, one) => sum + one.sizeBytes, 0),
      set.backupSize,
    ),
    release: releaseOfVersion(set.version)?.name ?? set.version,
    finish: set.finish,
    warnings: databaseWarnings(set, destination),
  }
}

/** Two keys can only be equal when two fingerprints are; the later one in the order gets a number. */
function withDistinctKeys(databases: readonly PlannedDatabase[]): PlannedDatabase[] {
  const used = new Set<string>()
  return databases.map((database) => {
    let key = database.key
    for (let number = 2; used.has(key); number++)
      key = database.key.replace(/\.bak$/, `_${number}.bak`)
    used.add(key)
    return { ...database, key }
  })
}

function refusal(
  file: InspectedFile,
  database: string | undefined,
  error: MigrationError,
): Refusal {
  return { file: file.file, sizeBytes: file.sizeBytes, database, error }
}

/** Orders texts by code points, the same on every machine. */
export function byCodePoints(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
