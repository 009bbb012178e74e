/**
 * The boot page, page 9 of file 1: what the database says about itself.
 *
 * @source bak-format facts 3.3: 81 full backups of releases 611 to 957 [measured]
 *
 *   100 u16 version    102 u16 version created by    132 u32 status    148 nvarchar(128) name    410 u8 compatibility
 *   488 u32 collation  504 GUID family               552 GUID recovery fork    612 {u32 page, u16 file} system catalog
 */
import { guidAt, u16, u32, utf16 } from '../binary.ts'
import type { PageAddress } from './database-pages.ts'
import { addressAt, isPage, pageType, pageTypes } from './page.ts'

export const bootPageAddress: PageAddress = { fileId: 1, pageId: 9 }

export interface BootPage {
  /** Internal database version, such as 904 (2019). */
  readonly databaseVersion: number
  /** Of the release that made the database. */
  readonly createVersion: number
  readonly status: number
  /** Behind a name that became shorter the rest of the longer one can stand: prefer the backup header's. */
  readonly database: string
  readonly compatibilityLevel: number
  readonly collationId: number
  readonly familyGuid: string | undefined
  readonly recoveryForkId: string | undefined
  /** First page of sysallocunits, from which the catalog is read. */
  readonly firstAllocationUnitsPage: PageAddress | undefined
}

const nameAt = 148
const nameBytes = 256

/** Returns the boot page's fields, or undefined when the page is another one. */
export function readBootPage(view: DataView): BootPage | undefined {
  const { fileId, pageId } = bootPageAddress
  if (pageType(view) !== pageTypes.boot || !isPage(view, fileId, pageId)) return undefined
  return {
    databaseVersion: u16(view, 100),
    createVersion: u16(view, 102),
    status: u32(view, 132),
    // The name is filled up with bytes of 0x20; as UTF-16 they are daggers.
    database: utf16(view, nameAt, nameBytes).replace(/[\0 \u2020]+$/, ''),
    compatibilityLevel: view.getUint8(410),
    collationId: u32(view, 488),
    familyGuid: guidAt(view, 504),
    recoveryForkId: guidAt(view, 552),
    firstAllocationUnitsPage: addressAt(view, 612),
  }
}
