/**
 * The system base tables that a written database has, column by column, as they describe themselves in real files.
 * SQL Server has about seventy more, which are empty or not needed to find tables and rows.
 * @source syscolpars and sysrscols of files of 2008 R2, 2012, 2014, 2016, 2017 and 2019 [measured]; later ones [guess]
 */
import type { EngineVersion } from '../engine-versions.ts'
import type { ColumnSpec } from './table-spec.ts'

/** Object ids of the base tables, which are theirs in every version. @source bak-format facts 4.1 [measured] */
export const systemIds = {
  sysrscols: 3,
  sysrowsets: 5,
  sysallocunits: 7,
  sysftinds: 25,
  sysowners: 27,
  sysschobjs: 34,
  syscolpars: 41,
  sysscalartypes: 50,
  sysidxstats: 54,
  sysiscols: 55,
  sysbinobjs: 58,
  sysobjvalues: 60,
  sysclsobjs: 64,
  syssingleobjrefs: 74,
} as const

export type SystemTableName = keyof typeof systemIds

/** Written only where rows are given for them. */
const onDemand: ReadonlySet<SystemTableName> = new Set(['sysftinds', 'sysbinobjs'])

export interface SystemTable {
  readonly id: number
  readonly name: SystemTableName
  readonly columns: readonly ColumnSpec[]
  readonly key: readonly string[]
}

type ShortColumn = readonly [name: string, type: ColumnSpec['type'], length?: number]

/** A short column's name ends with a question mark where it may be NULL. */
function column([name, type, length]: ShortColumn): ColumnSpec {
  const isNullable = name.endsWith('?')
  return {
    name: isNullable ? name.slice(0, -1) : name,
    type,
    isNullable,
    ...(length === undefined ? {} : { length }),
  }
}

/**
 * Returns the base tables of a version, by object id.
 * @param wanted  beside those that every database needs
 */
export function systemTables(
  engine: EngineVersion,
  wanted: ReadonlySet<SystemTableName> = new Set(),
): SystemTable[] {
  return allSystemTables(engine)
    .filter(({ name }) => !onDemand.has(name) || wanted.has(name))
    .sort((a, b) => a.id - b.id)
}

