/** Reads which features of SQL Server a database uses, as far as they matter to moving it. */
import type { BackupSet } from '../../inspection.ts'
import type { DatabasePages } from '../../pages/database-pages.ts'
import type { Catalog } from '../catalog.ts'
import { featureContext } from './context.ts'
import { type DatabaseFeature, Evidence } from './feature.ts'
import { moduleFeatures } from './module-features.ts'
import {
  assemblyFeature,
  brokerFeature,
  fullTextFeature,
  keyFeatures,
  replicationFeature,
  synonymFeature,
  trackingFeatures,
} from './object-features.ts'
import { orphanedOwnerFeature, principalFeatures } from './principal-features.ts'
import {
  columnFeatures,
  databaseFeatures,
  externalFeatures,
  filegroupFeatures,
  indexFeatures,
  rowsetFeatures,
  valueFeatures,
} from './storage-features.ts'

/**
 * Returns the features by name, also those that are not present. What the log in the backup would change is not seen.
 *
 * @param set  of the full backup, whose file list says more; undefined where there is none
 * @throws BAK_CATALOG_DAMAGED, BAK_CATALOG_LAYOUT_UNKNOWN, BAK_CATALOG_INCOMPLETE, BAK_CATALOG_TOO_LARGE, what
 *   reading pages throws, and the signal's reason
 */
export async function readFeatures(
  pages: DatabasePages,
  catalog: Catalog,
  set?: BackupSet,
  signal?: AbortSignal,
): Promise<DatabaseFeature[]> {
  const context = await featureContext(pages, catalog, set, signal)
  const replication = new Evidence()
  const features = [
    ...filegroupFeatures(context),
    ...(await rowsetFeatures(context)),
    ...(await columnFeatures(context, replication)),
    ...(await valueFeatures(context)),
    ...(await indexFeatures(context)),
    ...(await externalFeatures(context)),
    ...trackingFeatures(context),
    replicationFeature(context, replication),
    assemblyFeature(context),
    await brokerFeature(context),
    await fullTextFeature(context),
    ...(await keyFeatures(context)),
    await synonymFeature(context),
    ...principalFeatures(context),
    await orphanedOwnerFeature(context),
    ...(await moduleFeatures(context)),
    ...databaseFeatures(),
  ]
  return features.sort((a, b) => (a.name < b.name ? -1 : 1))
}
