/** Numbers by which system tables tell kinds of things apart. */

/** sysallocunits.type of the pages that hold rows. @source bak-format facts 4.1 [measured] */
export const inRowData = 1

/**
 * sysrowsets.cmprlevel; from `columnstore` on there are no rows on pages.
 * @source sys.partitions.data_compression [spec]; 0 [measured]
 */
export const compressionLevels = {
  none: 0,
  row: 1,
  page: 2,
  columnstore: 3,
  columnstoreArchive: 4,
} as const

/** sysclsobjs.class. @source real backups [measured]; partition functions and data spaces as sys.* views define them [spec] */
export const classIds = { assembly: 10, dataSpace: 31, schema: 50, symmetricKey: 56 } as const

/** Id of the schema `sys`, which holds SQL Server's own objects. */
export const sysSchemaId = 4
