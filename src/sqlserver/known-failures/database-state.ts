/** States of a database that stand in the way: in use, restoring, offline, suspect, on a secondary replica. */
import type { KnownFailure } from '../../core/index.ts'

export const databaseStateFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_DATABASE_LOCK_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 5061,
    retry: 'later',
    texts: {
      en: [
        "ALTER DATABASE failed because a lock could not be placed on database '%.*ls'. Try again later.",
      ],
      zh: ["由于无法在数据库 '%.*ls' 上放置锁，ALTER DATABASE 失败。请稍后再试。"],
    },
    en: {
      cause: 'Somebody is using the database.',
      solution: 'End the sessions, or freeze with ROLLBACK IMMEDIATE.',
    },
    zh: { cause: '数据库正被使用。', solution: '请结束会话，或以 ROLLBACK IMMEDIATE 冻结。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_SINGLE_USER_TAKEN',
    seenIn: ['sql-server'],
    sqlNumber: 5064,
    retry: 'later',
    texts: {
      en: [
        "Changes to the state or options of database '%.*ls' cannot be made at this time. The database is in single-user mode, and a user is currently connected to it.",
      ],
      zh: [
        "此时无法更改数据库 '%.*ls' 的状态或选项。此数据库处于单用户模式，当前某个用户已与其连接。",
      ],
    },
    en: {
      cause: 'Another session holds the only connection.',
      solution: 'Find it in sys.dm_exec_sessions and end it.',
    },
    zh: {
      cause: '单用户模式下唯一连接已被占用。',
      solution: '请在 sys.dm_exec_sessions 中找到该会话并结束。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_STATE_IN_USE',
    seenIn: ['sql-server'],
    sqlNumber: 5070,
    retry: 'later',
    texts: {
      en: ["Database state cannot be changed while other users are using the database '%.*ls'"],
      zh: ["在其他用户正使用数据库 '%.*ls' 时，无法更改数据库状态"],
    },
    en: { cause: 'Users are connected.', solution: 'Freeze with ROLLBACK IMMEDIATE.' },
    zh: { cause: '仍有用户连接。', solution: '请以 ROLLBACK IMMEDIATE 冻结。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_ALTER_DATABASE_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 5069,
    retry: 'later',
    accompanies: true,
    texts: { en: ['ALTER DATABASE statement failed.'], zh: ['ALTER DATABASE 语句失败。'] },
    en: { cause: 'Follows another error that says why.', solution: 'Read the error before it.' },
    zh: { cause: '伴随其他错误出现。', solution: '请查看前一条错误。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_EXCLUSIVE_LOCK',
    seenIn: ['sql-server'],
    sqlNumber: 5030,
    retry: 'later',
    texts: {
      en: ['The database could not be exclusively locked to perform the operation.'],
      zh: ['无法用排他锁锁定该数据库，以执行该操作。'],
    },
    en: { cause: 'Other sessions are in the database.', solution: 'End them and try again.' },
    zh: { cause: '有其他会话占用数据库。', solution: '请结束会话后重试。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_NOT_WRITABLE',
    seenIn: ['sql-server'],
    sqlNumber: 5004,
    retry: 'never',
    texts: {
      en: [
        'To use ALTER DATABASE, the database must be in a writable state in which a checkpoint can be executed.',
      ],
      zh: ['若要使用 ALTER DATABASE，数据库就必须处于可写入状态，从而可以执行检查点。'],
    },
    en: { cause: 'The database is read-only or restoring.', solution: 'Bring it online first.' },
    zh: { cause: '数据库只读或正在还原。', solution: '请先使其联机可写。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_STATE_FORBIDS',
    seenIn: ['sql-server'],
    sqlNumber: 5052,
    retry: 'never',
    texts: {
      en: ['%ls is not permitted while a database is in the %ls state.'],
      zh: ['当数据库处于 %ls 状态时，不允许 %ls。'],
    },
    en: {
      cause: 'The statement does not fit the state.',
      solution: 'Bring the database online first.',
    },
    zh: { cause: '当前状态不允许该语句。', solution: '请先使数据库联机。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_RESTORING',
    seenIn: ['sql-server'],
    sqlNumber: 927,
    retry: 'never',
    texts: {
      en: ["Database '%.*ls' cannot be opened. It is in the middle of a restore."],
      zh: ["无法打开数据库 '%.*ls'。该数据库正在进行还原。"],
    },
    en: {
      cause: 'After the tail-log backup WITH NORECOVERY the source stays restoring: as intended.',
      solution: 'To go back to the source: RESTORE DATABASE … WITH RECOVERY.',
    },
    zh: {
      cause: '结尾日志备份后源库保持“正在还原”，属预期状态。',
      solution: '如需回退到源库：RESTORE DATABASE … WITH RECOVERY。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_RECOVERING',
    seenIn: ['sql-server'],
    sqlNumber: 922,
    retry: 'later',
    texts: {
      en: ["Database '%.*ls' is being recovered. Waiting until recovery is finished."],
      zh: ["正在恢复数据库 '%.*ls'。请等待恢复操作完成。"],
    },
    en: { cause: 'The database is still starting.', solution: 'Wait.' },
    zh: { cause: '数据库正在恢复。', solution: '请等待。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_NOT_RECOVERED',
    seenIn: ['sql-server'],
    sqlNumber: 921,
    retry: 'later',
    texts: {
      en: ["Database '%.*ls' has not been recovered yet. Wait and try again."],
      zh: ["尚未恢复数据库 '%.*ls'。请等待，然后重试。"],
    },
    en: { cause: 'The database is still starting.', solution: 'Wait.' },
    zh: { cause: '数据库尚未恢复。', solution: '请等待。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_SUSPECT',
    seenIn: ['sql-server'],
    sqlNumber: 926,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be opened. It has been marked SUSPECT by recovery. See the SQL Server errorlog for more information.",
      ],
      zh: [
        "无法打开数据库 '%.*ls'。恢复操作已将该数据库标记为 SUSPECT。有关详细信息，请参阅 SQL Server 错误日志。",
      ],
    },
    en: {
      cause: 'Recovery failed: damage or missing files.',
      solution: 'Repair or restore the source before migrating.',
    },
    zh: { cause: '数据库被标记为可疑：损坏或缺文件。', solution: '请先修复或还原源库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_OFFLINE',
    seenIn: ['sql-server'],
    sqlNumber: 942,
    retry: 'never',
    texts: {
      en: ["Database '%.*ls' cannot be opened because it is offline."],
      zh: ["由于数据库 '%.*ls' 离线，无法打开该数据库。"],
    },
    en: { cause: 'The database is offline.', solution: 'Bring it online or leave it out.' },
    zh: { cause: '数据库已脱机。', solution: '请使其联机，或不迁移该库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_FILES_MISSING',
    seenIn: ['sql-server'],
    sqlNumber: 945,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be opened due to inaccessible files or insufficient memory or disk space. See the SQL Server errorlog for details.",
      ],
      zh: [
        '由于文件不可访问，或者内存或磁盘空间不足，所以无法打开数据库“%.*ls”。有关详细信息，请参阅 SQL Server 错误日志。',
      ],
    },
    en: {
      cause: 'Files are missing or the disk or memory is short.',
      solution: 'Repair it first.',
    },
    zh: { cause: '文件不可访问，或内存、磁盘不足。', solution: '请先处理。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_ONE_USER',
    seenIn: ['sql-server'],
    sqlNumber: 924,
    retry: 'later',
    texts: {
      en: ["Database '%.*ls' is already open and can only have one user at a time."],
      zh: ["数据库 '%.*ls' 已打开，并且一次只能有一个用户。"],
    },
    en: { cause: 'Single-user mode and someone is in.', solution: 'End that session.' },
    zh: { cause: '单用户模式且已有连接。', solution: '请结束该会话。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DATABASE_IN_TRANSITION',
    seenIn: ['sql-server'],
    sqlNumber: 952,
    retry: 'later',
    texts: {
      en: ["Database '%.*ls' is in transition. Try the statement later."],
      zh: ["数据库 '%.*ls' 正处于转换状态。请稍后再尝试该语句。"],
    },
    en: { cause: 'The state is changing.', solution: 'Wait.' },
    zh: { cause: '数据库状态正在变化。', solution: '请稍后重试。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_AG_REPLICA_NOT_READABLE',
    seenIn: ['sql-server'],
    sqlNumber: 976,
    retry: 'never',
    texts: {
      en: [
        "The target database, '%.*ls', is participating in an availability group and is currently not accessible for queries. Either data movement is suspended or the availability replica is not enabled for read access. To allow read-only access to this and other databases in the availability group, enable read access to one or more secondary availability replicas in the group. For more information, see the ALTER AVAILABILITY GROUP statement in SQL Server Books Online.",
      ],
      zh: [
        "目标数据库 '%.*ls' 正参与某个可用性组，查询当前无法访问该数据库。数据移动被挂起，或者未启用可用性副本以便用于读访问。",
      ],
    },
    en: {
      cause: 'You are connected to a secondary replica.',
      solution: 'Connect to the primary replica or the listener.',
    },
    zh: { cause: '当前连接的是辅助副本。', solution: '请连接主副本或侦听器。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_AG_ROLE_UNKNOWN',
    seenIn: ['sql-server'],
    sqlNumber: 983,
    retry: 'later',
    texts: {
      en: [
        "Unable to access availability database '%.*ls' because the database replica is not in the PRIMARY or SECONDARY role. Connections to an availability database is permitted only when the database replica is in the PRIMARY or SECONDARY role. Try the operation again later.",
      ],
      zh: [
        "无法访问可用性数据库 '%.*ls'，因为该数据库副本不在 PRIMARY 或 SECONDARY 角色中。仅当数据库副本在 PRIMARY 或 SECONDARY 角色中时，才允许连接到可用性数据库。",
      ],
    },
    en: { cause: 'The group is failing over.', solution: 'Wait until the failover ends.' },
    zh: { cause: '可用性组正在故障转移。', solution: '请等待完成。' },
    sources: ['S14', 'S15'],
  },
]
