/** What lies in the folder of an import: its objects, each judged by its name and by its header, read by range. */

import { inspectBackup } from '../../bak/index.ts'
import { nodeCodecs } from '../../files/index.ts'
import { type ObjectStore, type ObjectSummary, ossError } from '../../oss/index.ts'
import { lastPart, rdsError } from '../../rds/index.ts'
import { isNamedAsBackup, type JudgeOptions, judgeObject } from './judge-object.ts'
import { allocatedBytesOf, type Judged } from './requirements.ts'

/**
 * Returns the objects right in the folder, without the markers that consoles make for folders.
 *
 * @param prefix  empty for the root, otherwise with a slash at its end
 * @param only  names without folder; empty for all
 * @throws OSS_PREFIX_EMPTY
 */
export async function listFolder(
  store: ObjectStore,
  prefix: string,
  only: readonly string[],
): Promise<ObjectSummary[]> {
  const found: ObjectSummary[] = []
  for await (const object of store.list(prefix)) {
    const name = object.key.slice(prefix.length)
    if (name === '' || name.includes('/')) continue
    if (only.length === 0 || only.includes(name)) found.push(object)
  }
  if (found.length === 0)
    throw ossError('OSS_PREFIX_EMPTY', { resource: `oss://${store.bucket}/${prefix}` })
  return found
}

/** Returns the objects with what their names and headers say, in the same order. */
export async function judgeAll(
  store: ObjectStore,
  objects: readonly ObjectSummary[],
  options: JudgeOptions & { readonly signal: AbortSignal },
): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const object of objects) {
    // An object that the name rules out already is not worth a request.
    const file = lastPart(object.key)
    if (!options.byHeader && !isNamedAsBackup(object.key)) {
      const error = rdsError('BAK_NAME_REJECTED', { file })
      const refusal = { kind: 'filtered', error } as const
      judged.push({ object, database: undefined, refusal, warnings: [], allocatedBytes: 0 })
      continue
    }
    const source = await store.open(object.key)
    try {
      const inspection = await inspectBackup(source, {
        signal: options.signal,
        codecs: nodeCodecs,
      })
      const allocatedBytes = allocatedBytesOf(inspection)
      judged.push({ object, ...judgeObject(object, inspection, options), allocatedBytes })
    } finally {
      await source.close()
    }
  }
  return judged
}
