/** What in the databases of backups matters for a migration: what `sqlferry inspect --features` shows. */
import {
  type Catalog,
  type DatabaseFeature,
  type JsonObject,
  readFeatures,
} from '../../bak/index.ts'
import type { AppContext } from '../context.ts'
import { type AskedDatabases, askDatabases, type DatabaseRequest } from './read-databases.ts'

/** The features of one database, also those that are not there. */
export interface DatabaseFeatures {
  readonly catalog: Catalog
  readonly features: readonly DatabaseFeature[]
}

export interface FeaturesReport extends Omit<AskedDatabases<DatabaseFeatures>, 'json'> {
  /** Returns one object whose keys are paths; `features` by name. */
  json(): JsonObject
}

/**
 * Returns the features of every full backup in the files, with the newest differential that was named laid over it.
 *
 * @throws INSPECT_NO_DATABASE, INSPECT_NO_SET, INSPECT_WITH_FOREIGN, and the signal's reason
 */
export async function inspectFeatures(
  request: DatabaseRequest,
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
): Promise<FeaturesReport> {
  const asked = await askDatabases(request, context, async ({ pages, catalog }, signal, set) => ({
    catalog,
    features: await readFeatures(pages, catalog, set, signal),
  }))
  return {
    databases: asked.databases,
    unused: asked.unused,
    json: () =>
      asked.json(({ features }) => ({
        features: Object.fromEntries(
          features.map(({ name, present, count, evidence, basis, note }): [string, JsonObject] => [
            name,
            { present, count, evidence: [...evidence], basis, note: note ?? null },
          ]),
        ),
      })),
  }
}
