/**
 * What planning has to know about the destination, as plain facts: read once, before anything is decided.
 */
import { restorePathOf } from '../../assessment/index.ts'
import type { MigrateTask, RdsDatabase, RdsInstance, ResourceUsage } from '../../rds/index.ts'
import { type Release, releaseOfEngine } from './releases.ts'

/**
 * The two ways in which RDS takes backups. `local-2008r2`: the database must exist and be empty, the backup is
 * named by a signed URL. `standard`: the database must not exist, the backup is named by bucket and key.
 */
export type RestorePath = 'standard' | 'local-2008r2'

/** A task that counts against the quotas, ours or not. */
export interface CountedTask {
  readonly database: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number
}

export interface DestinationFacts {
  readonly instanceId: string
  /** As RDS says it, such as `2019_std_ha`. */
  readonly engineVersion: string
  /** Undefined for an EngineVersion that is not known; versions are then left to RDS to judge. */
  readonly release: Release | undefined
  readonly path: RestorePath
  /** Names of all databases there. */
  readonly databases: readonly string[]
  /** Undefined where the service does not say. */
  readonly maxDatabases: number | undefined
  /** Bytes of the instance's disk that are not used; undefined where the service does not say. */
  readonly freeBytes: number | undefined
  /** Tasks of about the last day, ours and others'. */
  readonly tasks: readonly CountedTask[]
  /** When the facts were read, milliseconds since 1970-01-01 UTC. */
  readonly readAtMs: number
}

/** Returns how this instance takes backups. @source cloud-api facts 5.2 [spec] */
export function restorePath(
  instance: Pick<RdsInstance, 'engineVersion' | 'storageType'>,
): RestorePath {
  return restorePathOf(instance) === 'into-existing' ? 'local-2008r2' : 'standard'
}

/**
 * Gathers what the service said into the facts that planning uses.
 * @param usage  free storage is the instance's storage less what is used by it; undefined if either is unknown
 */
export function describeDestination(answers: {
  readonly instance: RdsInstance
  readonly databases: readonly RdsDatabase[]
  readonly usage: ResourceUsage | undefined
  readonly tasks: readonly MigrateTask[]
  readonly nowMs: number
}): DestinationFacts {
  const { instance } = answers
  return {
    instanceId: instance.instanceId,
    engineVersion: instance.engineVersion,
    release: releaseOfEngine(instance.engineVersion),
    path: restorePath(instance),
    databases: answers.databases.map((database) => database.name),
    maxDatabases: instance.maxDatabases,
    freeBytes: freeBytes(instance, answers.usage),
    tasks: answers.tasks.map((task) => ({
      database: task.database,
      createdAtMs: task.createdAt.getTime(),
    })),
    readAtMs: answers.nowMs,
  }
}

/** Returns the unused bytes of the instance's disk, 0 or more, or undefined where the service does not say. */
export function freeBytes(
  instance: RdsInstance,
  usage: ResourceUsage | undefined,
): number | undefined {
  const used = usage?.diskUsedBytes ?? instance.diskUsedBytes
  if (instance.storageBytes === undefined || used === undefined) return undefined
  return Math.max(0, instance.storageBytes - used)
}
