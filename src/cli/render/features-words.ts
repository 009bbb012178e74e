/** The words of `sqlferry inspect --features` in both languages. */
import type { DatabaseFeatures } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'

type FeatureName = DatabaseFeatures['features'][number]['name']

interface FeaturesWords {
  readonly colon: string
  /** Between the members of a list. */
  readonly list: string
  readonly feature: string
  readonly count: string
  readonly where: string
  readonly more: (count: string) => string
  readonly likely: string
  readonly none: string
  readonly unknown: string
  readonly absent: string
  readonly absentCount: (count: number) => string
  readonly note: string
  readonly end: string
  readonly names: Readonly<Record<FeatureName, string>>
}

const en: FeaturesWords = {
  colon: ': ',
  list: ', ',
  feature: 'feature',
  count: 'found',
  where: 'where',
  more: (count) => `and ${count} more`,
  likely: 'likely',
  none: 'None of the features looked for was found.',
  unknown: 'cannot be told from a backup',
  absent: 'not found',
  absentCount: (count) => `${count} other features (--long names them)`,
  note: 'note',
  end: "Features are as of the backup's pages; the log in the backup is not applied, and texts that a module puts together when it runs are not seen.",
  names: {
    'agent-calls-in-modules': 'SQL Server Agent called in modules',
    'always-encrypted': 'Always Encrypted',
    'asymmetric-keys': 'asymmetric keys',
    'bulk-insert-in-modules': 'BULK INSERT in modules',
    certificates: 'certificates',
    'change-data-capture': 'change data capture (CDC)',
    'change-tracking': 'change tracking',
    'clr-assemblies': 'CLR assemblies',
    columnstore: 'columnstore indexes',
    'contained-users': 'contained users with password',
    'cross-database-names': 'other databases named in modules',
    'data-masking': 'dynamic data masking',
    'database-mail-in-modules': 'Database Mail called in modules',
    'database-owner': 'database owner',
    'ddl-triggers': 'DDL triggers',
    'distributed-transactions-in-modules': 'distributed transactions in modules',
    'extended-procedures-in-modules': 'extended procedures called in modules',
    'external-tables': 'external tables',
    filestream: 'FILESTREAM',
    'four-part-names': 'linked servers named in modules',
    'full-text': 'full-text indexes',
    ledger: 'ledger tables',
    'memory-optimized': 'memory-optimized tables',
    'old-raiserror-in-modules': 'old RAISERROR syntax in modules',
    'ole-automation-in-modules': 'OLE Automation in modules',
    'openrowset-in-modules': 'OPENROWSET or OPENDATASOURCE in modules',
    'orphaned-owners': 'owners that do not exist',
    'page-compression': 'PAGE compression',
    partitioning: 'partitioning',
    'read-only-filegroups': 'read-only filegroups',
    replication: 'replication',
    'row-compression': 'ROW compression',
    'server-commands-in-modules': 'server commands in modules',
    'service-broker': 'Service Broker',
    'sparse-columns': 'sparse columns',
    'spatial-indexes': 'spatial indexes',
    'sql-users': 'users of SQL Server logins',
    'symmetric-keys': 'symmetric keys',
    'synonyms-to-other-databases': 'synonyms to other databases',
    tde: 'transparent data encryption (TDE)',
    'temporal-tables': 'temporal tables',
    'text-columns': 'text, ntext and image columns',
    trustworthy: 'TRUSTWORTHY',
    'unreadable-modules': 'modules whose text cannot be read',
    'users-without-login': 'users without login',
    'windows-users': 'users of Windows logins',
    'xml-indexes': 'XML indexes',
    'xp-cmdshell-in-modules': 'xp_cmdshell in modules',
  },
}

