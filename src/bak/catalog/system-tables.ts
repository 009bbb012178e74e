/**
 * The system tables of a database, read by their names: the catalog describes itself, so that only seven tables have
 * to be known beforehand (known-layouts.ts), and even those are checked against what the catalog says of them.
 */
import { type BootPage, bootPageAddress, readBootPage } from '../pages/boot-page.ts'
import type { DatabasePages } from '../pages/database-pages.ts'
import { databaseVersionName, firstVersionOf2005 } from '../versions.ts'
import type { BaseTable } from './base-table.ts'
import { findTables, type OpenTable } from './bootstrap.ts'
import type { AllocationUnit } from './catalog.ts'
import { catalogError } from './errors.ts'
import { type OnRow, type SystemRowSource, scanUnits } from './scan-units.ts'

/** More rows than this in one system table are taken for damage: 100,000 tables have a tenth of it. */
const defaultMaxRows = 20_000_000

/** How far system tables are read, and what stops the reading. */
export interface SystemTablesOptions {
  readonly signal?: AbortSignal | undefined
  /** Most rows that are read of one system table; default 20,000,000. */
  readonly maxRows?: number | undefined
}

/** The system tables of a database, opened: each can be scanned as often as wanted. */
export class SystemTables {
  readonly pages: DatabasePages
  readonly boot: BootPage
  readonly #tables: ReadonlyMap<string, OpenTable>
  readonly #source: SystemRowSource

  constructor(source: SystemRowSource, boot: BootPage, tables: ReadonlyMap<string, OpenTable>) {
    this.pages = source.pages
    this.boot = boot
    this.#source = source
    this.#tables = tables
  }

  /** The names of the system tables of this database, such as `sysschobjs`. */
  get names(): readonly string[] {
    return [...this.#tables.keys()].sort()
  }

  /** Returns the table's columns, or undefined where this release has no table of that name. */
  find(name: string): BaseTable | undefined {
    return this.#tables.get(name)?.table
  }

  /** @throws BAK_CATALOG_INCOMPLETE  when there is no such table */
  table(name: string): BaseTable {
    return this.#open(name).table
  }

  /** Returns where the table's values that do not fit into their rows lie, and its rows. */
  units(name: string): readonly AllocationUnit[] {
    return this.#open(name).units
  }

  /**
   * Calls `onRow` with each row of a system table, in the order of pages. The row is only valid during the call.
   *
   * @throws BAK_CATALOG_DAMAGED  when a record is contradictory
   * @throws BAK_CATALOG_TOO_LARGE, BAK_CATALOG_INCOMPLETE, what reading pages throws, and the signal's reason
   */
  async scan(name: string, onRow: OnRow, signal?: AbortSignal): Promise<void> {
    await scanUnits(this.#source, name, this.units(name), onRow, signal)
  }

  #open(name: string): OpenTable {
    const open = this.#tables.get(name)
    if (open !== undefined) return open
    throw catalogError('BAK_CATALOG_INCOMPLETE', {
      database: this.boot.database,
      missing: `there is no system table ${name}`,
    })
  }
}

/**
 * Finds the system tables of a database.
 *
 * @throws BAK_CATALOG_NOT_SUPPORTED  for SQL Server 2000
 * @throws BAK_CATALOG_LAYOUT_UNKNOWN  when the catalog contradicts what is known about it
 * @throws BAK_CATALOG_INCOMPLETE, BAK_CATALOG_DAMAGED, what reading pages throws, and the signal's reason
 * @source bak-format facts 4.1 [measured]
 */
export async function openSystemTables(
  pages: DatabasePages,
  { signal, maxRows = defaultMaxRows }: SystemTablesOptions = {},
): Promise<SystemTables> {
  const boot = await loadBootPage(pages, signal)
  const source = { pages, database: boot.database, maxRows }
  return new SystemTables(source, boot, await findTables(source, boot, signal))
}

async function loadBootPage(
  pages: DatabasePages,
  signal: AbortSignal | undefined,
): Promise<BootPage> {
  const { database, databaseVersion } = pages
  if (databaseVersion < firstVersionOf2005)
    throw catalogError('BAK_CATALOG_NOT_SUPPORTED', {
      database,
      version: databaseVersion,
      release: databaseVersionName(databaseVersion),
    })
  const { fileId, pageId } = bootPageAddress
  const page = await pages.load(fileId, pageId, signal)
  const boot = page === undefined ? undefined : readBootPage(page.view)
  if (boot !== undefined) return boot
  const missing = `the boot page, ${fileId}:${pageId}, is not in the backup`
  throw catalogError('BAK_CATALOG_INCOMPLETE', { database, missing })
}
