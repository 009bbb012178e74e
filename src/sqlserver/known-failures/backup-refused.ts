/** Backups that SQL Server does not take in the state the database is in. */
import type { KnownFailure } from '../../core/index.ts'

export const backupRefusedFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_BACKUP_NEEDS_TURN',
    seenIn: ['sql-server'],
    sqlNumber: 3023,
    retry: 'later',
    texts: {
      en: [
        'Backup, file manipulation operations (such as ALTER DATABASE ADD FILE) and encryption changes on a database must be serialized. Reissue the statement after the current backup or file manipulation operation is completed.',
      ],
      zh: [
        '数据库上的备份、文件操纵操作（例如 ALTER DATABASE ADD FILE）和加密更改必须串行化。请在当前备份或文件操作完成后重新发出该语句。',
      ],
    },
    en: {
      cause: 'Another backup, file change or shrink of this database is running.',
      solution: 'Wait for it; pause other backup tools during the migration.',
    },
    zh: {
      cause: '该库正在进行其他备份、文件变更或收缩。',
      solution: '请等待完成，迁移期间暂停其他备份工具。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_IN_TRANSACTION',
    seenIn: ['sql-server'],
    sqlNumber: 3021,
    retry: 'never',
    texts: {
      en: ['Cannot perform a backup or restore operation within a transaction.'],
      zh: ['不能在事务内部执行备份或还原操作。'],
    },
    en: {
      cause: 'The statement ran inside a transaction.',
      solution: 'Run the backup outside a transaction.',
    },
    zh: { cause: '在事务中执行了备份。', solution: '请在事务之外执行备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_DIFFERENTIAL_WITHOUT_BASE',
    seenIn: ['sql-server'],
    sqlNumber: 3035,
    retry: 'never',
    texts: {
      en: [
        'Cannot perform a differential backup for database "%ls", because a current database backup does not exist. Perform a full database backup by reissuing BACKUP DATABASE, omitting the WITH DIFFERENTIAL option.',
      ],
      zh: [
        '无法执行数据库 "%ls" 的差异备份，因为不存在当前数据库备份。请去掉 WITH DIFFERENTIAL 选项后重新发出 BACKUP DATABASE 以执行数据库的完整备份。',
      ],
    },
    en: {
      cause: 'No full backup exists that could be the base (copy-only does not count).',
      solution: 'Take a full backup first.',
    },
    zh: { cause: '没有可作差异基准的完整备份（仅复制备份不算）。', solution: '请先做完整备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOG_WITHOUT_BASE',
    seenIn: ['sql-server'],
    sqlNumber: 4214,
    retry: 'never',
    texts: {
      en: ['BACKUP LOG cannot be performed because there is no current database backup.'],
      zh: ['无法执行 BACKUP LOG，因为当前没有数据库备份。'],
    },
    en: {
      cause: 'The log chain has not begun, for example right after switching from SIMPLE.',
      solution: 'Take a full backup first.',
    },
    zh: { cause: '日志链尚未开始，例如刚由简单恢复模式切换而来。', solution: '请先做完整备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOG_BACKUP_IN_SIMPLE',
    seenIn: ['sql-server'],
    sqlNumber: 4208,
    retry: 'never',
    texts: {
      en: [
        'The statement %hs is not allowed while the recovery model is SIMPLE. Use BACKUP DATABASE or change the recovery model using ALTER DATABASE.',
      ],
      zh: [
        '当恢复模式为 SIMPLE 时，不允许使用 %hs 语句。请使用 BACKUP DATABASE 或用 ALTER DATABASE 更改恢复模式。',
      ],
    },
    en: {
      cause: 'The recovery model is SIMPLE, so no log backup and no incremental migration.',
      solution: 'Switch to FULL and take a full backup, or migrate with full backups only.',
    },
    zh: {
      cause: '恢复模式为简单，无法做日志备份和增量上云。',
      solution: '请改为完整恢复模式并做完整备份，或只做全量上云。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOG_CHAIN_BROKEN',
    seenIn: ['sql-server'],
    sqlNumber: 4219,
    retry: 'never',
    texts: {
      en: [
        'The log backup chain is broken. You must perform a full database backup before you can perform a log backup.',
      ],
      zh: [],
    },
    en: {
      cause: 'The chain was broken, for example by a switch to SIMPLE.',
      solution: 'Take a full backup and begin a new chain.',
    },
    zh: {
      cause: '日志链已中断（例如切换过简单恢复模式）。',
      solution: '请重新做完整备份并开始新链。',
    },
    sources: ['S14'],
  },
  {
    code: 'SQL_LOG_BULK_CHANGES_UNREADABLE',
    seenIn: ['sql-server'],
    sqlNumber: 4202,
    retry: 'never',
    texts: {
      en: [
        'BACKUP LOG is not possible because bulk logged changes exist in the database and one or more filegroups are unavailable.',
      ],
      zh: [
        '不可能执行 BACKUP LOG，因为该数据库中存在大容量日志记录更改，并且一个或多个文件组不可用。',
      ],
    },
    en: {
      cause: 'Bulk-logged changes plus an unavailable filegroup.',
      solution: 'Bring the filegroup online.',
    },
    zh: { cause: '存在大容量日志更改且文件组不可用。', solution: '请使文件组联机。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOG_NOT_TRUNCATED',
    seenIn: ['sql-server'],
    sqlNumber: 4215,
    retry: 'none',
    texts: {
      en: [
        'The log was not truncated because records at the beginning of the log are pending replication or Change Data Capture. Ensure the Log Reader Agent or capture job is running or use sp_repldone to mark transactions as distributed or captured.',
      ],
      zh: [
        '该日志未截断，因为其开始处的记录是挂起的复制操作或变更数据捕获。请确保日志读取器代理或捕获作业正在运行，或使用 sp_repldone 将事务标记为分布式或捕获。',
      ],
    },
    en: {
      cause: 'Replication or CDC holds the log (information only).',
      solution: 'Watch the size of the log.',
    },
    zh: { cause: '复制或 CDC 占用日志（提示信息）。', solution: '请关注日志大小。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_MASTER_ONLY_FULL',
    seenIn: ['sql-server'],
    sqlNumber: 3024,
    retry: 'never',
    texts: {
      en: [
        'You can only perform a full backup of the master database. Use BACKUP DATABASE to back up the entire master database.',
      ],
      zh: ['只能对 master 数据库执行完整备份。请使用 BACKUP DATABASE 来备份整个 master 数据库。'],
    },
    en: {
      cause: 'master takes full backups only; it is not migrated anyway.',
      solution: 'Leave it out.',
    },
    zh: { cause: 'master 只支持完整备份，且无需迁移。', solution: '请排除该库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_TEMPDB_NO_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3147,
    retry: 'never',
    texts: {
      en: ['Backup and restore operations are not allowed on database tempdb.'],
      zh: ['不允许对 tempdb 数据库进行备份或还原操作。'],
    },
    en: { cause: 'tempdb cannot be backed up.', solution: 'Leave it out.' },
    zh: { cause: 'tempdb 不能备份。', solution: '请排除该库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_SNAPSHOT_NO_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3002,
    retry: 'never',
    texts: {
      en: ['Cannot BACKUP or RESTORE a database snapshot.'],
      zh: ['不能对数据库快照执行 BACKUP 或 RESTORE。'],
    },
    en: { cause: 'A database snapshot was chosen.', solution: 'Choose the database itself.' },
    zh: { cause: '选择了数据库快照。', solution: '请选择源数据库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_STANDBY_NO_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3036,
    retry: 'never',
    texts: {
      en: [
        'The database "%ls" is in warm-standby state (set by executing RESTORE WITH STANDBY) and cannot be backed up until the entire restore sequence is completed.',
      ],
      zh: [
        '数据库 "%ls" 处于备用状态(通过执行 RESTORE WITH STANDBY 而设置)下，只有完成整个还原顺序后，才能进行备份。',
      ],
    },
    en: { cause: 'The database is a log-shipping standby.', solution: 'Back up the primary.' },
    zh: { cause: '该库处于备用状态（日志传送）。', solution: '请备份主库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_SECONDARY_NO_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3059,
    retry: 'never',
    texts: {
      en: [
        'This BACKUP or RESTORE command is not supported on a database mirror or secondary replica.',
      ],
      zh: [],
    },
    en: {
      cause: 'On a secondary replica only copy-only full and log backups are possible.',
      solution: 'Back up on the primary replica.',
    },
    zh: { cause: '辅助副本只支持仅复制完整备份和日志备份。', solution: '请在主副本备份。' },
    sources: ['S14'],
  },
  {
    code: 'SQL_EMERGENCY_NO_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3033,
    retry: 'never',
    texts: {
      en: ['BACKUP DATABASE cannot be used on a database opened in emergency mode.'],
      zh: ['BACKUP DATABASE 不能用于以紧急模式打开的数据库。'],
    },
    en: { cause: 'The database is in EMERGENCY state.', solution: 'Repair it first.' },
    zh: { cause: '数据库处于紧急模式。', solution: '请先修复。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_FILE_OFFLINE_NO_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3007,
    retry: 'never',
    texts: {
      en: [
        'The backup of the file or filegroup "%ls" is not permitted because it is not online. Container state: "%ls" (%d). Restore status: %d. BACKUP can be performed by using the FILEGROUP or FILE clauses to restrict the selection to include only online data.',
      ],
      zh: [
        '不允许对文件或文件组 "%ls" 进行备份，因为它没有联机。可以使用 FILEGROUP 或 FILE 子句执行 BACKUP，以限制在选项中只包括联机数据。',
      ],
    },
    en: { cause: 'A file or filegroup is offline.', solution: 'Bring it online or remove it.' },
    zh: { cause: '有文件或文件组未联机。', solution: '请使其联机或删除。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_HISTORY_NOT_WRITTEN',
    seenIn: ['sql-server'],
    sqlNumber: 3009,
    retry: 'none',
    texts: {
      en: [
        'Could not insert a backup or restore history/detail record in the msdb database. This may indicate a problem with the msdb database. The backup/restore operation was still successful.',
      ],
      zh: [
        '未能在 msdb 数据库中插入备份或还原历史/详细记录。这可能表明 msdb 数据库有问题。备份/还原操作仍是成功的。',
      ],
    },
    en: {
      cause: 'msdb is full or damaged; the backup itself is good.',
      solution: 'Look at msdb; sqlferry reads the file, not the history.',
    },
    zh: {
      cause: 'msdb 有问题，但备份本身成功。',
      solution: '请检查 msdb；sqlferry 以备份文件为准。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_CERTIFICATE_EXPIRED',
    seenIn: ['sql-server'],
    sqlNumber: 3096,
    retry: 'never',
    texts: { en: ['The Certificate specified for backup encryption has expired.'], zh: [] },
    en: {
      cause: 'The certificate for backup encryption has expired.',
      solution: 'Back up without ENCRYPTION: RDS has no certificate of yours.',
    },
    zh: { cause: '备份加密证书已过期。', solution: '请不要加密备份，RDS 上没有您的证书。' },
    sources: ['S14'],
  },
]
