/** A system table: its columns by name. */
import type { BaseColumn } from './base-row.ts'
import { catalogError } from './errors.ts'

/** Columns of one system table, as this release has them. */
export class BaseTable {
  readonly name: string
  readonly objectId: number
  readonly #columns: ReadonlyMap<string, BaseColumn>

  constructor(name: string, objectId: number, columns: Iterable<BaseColumn>) {
    this.name = name
    this.objectId = objectId
    this.#columns = new Map([...columns].map((column) => [column.name, column]))
  }

  /** @throws BAK_CATALOG_LAYOUT_UNKNOWN  when this release's table has no such column */
  column(name: string): BaseColumn {
    const column = this.#columns.get(name)
    if (column !== undefined) return column
    throw catalogError('BAK_CATALOG_LAYOUT_UNKNOWN', {
      table: this.name,
      reason: `it has no column ${name}`,
    })
  }

  /** Returns the column, or undefined where this release's table has none of that name. */
  find(name: string): BaseColumn | undefined {
    return this.#columns.get(name)
  }

  get columns(): IterableIterator<BaseColumn> {
    return this.#columns.values()
  }
}
