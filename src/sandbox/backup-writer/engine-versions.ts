/**
 * The SQL Server versions that the writer can imitate: builds, database versions and the layouts that changed
 * between them.
 */

/** What a version of SQL Server writes into a backup. */
export interface EngineVersion {
  readonly major: number
  readonly minor: number
  readonly build: number
  readonly databaseVersion: number
  readonly compatibilityLevel: number
  /** Fixed length of SCIN, SFGI and SFIN, bytes; the names follow. */
  readonly scinBytes: number
  readonly sfgiBytes: number
  readonly sfinBytes: number
  /** Byte of SCIN at which CompressedBackupSize stands. */
  readonly compressedSizeAt: number
  /** Length of an MSTL block, bytes. */
  readonly mstlBytes: number
}

export type EngineName =
  | '2008'
  | '2008r2'
  | '2012'
  | '2014'
  | '2016'
  | '2017'
  | '2019'
  | '2022'
  | '2025'

/**
 * Layouts of 2008 and of 2012 and later.
 * @source bak-format facts 1.8; SFIN, SFGI and MSTL lengths from real files of both generations [measured]
 */
const layout2008 = {
  scinBytes: 364,
  sfgiBytes: 48,
  sfinBytes: 1024,
  compressedSizeAt: 340,
  mstlBytes: 592,
}
const layout2012 = {
  scinBytes: 400,
  sfgiBytes: 224,
  sfinBytes: 1028,
  compressedSizeAt: 344,
  mstlBytes: 596,
}

function engine(
  version: readonly [major: number, minor: number, build: number],
  databaseVersion: number,
  compatibilityLevel: number,
): EngineVersion {
  const [major, minor, build] = version
  const layout = major < 11 ? layout2008 : layout2012
  return { major, minor, build, databaseVersion, compatibilityLevel, ...layout }
}

/** @source database versions: bak-format facts 0 and 1.8 [measured]; builds are service packs of each version */
export const engineVersions: Readonly<Record<EngineName, EngineVersion>> = {
  '2008': engine([10, 0, 6000], 655, 100),
  '2008r2': engine([10, 50, 6000], 661, 100),
  '2012': engine([11, 0, 7001], 706, 110),
  '2014': engine([12, 0, 6024], 782, 120),
  '2016': engine([13, 0, 6300], 852, 130),
  '2017': engine([14, 0, 3456], 869, 140),
  '2019': engine([15, 0, 4335], 904, 150),
  '2022': engine([16, 0, 4105], 957, 160),
  '2025': engine([17, 0, 1050], 998, 170),
}
