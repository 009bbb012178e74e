/** What the backups of a folder say that matters to the destination: names, sizes as restored, versions. */

import { type BackupFacts, compareVersions, isSystemDatabase } from '../../assessment/index.ts'
import { type BackupInspection, inspectBackup, releaseOfDatabaseVersion } from '../../bak/index.ts'
import { type ByteSource, isMigrationError } from '../../core/index.ts'
import { nodeCodecs } from '../../files/index.ts'
import type { ObjectStore } from '../../oss/index.ts'
import type { RdsInstance } from '../../rds/index.ts'

/** Objects whose headers are read at the same time: a few small ranged reads each. */
const readers = 4

/** Returns the facts of one inspected backup; without an instance the version is not judged. */
export function backupFactsOf(
  inspection: BackupInspection,
  instance: Pick<RdsInstance, 'engineVersion'> | undefined,
): BackupFacts {
  const { name, sizeBytes } = inspection
  if (inspection.kind !== 'mtf') return silentFile(name, sizeBytes, inspection.problem.code)
  const [set, ...others] = inspection.sets
  if (!set) return silentFile(name, sizeBytes, inspection.problem?.code ?? 'BAK_NO_BACKUP_SET')
  const problem =
    inspection.problem?.code ??
    (inspection.label.hasMediaPassword ? 'BAK_HAS_MEDIA_PASSWORD' : undefined) ??
    (inspection.label.familyCount > 1 ? 'BAK_STRIPED' : undefined) ??
    (others.length > 0 ? 'BAK_SEVERAL_SETS' : undefined) ??
    (set.isComplete ? undefined : 'BAK_SET_INCOMPLETE')
  return {
    name,
    sizeBytes,
    database: set.database,
    type: set.type,
    allocatedBytes: set.files.reduce((sum, file) => sum + file.sizeBytes, 0),
    sourceVersion: releaseOfDatabaseVersion(set.databaseVersion)?.name ?? set.version,
    versionVerdict: instance && compareVersions(set.version, instance.engineVersion),
    isSystemDatabase: isSystemDatabase(set.database),
    problem,
  }
}

function silentFile(name: string, sizeBytes: number, problem: string): BackupFacts {
  return {
    name,
    sizeBytes,
    database: undefined,
    type: undefined,
    allocatedBytes: undefined,
    sourceVersion: undefined,
    versionVerdict: undefined,
    isSystemDatabase: false,
    problem,
  }
}

/**
 * Reads the headers of all objects under a folder by range and returns their facts in the order of their keys.
 * An object that cannot be read is a fact too; a refused listing is thrown.
 *
 * @param prefix  with a slash at its end, or empty for the root
 */
export async function readBackupFacts(
  store: ObjectStore,
  prefix: string,
  instance: Pick<RdsInstance, 'engineVersion'> | undefined,
  signal?: AbortSignal,
): Promise<BackupFacts[]> {
  const objects: { readonly key: string; readonly sizeBytes: number }[] = []
  for await (const { key, sizeBytes } of store.list(prefix)) {
    signal?.throwIfAborted()
    // The OSS console marks folders by empty objects.
    if (!(key.endsWith('/') && sizeBytes === 0)) objects.push({ key, sizeBytes })
  }
  const facts = new Array<BackupFacts>(objects.length)
  let next = 0
  const read = async () => {
    for (let at = next++; at < objects.length; at = next++) {
      const object = objects[at]
      if (object) facts[at] = await readOne(store, object.key, object.sizeBytes, instance, signal)
    }
  }
  await Promise.all(Array.from({ length: Math.min(readers, objects.length) }, read))
  return facts
}

async function readOne(
  store: ObjectStore,
  key: string,
  sizeBytes: number,
  instance: Pick<RdsInstance, 'engineVersion'> | undefined,
  signal: AbortSignal | undefined,
): Promise<BackupFacts> {
  signal?.throwIfAborted()
  let source: ByteSource | undefined
  try {
    source = await store.open(key)
    const inspection = await inspectBackup(source, {
      codecs: nodeCodecs,
      ...(signal && { signal }),
    })
    return { ...backupFactsOf(inspection, instance), name: key }
  } catch (error) {
    if (!isMigrationError(error)) throw error
    return silentFile(key, sizeBytes, error.code)
  } finally {
    await source?.close()
  }
}
