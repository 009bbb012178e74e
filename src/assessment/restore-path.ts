/**
 * Which of the two ways a destination restores: 2008 R2 on local disks reads signed addresses into a database that
 * exists; all others read the bucket themselves and make the database.
 */
import type { RdsInstance } from '../rds/index.ts'

/** `into-existing`: the empty database must be there. `as-new`: no database of that name may be there. */
export type RestorePath = 'into-existing' | 'as-new'

/** @source cloud-api facts 5.2: signed addresses live at most 18 hours [spec] */
export const longestUrlSeconds = 18 * 3600

/** @source cloud-api facts 1.12: one backup file has at most 3 TB [spec]; read as 3 x 2^40 bytes [guess] */
export const largestBackupBytes = 3 * 2 ** 40

/**
 * Returns how the instance restores. A 2008 R2 instance whose storage type is not said counts as on local disks,
 * which all of them were before there were others.
 *
 * @source cloud-api facts 1.8 (EngineVersion, DBInstanceStorageType) and 5.2 [spec]
 */
export function restorePathOf(
  instance: Pick<RdsInstance, 'engineVersion' | 'storageType'>,
): RestorePath {
  const isOnCloudDisk = /^(cloud|general)_/i.test(instance.storageType)
  return is2008R2(instance) && !isOnCloudDisk ? 'into-existing' : 'as-new'
}

/** Tells whether an instance runs SQL Server 2008 R2, whatever its disks. */
export function is2008R2(instance: Pick<RdsInstance, 'engineVersion'>): boolean {
  return /^(20)?08r2/i.test(instance.engineVersion)
}

/** @source sqlserver facts: major version numbers of SQL Server [spec] */
const majorVersions: Readonly<Record<string, string>> = {
  '2008': '10.50',
  '08r2': '10.50',
  '2012': '11.0',
  '2014': '12.0',
  '2016': '13.0',
  '2017': '14.0',
  '2019': '15.0',
  '2022': '16.0',
  '2025': '17.0',
}

/** What a backup's version means for an instance. */
export type VersionVerdict = 'fits' | 'newer' | 'too-old' | 'unknown'

/**
 * Compares the SQL Server version that wrote a backup with that of an instance.
 *
 * @param version  `major.minor.build`, such as `15.0.4335`
 * @param engineVersion  such as `2019_std_ha`
 * @source cloud-api facts 5.4; SQL Server 2000 (8) is refused from 2012 on [spec]
 */
export function compareVersions(version: string, engineVersion: string): VersionVerdict {
  const instance = majorVersions[engineVersion.slice(0, 4).toLowerCase()]
  const [major, minor] = /^\d+\./.test(version) ? version.split('.').map(Number) : []
  if (!instance || major === undefined) return 'unknown'
  const [instanceMajor = 0, instanceMinor = 0] = instance.split('.').map(Number)
  if (major > instanceMajor || (major === instanceMajor && (minor ?? 0) > instanceMinor))
    return 'newer'
  return major <= 8 && instanceMajor >= 11 ? 'too-old' : 'fits'
}

/** @source cloud-api facts 5.3 and 5.9 [spec] */
const systemDatabases = ['master', 'tempdb', 'model', 'msdb', 'distribution', 'mssqlsystemresource']

/** Tells whether a name belongs to SQL Server itself; case does not matter. */
export function isSystemDatabase(name: string): boolean {
  return systemDatabases.includes(name.toLowerCase())
}