const zh: FeaturesWords = {
  colon: '：',
  list: '、',
  feature: '功能',
  count: '数量',
  where: '位置',
  more: (count) => `另有 ${count} 个`,
  likely: '可能',
  none: '没有发现所检查的任何功能。',
  unknown: '无法从备份中判断',
  absent: '未发现',
  absentCount: (count) => `其他 ${count} 项功能（用 --long 列出）`,
  note: '说明',
  end: '结果以备份中的页为准，未应用备份中的日志；模块在运行时拼接的语句无法识别。',
  names: {
    'agent-calls-in-modules': '模块中调用 SQL Server 代理',
    'always-encrypted': 'Always Encrypted',
    'asymmetric-keys': '非对称密钥',
    'bulk-insert-in-modules': '模块中使用 BULK INSERT',
    certificates: '证书',
    'change-data-capture': '变更数据捕获（CDC）',
    'change-tracking': '更改跟踪',
    'clr-assemblies': 'CLR 程序集',
    columnstore: '列存储索引',
    'contained-users': '带密码的包含数据库用户',
    'cross-database-names': '模块中引用其他数据库',
    'data-masking': '动态数据掩码',
    'database-mail-in-modules': '模块中调用数据库邮件',
    'database-owner': '数据库所有者',
    'ddl-triggers': 'DDL 触发器',
    'distributed-transactions-in-modules': '模块中使用分布式事务',
    'extended-procedures-in-modules': '模块中调用扩展存储过程',
    'external-tables': '外部表',
    filestream: 'FILESTREAM',
    'four-part-names': '模块中引用链接服务器',
    'full-text': '全文索引',
    ledger: '账本表',
    'memory-optimized': '内存优化表',
    'old-raiserror-in-modules': '模块中使用旧式 RAISERROR 语法',
    'ole-automation-in-modules': '模块中使用 OLE 自动化',
    'openrowset-in-modules': '模块中使用 OPENROWSET 或 OPENDATASOURCE',
    'orphaned-owners': '不存在的所有者',
    'page-compression': '页压缩',
    partitioning: '分区',
    'read-only-filegroups': '只读文件组',
    replication: '复制',
    'row-compression': '行压缩',
    'server-commands-in-modules': '模块中使用服务器级命令',
    'service-broker': 'Service Broker',
    'sparse-columns': '稀疏列',
    'spatial-indexes': '空间索引',
    'sql-users': 'SQL Server 登录名对应的用户',
    'symmetric-keys': '对称密钥',
    'synonyms-to-other-databases': '指向其他数据库的同义词',
    tde: '透明数据加密（TDE）',
    'temporal-tables': '时态表',
    'text-columns': 'text、ntext 和 image 列',
    trustworthy: 'TRUSTWORTHY',
    'unreadable-modules': '无法读取定义的模块',
    'users-without-login': '没有登录名的用户',
    'windows-users': 'Windows 登录名对应的用户',
    'xml-indexes': 'XML 索引',
    'xp-cmdshell-in-modules': '模块中使用 xp_cmdshell',
  },
}

export const featuresWords: Readonly<Record<Language, FeaturesWords>> = { en, zh }

/** What the reader of features notes in English. */
const notesInChinese: Readonly<Record<string, string>> = {
  'texts that a module puts together when it runs are not seen': '模块在运行时拼接的语句无法识别',
  'whether the login exists on the instance does not stand in a backup':
    '备份中没有实例是否存在该登录名的信息',
  'a database master key counts as one: ##MS_DatabaseMasterKey##':
    '数据库主密钥也计算在内：##MS_DatabaseMasterKey##',
  'it is kept in master, and a restore on another instance turns it off':
    '该设置保存在 master 中，还原到其他实例后会关闭',
  'their text was not found or is no definition: they are probably encrypted':
    '没有找到定义文本，或其内容不是定义：可能已加密',
  'the pages of the catalog are in clear; with encryption at rest they are not, but no such backup was at hand to prove it':
    '系统目录的页未加密；启用 TDE 后这些页应为密文，但尚无这样的备份可供证实',
}

/** Returns a note of the reader in a language; what has no translation stays English. */
export function noteText(note: string, language: Language): string {
  return language === 'zh' ? (notesInChinese[note] ?? note) : note
}

/** Returns a piece of evidence in a language: names stay as they are. */
export function placeText(place: string, language: Language): string {
  if (language === 'en') return place
  return place.replace(/^(Windows|SQL Server) login with SID (\w+)$/, 'SID 为 $2 的 $1 登录名')
}
