/** The words of `sqlferry inspect --tables` and `--rows` in both languages. */
import type { Language } from '../../core/index.ts'

interface TablesWords {
  readonly colon: string
  readonly comma: string
  readonly compatibility: (level: number) => string
  readonly collation: (name: string) => string
  readonly from: string
  readonly with: string
  readonly table: string
  readonly rows: string
  readonly columns: string
  readonly indexes: string
  readonly size: string
  readonly remarks: string
  readonly column: string
  readonly type: string
  readonly nulls: string
  readonly nullable: string
  readonly notNull: string
  readonly identity: string
  readonly computed: string
  readonly sparse: string
  readonly noTables: string
  readonly compressions: Readonly<Record<number, string>>
  readonly partitions: (count: number) => string
  readonly catalogSays: (rows: string) => string
  readonly notCounted: string
  readonly missingPages: (count: string) => string
  readonly heap: string
  readonly kinds: Readonly<Record<string, string>>
  readonly unique: string
  readonly primaryKey: string
  readonly descending: string
  readonly sum: (tables: number, rows: string) => string
  readonly asOf: (isCounted: boolean) => string
  readonly counting: (done: number, all: number, table: string) => string
  readonly problem: string
  readonly cause: string
  readonly solution: string
  readonly summary: (databases: number, unread: number, unused: number) => string
  readonly damagedRows: (count: string) => string
  readonly unprovenRows: string
}

export const tablesWords: Readonly<Record<Language, TablesWords>> = {
  en: {
    colon: ': ',
    comma: ', ',
    compatibility: (level) => `compatibility level ${level}`,
    collation: (name) => `collation ${name}`,
    from: 'from',
    with: 'with',
    table: 'table',
    rows: 'rows',
    columns: 'columns',
    indexes: 'indexes',
    size: 'size',
    remarks: 'remarks',
    column: 'column',
    type: 'type',
    nulls: 'nulls',
    nullable: 'null',
    notNull: 'not null',
    identity: 'identity',
    computed: 'computed',
    sparse: 'sparse',
    noTables: 'The database has no user tables.',
    compressions: {
      1: 'ROW compression',
      2: 'PAGE compression',
      3: 'columnstore',
      4: 'columnstore, archived',
    },
    partitions: (count) => `${count} partitions`,
    catalogSays: (rows) => `${rows} by the catalog`,
    notCounted: 'rows by the catalog',
    missingPages: (count) => `${count} pages are missing`,
    heap: 'heap',
    kinds: {
      clustered: 'clustered',
      nonclustered: 'nonclustered',
      xml: 'XML',
      spatial: 'spatial',
      columnstore: 'columnstore',
      other: 'other',
    },
    unique: 'unique',
    primaryKey: 'primary key',
    descending: 'desc',
    sum: (tables, rows) =>
      `${tables} ${tables === 1 ? 'table' : 'tables'}, ${rows} ${rows === '1' ? 'row' : 'rows'}`,
    asOf: (isCounted) =>
      `Rows are ${isCounted ? "counted as of the backup's pages" : 'those that the catalog in the backup keeps'}; the log in the backup is not applied, so a restore may show a few more or fewer.`,
    counting: (done, all, table) => `counting rows, table ${done} of ${all}: ${table}`,
    problem: 'problem',
    cause: 'cause',
    solution: 'next',
    summary: (databases, unread, unused) =>
      [
        `${databases} ${databases === 1 ? 'database' : 'databases'} read`,
        ...(unread > 0 ? [`${unread} that could not be read`] : []),
        ...(unused > 0 ? [`${unused} ${unused === 1 ? 'file' : 'files'} of no use`] : []),
      ].join(', '),
    damagedRows: (count) =>
      `${count} rows contradict themselves and are shown as unreadable; run \`sqlferry inspect --verify\` on the backup`,
    unprovenRows:
      'The table has ROW or PAGE compression, which is decoded as other readers report it; no real table has proved that. Compare some rows with the source before you rely on them.',
  },
  zh: {
    colon: '：',
    comma: '，',
    compatibility: (level) => `兼容级别 ${level}`,
    collation: (name) => `排序规则 ${name}`,
    from: '来自',
    with: '并应用',
    table: '表',
    rows: '行数',
    columns: '列数',
    indexes: '索引',
    size: '大小',
    remarks: '备注',
    column: '列',
    type: '类型',
    nulls: '可为空',
    nullable: 'null',
    notNull: 'not null',
    identity: '标识列',
    computed: '计算列',
    sparse: '稀疏列',
    noTables: '该数据库没有用户表。',
    compressions: { 1: '行压缩', 2: '页压缩', 3: '列存储', 4: '列存储存档压缩' },
    partitions: (count) => `${count} 个分区`,
    catalogSays: (rows) => `系统目录记录为 ${rows} 行`,
    notCounted: '行数取自系统目录',
    missingPages: (count) => `缺少 ${count} 页`,
    heap: '堆',
    kinds: {
      clustered: '聚集',
      nonclustered: '非聚集',
      xml: 'XML',
      spatial: '空间',
      columnstore: '列存储',
      other: '其他',
    },
    unique: '唯一',
    primaryKey: '主键',
    descending: '降序',
    sum: (tables, rows) => `共 ${tables} 个表，${rows} 行`,
    asOf: (isCounted) =>
      `行数${isCounted ? '按备份中的页统计' : '取自备份中的系统目录'}，未应用备份中的日志；还原后的行数可能略有出入。`,
    counting: (done, all, table) => `正在统计行数，第 ${done}/${all} 个表：${table}`,
    problem: '问题',
    cause: '原因',
    solution: '处理',
    summary: (databases, unread, unused) =>
      [
        `已读取 ${databases} 个数据库`,
        ...(unread > 0 ? [`${unread} 个无法读取`] : []),
        ...(unused > 0 ? [`${unused} 个文件无法使用`] : []),
      ].join('，'),
    damagedRows: (count) =>
      `有 ${count} 行记录自相矛盾，显示为无法读取；请对该备份执行 \`sqlferry inspect --verify\``,
    unprovenRows:
      '该表使用行压缩或页压缩，按其他读取程序的说明解码，尚无真实的表可以证实。使用之前，请与源库核对部分行。',
  },
}
