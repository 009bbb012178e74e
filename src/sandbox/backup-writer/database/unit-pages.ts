/** What the pages of any allocation unit have in common: rows with their index, or values outside their rows. */
import type { Fields } from '../fields.ts'
import type { PagePlace } from './page-writer.ts'

/** Ids that pages carry: parts of the allocation unit's id. */
export interface UnitIds {
  readonly indexId: number
  readonly objectId: number
}

/** Tells where a page of the unit stands, by its number within the unit. */
export type PlaceOf = (index: number) => PagePlace

/** The address of a record, known as the number of its page within a unit until the pages have places. */
export interface RecordLink {
  /** Where the eight bytes of the address stand. */
  readonly at: number
  readonly unit: 'own' | 'lob' | 'overflow'
  readonly index: number
  readonly slot: number
}

export interface UnitPages {
  readonly pageCount: number
  /** Pages with rows or values. */
  readonly leafCount: number
  readonly rootIndex: number
  readonly isClustered: boolean
  /** Writes page `index` over zeros, without checksum. */
  write(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void
}
