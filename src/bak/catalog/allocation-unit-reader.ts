/** Reads rows of sysallocunits: where the bytes of a heap or an index lie, and how many pages they take. */
import { viewOf } from '../binary.ts'
import { addressAt } from '../pages/page.ts'
import type { BaseColumn, BaseRow } from './base-row.ts'
import type { BaseTable } from './base-table.ts'
import type { AllocationUnit } from './catalog.ts'

/** Reads rows of sysallocunits. */
export class AllocationUnitReader {
  readonly #auid: BaseColumn
  readonly #type: BaseColumn
  readonly #ownerid: BaseColumn
  readonly #pages: readonly BaseColumn[]
  readonly #usedPages: BaseColumn

  constructor(table: BaseTable) {
    this.#auid = table.column('auid')
    this.#type = table.column('type')
    this.#ownerid = table.column('ownerid')
    this.#pages = ['pgfirst', 'pgroot', 'pgfirstiam'].map((name) => table.column(name))
    this.#usedPages = table.column('pcused')
  }

  ownerId(row: BaseRow): bigint {
    return row.bigint(this.#ownerid)
  }

  read(row: BaseRow): AllocationUnit {
    const [firstPage, rootPage, firstIamPage] = this.#pages.map((column) => {
      const bytes = row.bytes(column)?.bytes
      return bytes === undefined ? undefined : addressAt(viewOf(bytes), 0)
    })
    return {
      unitId: row.bigint(this.#auid),
      type: row.int(this.#type),
      firstPage,
      rootPage,
      firstIamPage,
      usedPages: Number(row.bigint(this.#usedPages)),
    }
  }
}
