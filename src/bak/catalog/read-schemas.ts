/** The names of schemas: sysclsobjs. */
import type { BaseRow } from './base-row.ts'
import { classIds } from './stored-numbers.ts'
import type { SystemTables } from './system-tables.ts'

/** Returns schema id to name. @throws what scanning system tables throws, and the signal's reason */
export async function readSchemas(
  system: SystemTables,
  signal: AbortSignal | undefined,
): Promise<Map<number, string>> {
  const table = system.table('sysclsobjs')
  const classId = table.column('class')
  const id = table.column('id')
  const name = table.column('name')
  const schemas = new Map<number, string>()
  const onRow = (row: BaseRow) => {
    if (row.int(classId) === classIds.schema) schemas.set(row.int(id), row.text(name))
  }
  await system.scan('sysclsobjs', onRow, signal)
  return schemas
}