function allSystemTables(engine: EngineVersion): SystemTable[] {
  const is2012 = engine.major >= 11
  const fragment: readonly ShortColumn[] = is2012 ? [] : [['dbfragid', 'int']]
  const table = (
    name: SystemTableName,
    key: readonly string[],
    columns: readonly ShortColumn[],
  ): SystemTable => ({ id: systemIds[name], name, key, columns: columns.map(column) })
  return [
    table(
      'sysrscols',
      ['rsid', 'hbcolid', 'rscolid'],
      [
        ['rsid', 'bigint'],
        ['rscolid', 'int'],
        ['hbcolid', 'int'],
        ['rcmodified', 'bigint'],
        ['ti', 'int'],
        ['cid', 'int'],
        ['ordkey', 'smallint'],
        ['maxinrowlen', 'smallint'],
        ['status', 'int'],
        ['offset', 'int'],
        ['nullbit', 'int'],
        ['bitpos', 'smallint'],
        ['colguid?', 'varbinary', 16],
        ...fragment,
      ],
    ),
    table(
      'sysrowsets',
      ['rowsetid'],
      [
        ['rowsetid', 'bigint'],
        ['ownertype', 'tinyint'],
        ['idmajor', 'int'],
        ['idminor', 'int'],
        ['numpart', 'int'],
        ['status', 'int'],
        ['fgidfs', 'smallint'],
        ['rcrows', 'bigint'],
        ['cmprlevel', 'tinyint'],
        ['fillfact', 'tinyint'],
        ['maxnullbit', 'smallint'],
        ['maxleaf', 'int'],
        ['maxint', 'smallint'],
        ['minleaf', 'smallint'],
        ['minint', 'smallint'],
        ['rsguid?', 'varbinary', 16],
        ['lockres?', 'varbinary', 8],
        is2012 ? ['scope_id?', 'int'] : ['dbfragid', 'int'],
      ],
    ),
    table(
      'sysallocunits',
      ['auid'],
      [
        ['auid', 'bigint'],
        ['type', 'tinyint'],
        ['ownerid', 'bigint'],
        ['status', 'int'],
        ['fgid', 'smallint'],
        ['pgfirst', 'binary', 6],
        ['pgroot', 'binary', 6],
        ['pgfirstiam', 'binary', 6],
        ['pcused', 'bigint'],
        ['pcdata', 'bigint'],
        ['pcreserved', 'bigint'],
        ...fragment,
      ],
    ),
    table(
      'sysowners',
      ['id'],
      [
        ['id', 'int'],
        ['name', 'nvarchar', 128],
        ['type', 'char', 1],
        ['sid?', 'varbinary', 85],
        ['password?', 'varbinary', 256],
        ['dfltsch?', 'nvarchar', 128],
        ['status', 'int'],
        ['created', 'datetime'],
        ['modified', 'datetime'],
        ...(is2012 ? ([['deflanguage?', 'nvarchar', 128]] as const) : []),
      ],
    ),
    table(
      'sysschobjs',
      ['id'],
      [
        ['id', 'int'],
        ['name', 'nvarchar', 128],
        ['nsid', 'int'],
        ['nsclass', 'tinyint'],
        ['status', 'int'],
        ['type', 'char', 2],
        ['pid', 'int'],
        ['pclass', 'tinyint'],
        ['intprop', 'int'],
        ['created', 'datetime'],
        ['modified', 'datetime'],
        ...(is2012 ? ([['status2', 'int']] as const) : []),
      ],
    ),
    table(
      'syscolpars',
      ['id', 'number', 'colid'],
      [
        ['id', 'int'],
        ['number', 'smallint'],
        ['colid', 'int'],
        ['name?', 'nvarchar', 128],
        ['xtype', 'tinyint'],
        ['utype', 'int'],
        ['length', 'smallint'],
        ['prec', 'tinyint'],
        ['scale', 'tinyint'],
        ['collationid', 'int'],
        ['status', 'int'],
        ['maxinrow', 'smallint'],
        ['xmlns', 'int'],
        ['dflt', 'int'],
        ['chk', 'int'],
        ['idtval?', 'varbinary', 64],
      ],
    ),
    table(
      'sysscalartypes',
      ['id'],
      [
        ['id', 'int'],
        ['schid', 'int'],
        ['name', 'nvarchar', 128],
        ['xtype', 'tinyint'],
        ['length', 'smallint'],
        ['prec', 'tinyint'],
        ['scale', 'tinyint'],
        ['collationid', 'int'],
        ['status', 'int'],
        ['created', 'datetime'],
        ['modified', 'datetime'],
        ['dflt', 'int'],
        ['chk', 'int'],
      ],
    ),
    table(
      'sysidxstats',
      ['id', 'indid'],
      [
        ['id', 'int'],
        ['indid', 'int'],
        ['name?', 'nvarchar', 128],
        ['status', 'int'],
        ['intprop', 'int'],
        ['fillfact', 'tinyint'],
        ['type', 'tinyint'],
        ['tinyprop', 'tinyint'],
        ['dataspace', 'int'],
        ['lobds', 'int'],
        ['rowset', 'bigint'],
      ],
    ),
    table(
      'sysiscols',
      ['idmajor', 'idminor', 'subid'],
      [
        ['idmajor', 'int'],
        ['idminor', 'int'],
        ['subid', 'int'],
        ['status', 'int'],
        ['intprop', 'int'],
        ['tinyprop1', 'tinyint'],
        ['tinyprop2', 'tinyint'],
        ['tinyprop3', 'tinyint'],
        ...(engine.major >= 13 ? ([['tinyprop4', 'tinyint']] as const) : []),
      ],
    ),
    table(
      'sysobjvalues',
      ['valclass', 'objid', 'subobjid', 'valnum'],
      [
        ['valclass', 'tinyint'],
        ['objid', 'int'],
        ['subobjid', 'int'],
        ['valnum', 'int'],
        ['value?', 'sql_variant'],
        ['imageval?', 'varbinary', -1],
      ],
    ),
    table(
      'sysftinds',
      ['id', 'indid'],
      [
        ['id', 'int'],
        ['indid', 'int'],
        ['status', 'int'],
        ['crtype', 'char', 1],
        ['crstart?', 'datetime'],
        ['crend?', 'datetime'],
        ['crrows', 'bigint'],
        ['crerrors', 'int'],
        ['crschver', 'binary', 8],
        ['crtsnext?', 'binary', 8],
        ['sensitivity', 'tinyint'],
        ['bXVTDocidUseBaseT', 'tinyint'],
        ['batchsize', 'int'],
        ['nextdocid', 'bigint'],
        ['fgid', 'int'],
      ],
    ),
    table(
      'sysbinobjs',
      ['class', 'id'],
      [
        ['class', 'tinyint'],
        ['id', 'int'],
        ['nsid', 'int'],
        ['name', 'nvarchar', 128],
        ['status', 'int'],
        ['type', 'char', 2],
        ['intprop', 'int'],
        ['created', 'datetime'],
        ['modified', 'datetime'],
      ],
    ),
    table(
      'sysclsobjs',
      ['class', 'id'],
      [
        ['class', 'tinyint'],
        ['id', 'int'],
        ['name', 'nvarchar', 128],
        ['status', 'int'],
        ['type', 'char', 2],
        ['intprop', 'int'],
        ['created', 'datetime'],
        ['modified', 'datetime'],
      ],
    ),
    table(
      'syssingleobjrefs',
      ['depid', 'class', 'depsubid'],
      [
        ['class', 'tinyint'],
        ['depid', 'int'],
        ['depsubid', 'int'],
        ['indepid', 'int'],
        ['indepsubid', 'int'],
        ['status', 'int'],
      ],
    ),
  ]
}

