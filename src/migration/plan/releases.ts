/**
 * SQL Server's releases: which one wrote a backup, which one an instance runs, and which can restore which.
 */
import { DATABASE_VERSIONS } from '../../bak/index.ts'

/** A release by its year, oldest first; 10.50 is a release of its own. */
export interface Release {
  /** As people say it: `2008 R2`, `2019`. */
  readonly name: string
  /** Major and minor product version, such as 10.5 for 10.50. */
  readonly version: number
}

const releases: readonly Release[] = DATABASE_VERSIONS.map(({ name, productVersion }) => ({
  name,
  version: Number(productVersion),
}))

/** The first release that cannot restore backups of SQL Server 2000. */
export const firstWithout2000 = 11

/**
 * Returns the release that a product version such as `10.50.4000` belongs to; a version between or beyond the known
 * ones is named by its own number. Undefined when the text is not a version.
 */
export function releaseOfVersion(version: string): Release | undefined {
  const match = /^(\d+)\.(\d+)/.exec(version)
  if (!match) return undefined
  const major = Number(match[1])
  const number = major === 10 && Number(match[2]) >= 50 ? 10.5 : major
  return releases.find((one) => one.version === number) ?? { name: version, version: number }
}

/**
 * Returns the release of an RDS EngineVersion such as `2008r2`, `08r2_ent_ha` or `2019_std_ha`, or undefined for a
 * word that is not known.
 * @source EngineVersion values, cloud-api facts 1.8 [spec]
 */
export function releaseOfEngine(engineVersion: string): Release | undefined {
  const match = /^(?:20)?(\d\d)(r2)?(?:_|$)/i.exec(engineVersion)
  if (!match) return undefined
  const name = `20${match[1]}${match[2] ? ' R2' : ''}`
  return releases.find((one) => one.name === name)
}
