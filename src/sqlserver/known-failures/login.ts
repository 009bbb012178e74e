/** Logging in. Match on number (and state for 18456): the text comes in the language of the login. */
import type { KnownFailure } from '../../core/index.ts'

export const loginFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_LOGIN_FAILED',
    seenIn: ['sql-server'],
    vendorCodes: ['ELOGIN'],
    sqlNumber: 18456,
    retry: 'never',
    texts: {
      en: ["Login failed for user '%.*ls'.%.*ls%.*ls"],
      zh: ["用户 '%.*ls' 登录失败。%.*ls%.*ls"],
    },
    en: {
      cause:
        'The name or password is wrong, or the state says another reason; the client sees state 1 only, the error log has the real one.',
      solution: 'Check name and password; read the state in the error log of the server.',
    },
    zh: {
      cause:
        '登录名或密码错误，或状态码表示的其他原因；客户端只显示状态 1，真实状态见服务器错误日志。',
      solution: '请核对登录名和密码，并查看服务器错误日志中的状态。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOGIN_DISABLED',
    seenIn: ['sql-server'],
    sqlNumber: 18470,
    retry: 'never',
    texts: {
      en: ["Login failed for user '%.*ls'. Reason: The account is disabled.%.*ls"],
      zh: ["用户 '%.*ls' 登录失败。原因:该帐户已被禁用。%.*ls"],
    },
    en: { cause: 'The login is disabled.', solution: 'Enable it: ALTER LOGIN … ENABLE.' },
    zh: { cause: '登录名已被禁用。', solution: '请执行 ALTER LOGIN … ENABLE。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOGIN_LOCKED',
    seenIn: ['sql-server'],
    sqlNumber: 18486,
    retry: 'never',
    texts: {
      en: [
        "Login failed for user '%.*ls' because the account is currently locked out. The system administrator can unlock it. %.*ls",
      ],
      zh: ["该帐户当前被锁定，所以用户 '%.*ls' 登录失败。系统管理员可以将该帐户解锁。%.*ls"],
    },
    en: {
      cause: 'Too many wrong passwords locked the login.',
      solution: 'Unlock it: ALTER LOGIN … UNLOCK.',
    },
    zh: { cause: '密码多次错误，登录名被锁定。', solution: '请执行 ALTER LOGIN … UNLOCK。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_PASSWORD_EXPIRED',
    seenIn: ['sql-server'],
    sqlNumber: 18487,
    retry: 'never',
    texts: {
      en: ["Login failed for user '%.*ls'. Reason: The password of the account has expired.%.*ls"],
      zh: ["用户 '%.*ls' 登录失败。原因:该帐户的密码已过期。%.*ls"],
    },
    en: { cause: 'The password has expired.', solution: 'Set a new password.' },
    zh: { cause: '密码已过期。', solution: '请设置新密码。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_PASSWORD_MUST_CHANGE',
    seenIn: ['sql-server'],
    sqlNumber: 18488,
    retry: 'never',
    texts: {
      en: [
        "Login failed for user '%.*ls'. Reason: The password of the account must be changed.%.*ls",
      ],
      zh: ["用户 '%.*ls' 登录失败。原因:必须更改该帐户的密码。%.*ls"],
    },
    en: {
      cause: 'The password must be changed at first login.',
      solution: 'Change it in SSMS first.',
    },
    zh: { cause: '首次登录必须更改密码。', solution: '请先在 SSMS 中更改密码。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOGIN_ADMIN_ONLY',
    seenIn: ['sql-server'],
    sqlNumber: 18451,
    retry: 'later',
    texts: {
      en: ["Login failed for user '%.*ls'. Only administrators may connect at this time.%.*ls"],
      zh: ["用户 '%.*ls' 登录失败。目前只有管理员才能连接。%.*ls"],
    },
    en: {
      cause: 'The server admits administrators only just now.',
      solution: 'Wait, or use a sysadmin login.',
    },
    zh: { cause: '服务器当前只允许管理员连接。', solution: '请稍后，或使用 sysadmin 登录名。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_SERVER_SINGLE_USER',
    seenIn: ['sql-server'],
    sqlNumber: 18461,
    retry: 'later',
    texts: {
      en: [
        "Login failed for user '%.*ls'. Reason: Server is in single user mode. Only one administrator can connect at this time.%.*ls",
      ],
      zh: ["用户 '%.*ls' 登录失败。原因:服务器处于单用户模式。目前只有一位管理员能够连接。%.*ls"],
    },
    en: { cause: 'The server runs in single-user mode.', solution: 'Restart it without -m.' },
    zh: { cause: '服务器处于单用户模式。', solution: '请去掉 -m 参数重启服务。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOGIN_UNTRUSTED_DOMAIN',
    seenIn: ['sql-server'],
    sqlNumber: 18452,
    retry: 'never',
    texts: {
      en: [
        'Login failed. The login is from an untrusted domain and cannot be used with Windows authentication.%.*ls',
      ],
      zh: ['登录失败。该登录名来自不受信任的域，不能与 Windows 身份验证一起使用。%.*ls'],
    },
    en: {
      cause: 'Windows authentication was tried from a domain that the server does not trust.',
      solution: 'Use a SQL Server login.',
    },
    zh: { cause: '来自不受信任域的 Windows 身份验证。', solution: '请使用 SQL Server 登录名。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_NOT_OPENABLE',
    seenIn: ['sql-server'],
    sqlNumber: 4060,
    retry: 'later',
    texts: {
      en: ['Cannot open database "%.*ls" requested by the login. The login failed.'],
      zh: ['无法打开登录所请求的数据库 "%.*ls"。登录失败。'],
    },
    en: {
      cause:
        'The database does not exist, is offline or restoring, or the login has no user in it.',
      solution: 'Connect to master and look at the state of the database.',
    },
    zh: {
      cause: '数据库不存在、脱机、正在还原，或登录名在其中没有用户。',
      solution: '请连接 master 并查看数据库状态。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DEFAULT_DATABASE_NOT_OPENABLE',
    seenIn: ['sql-server'],
    sqlNumber: 4064,
    retry: 'never',
    texts: {
      en: ['Cannot open user default database. Login failed.'],
      zh: ['无法打开用户默认数据库。登录失败。'],
    },
    en: {
      cause: 'The default database of the login is gone or offline.',
      solution: 'Connect with database=master, then ALTER LOGIN … WITH DEFAULT_DATABASE = master.',
    },
    zh: {
      cause: '登录名的默认数据库不存在或不可用。',
      solution: '请指定 database=master 连接，再修改默认数据库。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_UNKNOWN',
    seenIn: ['sql-server'],
    sqlNumber: 911,
    retry: 'never',
    texts: {
      en: ["Database '%.*ls' does not exist. Make sure that the name is entered correctly."],
      zh: ["数据库 '%.*ls' 不存在。请确保输入的名称正确无误。"],
    },
    en: {
      cause:
        'No such database, or the collation of the server is case-sensitive and the case differs.',
      solution: 'Correct the name.',
    },
    zh: { cause: '数据库不存在，或服务器区分大小写而大小写不同。', solution: '请更正名称。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_ACCESS_DENIED',
    seenIn: ['sql-server'],
    sqlNumber: 916,
    retry: 'never',
    texts: {
      en: [
        'The server principal "%.*ls" is not able to access the database "%.*ls" under the current security context.',
      ],
      zh: ['服务器主体 "%.*ls" 无法在当前安全上下文下访问数据库 "%.*ls"。'],
    },
    en: {
      cause: 'The login has no user in this database.',
      solution: 'Create the user, or use a login with more rights.',
    },
    zh: {
      cause: '登录名在该数据库中没有对应用户。',
      solution: '请创建用户，或换用权限更高的登录名。',
    },
    sources: ['S14', 'S15'],
  },
]
