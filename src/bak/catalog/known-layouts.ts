/**
 * The few system tables by which all others are found, as every release from 2005 lays them out: name, type, place in
 * the record. They are believed only after the catalog's own account of them was read through them and says the same.
 *
 * @source bak-format facts 4.1; the catalogs of real backups of 2005 to 2022 say so themselves [measured]
 */
import type { BaseColumn } from './base-row.ts'

export interface KnownLayout {
  readonly name: string
  readonly objectId: number
  /** In the order of their column ids from 1, without those behind the last that is needed. */
  readonly columns: readonly BaseColumn[]
}

const int = { id: 56, bytes: 4 } as const
const bigint = { id: 127, bytes: 8 } as const
const smallint = { id: 52, bytes: 2 } as const
const tinyint = { id: 48, bytes: 1 } as const
const page = { id: 173, bytes: 6 } as const
const sysname = { id: 231, bytes: 256 } as const
const char2 = { id: 175, bytes: 2 } as const

type Spec = readonly [name: string, type: { readonly id: number; readonly bytes: number }]

/** Fixed columns follow each other from byte 4, variable ones are counted; every column has its bit. */
function layout(name: string, objectId: number, ...specs: Spec[]): KnownLayout {
  let offset = 4
  let variables = 0
  const columns = specs.map(([columnName, type], index): BaseColumn => {
    const isVariable = type.id === sysname.id
    const leafOffset = isVariable ? -1 - variables++ : offset
    if (!isVariable) offset += type.bytes
    return {
      name: columnName,
      systemTypeId: type.id,
      lengthBytes: type.bytes,
      leafOffset,
      nullBit: index + 1,
    }
  })
  return { name, objectId, columns }
}

export const sysallocunits = layout(
  'sysallocunits',
  7,
  ['auid', bigint],
  ['type', tinyint],
  ['ownerid', bigint],
  ['status', int],
  ['fgid', smallint],
  ['pgfirst', page],
  ['pgroot', page],
  ['pgfirstiam', page],
  ['pcused', bigint],
  ['pcdata', bigint],
  ['pcreserved', bigint],
)

export const sysrowsets = layout(
  'sysrowsets',
  5,
  ['rowsetid', bigint],
  ['ownertype', tinyint],
  ['idmajor', int],
  ['idminor', int],
  ['numpart', int],
  ['status', int],
  ['fgidfs', smallint],
  ['rcrows', bigint],
)

/** From 2008. `offset` and `nullbit` hold two numbers of 16 bits: of the leaf, and of the pages above it. */
export const sysrscols = layout(
  'sysrscols',
  3,
  ['rsid', bigint],
  ['rscolid', int],
  ['hbcolid', int],
  ['rcmodified', bigint],
  ['ti', int],
  ['cid', int],
  ['ordkey', smallint],
  ['maxinrowlen', smallint],
  ['status', int],
  ['offset', int],
  ['nullbit', int],
  ['bitpos', smallint],
)

/** 2005 only. */
export const sysrowsetcolumns = layout(
  'sysrowsetcolumns',
  4,
  ['rowsetid', bigint],
  ['rowsetcolid', int],
  ['hobtcolid', int],
  ['status', int],
  ['rcmodified', bigint],
  ['maxinrowlen', smallint],
)

/** 2005 only. */
export const syshobtcolumns = layout(
  'syshobtcolumns',
  13,
  ['hobtid', bigint],
  ['hobtcolumnid', int],
  ['status', int],
  ['ordkey', smallint],
  ['xtype', tinyint],
  ['length', smallint],
  ['prec', tinyint],
  ['scale', tinyint],
  ['collationid', int],
  ['offsetleaf', smallint],
  ['offsetint', smallint],
  ['bitposleaf', tinyint],
  ['bitposint', tinyint],
  ['nullbitleaf', smallint],
  ['nullbitint', smallint],
)

export const syscolpars = layout(
  'syscolpars',
  41,
  ['id', int],
  ['number', smallint],
  ['colid', int],
  ['name', sysname],
  ['xtype', tinyint],
  ['utype', int],
  ['length', smallint],
  ['prec', tinyint],
  ['scale', tinyint],
  ['collationid', int],
  ['status', int],
)

export const sysschobjs = layout(
  'sysschobjs',
  34,
  ['id', int],
  ['name', sysname],
  ['nsid', int],
  ['nsclass', tinyint],
  ['status', int],
  ['type', char2],
  ['pid', int],
)