/**
 * Scalar types: id, name, system type, length, precision, scale; sysname is nvarchar by another name.
 * @source sysscalartypes of real files of 2008 and later [measured]
 */
export const scalarTypes: ReadonlyArray<
  readonly [id: number, name: string, xtype: number, length: number, prec: number, scale: number]
> = [
  [34, 'image', 34, 16, 0, 0],
  [35, 'text', 35, 16, 0, 0],
  [36, 'uniqueidentifier', 36, 16, 0, 0],
  [40, 'date', 40, 3, 10, 0],
  [41, 'time', 41, 5, 16, 7],
  [42, 'datetime2', 42, 8, 27, 7],
  [43, 'datetimeoffset', 43, 10, 34, 7],
  [48, 'tinyint', 48, 1, 3, 0],
  [52, 'smallint', 52, 2, 5, 0],
  [56, 'int', 56, 4, 10, 0],
  [58, 'smalldatetime', 58, 4, 16, 0],
  [59, 'real', 59, 4, 24, 0],
  [60, 'money', 60, 8, 19, 4],
  [61, 'datetime', 61, 8, 23, 3],
  [62, 'float', 62, 8, 53, 0],
  [98, 'sql_variant', 98, 8016, 0, 0],
  [99, 'ntext', 99, 16, 0, 0],
  [104, 'bit', 104, 1, 1, 0],
  [106, 'decimal', 106, 17, 38, 38],
  [108, 'numeric', 108, 17, 38, 38],
  [122, 'smallmoney', 122, 4, 10, 4],
  [127, 'bigint', 127, 8, 19, 0],
  [165, 'varbinary', 165, 8000, 0, 0],
  [167, 'varchar', 167, 8000, 0, 0],
  [173, 'binary', 173, 8000, 0, 0],
  [175, 'char', 175, 8000, 0, 0],
  [189, 'timestamp', 189, 8, 0, 0],
  [231, 'nvarchar', 231, 8000, 0, 0],
  [239, 'nchar', 239, 8000, 0, 0],
  [241, 'xml', 241, -1, 0, 0],
  [256, 'sysname', 231, 256, 0, 0],
]

/** Scalar types whose text has the database's collation. */
export const collatedTypes: ReadonlySet<number> = new Set([35, 99, 167, 175, 231, 239, 256])

/** Schemas and the principals that own them. @source sysclsobjs and sysowners of real files [measured] */
export const fixedSchemas: ReadonlyArray<readonly [id: number, name: string]> = [
  [1, 'dbo'],
  [2, 'guest'],
  [3, 'INFORMATION_SCHEMA'],
  [4, 'sys'],
]

/** R: role, S: SQL user, as SQL Server keeps them. */
export const fixedOwners: ReadonlyArray<readonly [id: number, name: string, type: 'R' | 'S']> = [
  [0, 'public', 'R'],
  [1, 'dbo', 'S'],
  [2, 'guest', 'S'],
  [3, 'INFORMATION_SCHEMA', 'S'],
  [4, 'sys', 'S'],
  [16384, 'db_owner', 'R'],
  [16385, 'db_accessadmin', 'R'],
  [16386, 'db_securityadmin', 'R'],
  [16387, 'db_ddladmin', 'R'],
  [16389, 'db_backupoperator', 'R'],
  [16390, 'db_datareader', 'R'],
  [16391, 'db_datawriter', 'R'],
  [16392, 'db_denydatareader', 'R'],
  [16393, 'db_denydatawriter', 'R'],
]
