/** Whose page is it? A page's header names an allocation unit; the system tables say which object that belongs to. */
import { unitOfHeader } from '../pages/iam.ts'
import type { BaseRow } from './base-row.ts'
import type { Catalog } from './catalog.ts'
import { readSchemas } from './read-schemas.ts'

/** What a page's header says about its owner. */
export interface PageHeaderOwner {
  /** u32 at byte 24 of the page: the middle of the allocation unit's id. */
  readonly headerObjectId: number
  /** u16 at byte 6 of the page: the high end of the allocation unit's id. */
  readonly headerIndexId: number
}

/**
 * Returns `schema.name` of the table, view or system table that a page belongs to, or undefined where the catalog
 * does not know the allocation unit that the header names.
 *
 * @throws what scanning system tables throws, and the signal's reason
 * @source SQL Server 2005 and later: the unit's id is the header's index id and object id, joined [measured]
 */
export async function ownerOfPage(
  { systemTables: system }: Pick<Catalog, 'systemTables'>,
  { headerObjectId, headerIndexId }: PageHeaderOwner,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const unitId = unitOfHeader({ objectId: headerObjectId, indexId: headerIndexId })
  const rowsetId = await find('sysallocunits', 'auid', unitId, 'ownerid')
  if (rowsetId === undefined) return undefined
  const objectId = await find('sysrowsets', 'rowsetid', rowsetId, 'idmajor')
  if (objectId === undefined) return undefined
  return await nameOf(Number(objectId))

  async function find(
    name: string,
    keyName: string,
    wanted: bigint,
    valueName: string,
  ): Promise<bigint | undefined> {
    const table = system.table(name)
    const key = table.column(keyName)
    const value = table.column(valueName)
    let found: bigint | undefined
    const onRow = (row: BaseRow) => {
      if (row.bigint(key) === wanted)
        found = valueName === 'idmajor' ? BigInt(row.int(value)) : row.bigint(value)
    }
    await system.scan(name, onRow, signal)
    return found
  }

  async function nameOf(objectId: number): Promise<string | undefined> {
    const table = system.table('sysschobjs')
    const id = table.column('id')
    const schema = table.column('nsid')
    const name = table.column('name')
    let found: { readonly schemaId: number; readonly name: string } | undefined
    const onRow = (row: BaseRow) => {
      if (row.int(id) === objectId) found = { schemaId: row.int(schema), name: row.text(name) }
    }
    await system.scan('sysschobjs', onRow, signal)
    if (found === undefined) return undefined
    const schemas = await readSchemas(system, signal)
    return `${schemas.get(found.schemaId) ?? found.schemaId}.${found.name}`
  }
}
