/** What users meet after the database was opened on RDS: users, logins, linked servers. */
import type { KnownFailure } from '../../core/index.ts'

export const afterOpeningFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_USER_EXISTS',
    seenIn: ['sql-server'],
    sqlNumber: 15023,
    retry: 'never',
    texts: {
      en: ["User, group, or role '%s' already exists in the current database."],
      zh: ["用户、组或角色 '%s' 在当前数据库中已存在。"],
    },
    en: {
      cause: 'The user came with the database.',
      solution: 'Map it: ALTER USER [name] WITH LOGIN = [name].',
    },
    zh: {
      cause: '用户已随数据库迁移过来。',
      solution: '请重新映射：ALTER USER [name] WITH LOGIN = [name]。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LOGIN_EXISTS',
    seenIn: ['sql-server'],
    sqlNumber: 15025,
    retry: 'never',
    texts: { en: ["The server principal '%s' already exists."], zh: ["服务器主体 '%s' 已存在。"] },
    en: { cause: 'The login exists already.', solution: 'Use it.' },
    zh: { cause: '登录名已存在。', solution: '请直接使用。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LOGIN_UNKNOWN',
    seenIn: ['sql-server'],
    sqlNumber: 15007,
    retry: 'never',
    texts: {
      en: ["'%s' is not a valid login or you do not have permission."],
      zh: ["'%s' 是无效登录名或您没有相应的权限。"],
    },
    en: {
      cause: 'The login was not created on RDS: logins do not travel in a backup.',
      solution: 'Create the account in the RDS console first.',
    },
    zh: { cause: '登录名不随备份迁移，RDS 上尚未创建。', solution: '请先在 RDS 控制台创建账号。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_USER_ALREADY_MAPPED',
    seenIn: ['sql-server'],
    sqlNumber: 15063,
    retry: 'never',
    texts: {
      en: ['The login already has an account under a different user name.'],
      zh: ['该登录已用另一个用户名开立帐户。'],
    },
    en: {
      cause: 'Another user of this database is mapped to the login.',
      solution: 'Drop or remap the other user.',
    },
    zh: { cause: '该登录名已映射到另一个用户。', solution: '请删除或重新映射该用户。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PRINCIPAL_CANNOT_EXECUTE',
    seenIn: ['sql-server'],
    sqlNumber: 15517,
    retry: 'never',
    texts: {
      en: [
        'Cannot execute as the database principal because the principal "%.*ls" does not exist, this type of principal cannot be impersonated, or you do not have permission.',
      ],
      zh: [
        '无法作为数据库主体执行，因为主体 "%.*ls" 不存在、无法模拟这种类型的主体，或您没有所需的权限。',
      ],
    },
    en: {
      cause: 'The owner of the database is not a valid login on RDS.',
      solution: 'ALTER AUTHORIZATION ON DATABASE:: to an existing account.',
    },
    zh: { cause: '数据库所有者在 RDS 上无效。', solution: '请用 ALTER AUTHORIZATION 更换所有者。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_WINDOWS_ACCOUNT_UNKNOWN',
    seenIn: ['sql-server'],
    sqlNumber: 15404,
    retry: 'never',
    texts: {
      en: ["Could not obtain information about Windows NT group/user '%ls', error code %#lx."],
      zh: ["无法获取有关 Windows NT 组/用户 '%ls' 的信息，错误代码 %#lx。"],
    },
    en: {
      cause: 'A Windows account of the source means nothing on RDS.',
      solution: 'Replace Windows users by SQL Server accounts.',
    },
    zh: { cause: '源端的 Windows 账户在 RDS 上不存在。', solution: '请改用 SQL Server 账号。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PASSWORD_TOO_WEAK',
    seenIn: ['sql-server'],
    sqlNumber: 15118,
    retry: 'never',
    texts: {
      en: [
        'Password validation failed. The password does not meet Windows policy requirements because it is not complex enough.',
      ],
      zh: ['密码有效性验证失败。该密码不够复杂，不符合 Windows 策略要求。'],
    },
    en: {
      cause: 'The password is too simple.',
      solution: 'Use 8 to 32 characters of at least three classes.',
    },
    zh: { cause: '密码过于简单。', solution: '请使用 8~32 位、至少三类字符。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LINKED_SERVER_UNKNOWN',
    seenIn: ['sql-server'],
    sqlNumber: 7202,
    retry: 'never',
    texts: {
      en: [
        "Could not find server '%.*ls' in sys.servers. Verify that the correct server name was specified. If necessary, execute the stored procedure sp_addlinkedserver to add the server to sys.servers.",
      ],
      zh: [
        "在 sys.servers 中找不到服务器 '%.*ls'。请验证指定的服务器名称是否正确。如果需要，请执行存储过程 sp_addlinkedserver 以将服务器添加到 sys.servers。",
      ],
    },
    en: {
      cause: 'Linked servers live outside the database and were not migrated.',
      solution: 'Create them on RDS where the edition allows it.',
    },
    zh: {
      cause: '链接服务器不在数据库内，未随之迁移。',
      solution: '请在支持的 RDS 版本上重新创建。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LINKED_SERVER_NOT_CONFIGURED',
    seenIn: ['sql-server'],
    sqlNumber: 7411,
    retry: 'never',
    texts: {
      en: ["Server '%.*ls' is not configured for %ls."],
      zh: ["未将服务器 '%.*ls' 配置为用于 %ls。"],
    },
    en: {
      cause: 'The linked server lacks an option such as RPC OUT.',
      solution: 'Set the option.',
    },
    zh: { cause: '链接服务器未启用所需选项（如 RPC OUT）。', solution: '请设置该选项。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_COLLATION_CHANGE_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 5072,
    retry: 'never',
    texts: {
      en: [
        "ALTER DATABASE failed. The default collation of database '%.*ls' cannot be set to %.*ls.",
      ],
      zh: ["ALTER DATABASE 失败。数据库 '%.*ls' 的默认排序规则不能设置为 %.*ls。"],
    },
    en: {
      cause: 'Objects depend on the collation.',
      solution: 'Leave the collation as it is; tempdb conflicts need COLLATE clauses.',
    },
    zh: {
      cause: '有对象依赖该排序规则。',
      solution: '请保持原排序规则；与 tempdb 冲突时使用 COLLATE。',
    },
    sources: ['S14', 'S15'],
  },
]
