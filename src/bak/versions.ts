/**
 * SQL Server's releases by the internal version of their databases: what decides whether a backup can be restored.
 *
 * @source sqlserver facts 5; 539, 611, 655, 661, 706, 782, 852, 869, 904, 957 read in real backups [measured],
 *   early and preview numbers reported [guess]
 */

export interface SqlServerRelease {
  /** Such as `2008 R2`. */
  readonly name: string
  readonly year: number
  /** The first two parts of ProductVersion, such as `10.50`. */
  readonly productVersion: string
  readonly engineMajor: number
  /** Internal database version of the released product. */
  readonly databaseVersion: number
  /** The lowest and highest number that belongs to this release, inclusive. */
  readonly databaseVersions: readonly [number, number]
  readonly defaultCompatibilityLevel: number
}

/** From the oldest to the newest. */
export const DATABASE_VERSIONS: readonly SqlServerRelease[] = [
  release('2000', 2000, '8.0', 539, [539, 539], 80),
  release('2005', 2005, '9.0', 611, [611, 612], 90),
  release('2008', 2008, '10.0', 655, [655, 655], 100),
  release('2008 R2', 2008, '10.50', 661, [660, 661], 100),
  release('2012', 2012, '11.0', 706, [706, 706], 110),
  release('2014', 2014, '12.0', 782, [782, 782], 120),
  release('2016', 2016, '13.0', 852, [852, 852], 130),
  release('2017', 2017, '14.0', 869, [868, 869], 140),
  release('2019', 2019, '15.0', 904, [895, 904], 150),
  release('2022', 2022, '16.0', 957, [957, 957], 160),
  release('2025', 2025, '17.0', 998, [998, 998], 170),
]

/** The first release with the boot page and the system catalog of today. @source bak-format facts 3.3, 4.1 [measured] */
export const firstVersionOf2005 = 611

/** Returns the release that writes databases of this version, or undefined for a number that is not in the table. */
export function releaseOfDatabaseVersion(databaseVersion: number): SqlServerRelease | undefined {
  return DATABASE_VERSIONS.find(
    ({ databaseVersions: [low, high] }) => databaseVersion >= low && databaseVersion <= high,
  )
}

/** Returns a name such as `SQL Server 2008 R2`, or `SQL Server (database version 684)` for an unknown number. */
export function databaseVersionName(databaseVersion: number): string {
  const known = releaseOfDatabaseVersion(databaseVersion)
  return known ? `SQL Server ${known.name}` : `SQL Server (database version ${databaseVersion})`
}

function release(
  name: string,
  year: number,
  productVersion: string,
  databaseVersion: number,
  databaseVersions: readonly [number, number],
  defaultCompatibilityLevel: number,
): SqlServerRelease {
  const engineMajor = Number.parseInt(productVersion, 10)
  return {
    name,
    year,
    productVersion,
    engineMajor,
    databaseVersion,
    databaseVersions,
    defaultCompatibilityLevel,
  }
}
