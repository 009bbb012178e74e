/** Rights that a login lacks on the source. */
import type { KnownFailure } from '../../core/index.ts'

export const permissionFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_PERMISSION_DENIED_DATABASE',
    seenIn: ['sql-server'],
    sqlNumber: 262,
    retry: 'never',
    texts: {
      en: ["%ls permission denied in database '%.*ls'."],
      zh: ["在数据库 '%.*ls' 中拒绝了 %ls 权限。"],
    },
    en: {
      cause: 'The login lacks the named right, for example BACKUP DATABASE.',
      solution: 'Add it to db_backupoperator, or use a sysadmin login.',
    },
    zh: {
      cause: '登录名缺少所示权限，例如 BACKUP DATABASE。',
      solution: '请加入 db_backupoperator，或使用 sysadmin 登录名。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PERMISSION_DENIED_OBJECT',
    seenIn: ['sql-server'],
    sqlNumber: 229,
    retry: 'never',
    texts: {
      en: [
        "The %ls permission was denied on the object '%.*ls', database '%.*ls', schema '%.*ls'.",
      ],
      zh: ["拒绝了对对象 '%.*ls' (数据库 '%.*ls'，架构 %.*ls)的 %ls 权限。"],
    },
    en: {
      cause: 'The login may not read this object.',
      solution: 'Grant the right, or use another login.',
    },
    zh: { cause: '没有访问该对象的权限。', solution: '请授权或换用登录名。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PERMISSION_DENIED_SERVER_VIEW',
    seenIn: ['sql-server'],
    sqlNumber: 300,
    retry: 'never',
    texts: {
      en: ["%ls permission was denied on object '%.*ls', database '%.*ls'."],
      zh: ["拒绝了对对象 '%.*ls' (数据库 '%.*ls')的 %ls 权限。"],
    },
    en: {
      cause: 'VIEW SERVER STATE is missing.',
      solution: 'GRANT VIEW SERVER STATE TO the login.',
    },
    zh: { cause: '缺少 VIEW SERVER STATE 权限。', solution: '请执行 GRANT VIEW SERVER STATE。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PERMISSION_DENIED_ACTION',
    seenIn: ['sql-server'],
    sqlNumber: 297,
    retry: 'never',
    texts: {
      en: ['The user does not have permission to perform this action.'],
      zh: ['用户没有执行此操作的权限。'],
    },
    en: { cause: 'The action needs more rights.', solution: 'Use a sysadmin login for this step.' },
    zh: { cause: '权限不足。', solution: '请在此步骤使用 sysadmin 登录名。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PERMISSION_DENIED_PROCEDURE',
    seenIn: ['sql-server'],
    sqlNumber: 15247,
    retry: 'never',
    texts: {
      en: ['User does not have permission to perform this action.'],
      zh: ['用户没有执行此操作的权限。'],
    },
    en: {
      cause: 'A system procedure needs more rights.',
      solution: 'Use a sysadmin login for this step.',
    },
    zh: { cause: '系统过程需要更高权限。', solution: '请使用 sysadmin 登录名。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_RESTORE_DENIED',
    seenIn: ['sql-server'],
    sqlNumber: 3110,
    retry: 'never',
    texts: {
      en: ["User does not have permission to RESTORE database '%.*ls'."],
      zh: ["用户没有 RESTORE 数据库 '%.*ls' 的权限。"],
    },
    en: {
      cause: 'Restoring needs dbcreator or ownership.',
      solution: 'Use a sysadmin or dbcreator login.',
    },
    zh: {
      cause: '还原需要 dbcreator 或所有者权限。',
      solution: '请使用 sysadmin 或 dbcreator 登录名。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_ALTER_DATABASE_DENIED',
    seenIn: ['sql-server'],
    sqlNumber: 5011,
    retry: 'never',
    texts: {
      en: [
        "User does not have permission to alter database '%.*ls', the database does not exist, or the database is not in a state that allows access checks.",
      ],
      zh: ["用户没有更改数据库 '%.*ls' 的权限，该数据库不存在，或数据库未处于允许访问检查的状态。"],
    },
    en: {
      cause: 'The freeze at cut-over needs ALTER on the database, or the database is offline.',
      solution: 'Use a db_owner or sysadmin login.',
    },
    zh: {
      cause: '割接时冻结源库需要 ALTER 权限，或数据库不可访问。',
      solution: '请使用 db_owner 或 sysadmin 登录名。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_PRINCIPAL_MISSING',
    seenIn: ['sql-server'],
    sqlNumber: 15151,
    retry: 'never',
    texts: {
      en: [
        "Cannot %S_MSG the %S_MSG '%.*ls', because it does not exist or you do not have permission.",
      ],
      zh: ["无法对 %S_MSG '%.*ls' 执行 %S_MSG，因为它不存在，或者您没有所需的权限。"],
    },
    en: {
      cause: 'The named login, user or role is missing or hidden.',
      solution: 'Check the name and your rights.',
    },
    zh: { cause: '对象不存在或没有权限。', solution: '请核对名称和权限。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_FEATURE_BLOCKED',
    seenIn: ['sql-server'],
    sqlNumber: 15281,
    retry: 'never',
    texts: {
      en: [
        "SQL Server blocked access to %S_MSG '%ls' of component '%.*ls' because this component is turned off as part of the security configuration for this server. A system administrator can enable the use of '%.*ls' by using sp_configure. For more information about enabling '%.*ls', search for '%.*ls' in SQL Server Books Online.",
      ],
      zh: [
        "SQL Server 阻止了对组件 '%.*ls' 的 %S_MSG '%ls' 的访问，因为此组件已作为此服务器安全配置的一部分而被关闭。系统管理员可以通过使用 sp_configure 启用 '%.*ls'。有关启用 '%.*ls' 的详细信息，请参阅 SQL Server 联机丛书中的 \"外围应用配置器\"。",
      ],
    },
    en: {
      cause: 'A component such as xp_cmdshell is off.',
      solution: 'Leave it off: sqlferry does not need it; create the backup folder by hand.',
    },
    zh: {
      cause: '某个组件（如 xp_cmdshell）已关闭。',
      solution: '保持关闭即可，sqlferry 不需要它；请手工创建备份文件夹。',
    },
    sources: ['S14r', 'S15'],
  },
]
