/** Databases on the destination: names, state, number. */
import type { KnownFailure } from '../../core/index.ts'

export const databaseFailures: readonly KnownFailure[] = [
  {
    code: 'RDS_DATABASE_NAME_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['InvalidDBName'],
    retry: 'never',
    texts: {
      en: ['The specified database name is not allowed.'],
      zh: ['非法的数据库名字，不允许取系统数据库名。'],
    },
    en: {
      cause: 'The destination name is a system or reserved name.',
      solution: 'Restore the database under a name that is neither a system database nor reserved.',
    },
    zh: {
      cause: '目标库名是系统库名或保留名。',
      solution: '请换用既非系统库名也非保留名的目标库名。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'RDS_DATABASE_ABSENT_OR_PRESENT',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidDBName.NotFound'],
    sharedVendorCodes: ['InvalidDBName'],
    retry: 'never',
    texts: {
      en: [
        'Specified one or more DB name does not exist or DB status does not support.',
        'The instance does not have the specified DB name.',
      ],
      zh: [
        '数据库不存在：RDS for SQL Server 2008R2需要先创建数据库；RDS for SQL Server 2012及以上版本，要求数据库不存在。',
      ],
    },
    en: {
      cause:
        'On 2008 R2 the empty destination database is missing; on 2012 and later a database of that name already exists.',
      solution:
        '2008 R2: create it first. 2012 or later: back it up and drop it, or choose another name.',
    },
    zh: {
      cause: '2008 R2：目标实例缺少同名空库；2012 及以上：目标实例已有同名数据库。',
      solution: '2008 R2 请先建库；2012 及以上请先备份并删除同名库，或改用其他库名。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_DATABASE_TYPE_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['IncorrectDBType', 'InvalidDBType'],
    retry: 'never',
    texts: {
      en: ['Current DB type does not support this operation.'],
      zh: ['数据库类型不支持该操作。'],
    },
    en: {
      cause: 'The engine or kind of database does not support migration from a backup.',
      solution:
        'Check that the instance runs SQL Server and the database is an ordinary user database.',
    },
    zh: {
      cause: '该引擎或数据库类型不支持备份数据上云。',
      solution: '请确认实例为 SQL Server 且为普通用户数据库。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_DATABASE_BUSY',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['IncorrectDBState', 'InvalidDBState'],
    retry: 'later',
    texts: {
      en: ['Current DB state does not support this operation.'],
      zh: ['数据库状态不正确，比如，数据库在创建中或者正在上云任务中。'],
    },
    en: {
      cause: 'The database is being created, or another migration task is working on it.',
      solution: 'Wait for that task; sqlferry looks for it before it creates another.',
    },
    zh: {
      cause: '数据库正在创建，或已有迁移任务正在进行。',
      solution: '请等待该任务结束；sqlferry 会先查找已有任务再新建。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_DATABASE_STATUS_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['OperationDenied.DBStatus'],
    retry: 'later',
    texts: { en: ['The status of the database does not support this operation.'], zh: [] },
    en: {
      cause: 'The database is being created, restored or deleted.',
      solution: 'Wait until the change ends.',
    },
    zh: { cause: '数据库正在创建、还原或删除。', solution: '请等待该操作完成。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_DATABASE_DUPLICATE',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidDBName.Duplicate'],
    retry: 'never',
    texts: { en: ['The specified DB name is invalid or already exists.'], zh: [] },
    en: {
      cause: 'CreateDatabase or CheckDBNameAvailable found the name taken or badly formed.',
      solution: 'Choose another name.',
    },
    zh: { cause: '数据库名称已存在或不合法。', solution: '请更换名称。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_DATABASE_KEYWORD',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidParameter.Keyword'],
    retry: 'never',
    texts: { en: ['The specified DBName is a reserved keyword.'], zh: [] },
    en: { cause: 'The name is a reserved word.', solution: 'Choose another name.' },
    zh: { cause: '数据库名称是保留关键字。', solution: '请更换名称。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_DATABASE_NOT_FOUND',
    seenIn: ['rds-api'],
    httpStatuses: [404],
    sharedVendorCodes: ['InvalidDBName.NotFound'],
    retry: 'never',
    texts: { en: ['The specified database does not exist.'], zh: [] },
    en: {
      cause: 'No database of that name is on the instance.',
      solution: 'Check upper and lower case against the database list of the RDS console.',
    },
    zh: {
      cause: '实例上没有该数据库。',
      solution: '请对照 RDS 控制台的数据库列表核对名称及大小写。',
    },
    sources: ['S19'],
  },
  {
    code: 'RDS_DATABASE_LIMIT',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['QuotaExceeded.DBName'],
    retry: 'never',
    texts: { en: ['The quota of db exceeds.'], zh: [] },
    en: {
      cause: 'The number of databases is at the limit.',
      solution: 'Drop unused databases or use another instance.',
    },
    zh: { cause: '数据库个数已达上限。', solution: '请删除无用库或使用其他实例。' },
    sources: ['S19'],
  },
]
