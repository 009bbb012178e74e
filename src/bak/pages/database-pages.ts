/**
 * The pages of a database as a backup holds them: of a full backup, in one file or striped, and of a full backup with
 * a differential laid over it. Catalog and rows read through this shape and know nothing of files.
 */

/** @source SQL Server pages and extents [spec] */
export const pageBytes = 8192
export const extentPages = 8
export const extentBytes = pageBytes * extentPages

/** Where a page stands in the database. */
export interface PageAddress {
  readonly fileId: number
  readonly pageId: number
}

/** A page with its place. Torn-page bits have been put back: the bytes are those that SQL Server sees. */
export interface Page {
  readonly fileId: number
  readonly pageId: number
  /** 8,192 bytes; must not be changed. Stays valid as long as it is held. */
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** A data file of the database. */
export interface PageFile {
  readonly fileId: number
  readonly filegroupId: number
  readonly logicalName: string
  /** From FILELISTONLY's Size. */
  readonly pageCount: number
}

/**
 * The pages of a database in a backup. Page ids are within their file; both ids as SQL Server counts them, file:page.
 */
export interface DatabasePages {
  /** How errors name the backup: its first file. */
  readonly name: string
  readonly database: string
  /** Internal database version, such as 661 (2008 R2) or 904 (2019). */
  readonly databaseVersion: number
  /** Files with rows, by id. */
  readonly files: readonly PageFile[]
  /** The page if it is at hand, without waiting. */
  peek(fileId: number, pageId: number): Page | undefined
  /**
   * Returns a page, or undefined where the backup does not hold it. Neighbours are read along, and the latest read are
   * kept, in a bounded amount of memory.
   *
   * @throws BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, what the container throws, and the signal's reason
   */
  load(fileId: number, pageId: number, signal?: AbortSignal): Promise<Page | undefined>
  /** Tells whether PFS says that the page is allocated; false where there is no PFS page for it. */
  isAllocated(fileId: number, pageId: number, signal?: AbortSignal): Promise<boolean>
}
