/** Availability groups in motion, locks, memory, a full log or filegroup. */
import type { KnownFailure } from '../../core/index.ts'

export const resourcesFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_DEADLOCK',
    seenIn: ['sql-server'],
    sqlNumber: 1205,
    retry: 'now',
    texts: {
      en: [
        'Transaction (Process ID %d) was deadlocked on %.*ls resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
      ],
      zh: [
        '事务(进程 ID %d)与另一个进程被死锁在 %.*ls 资源上，并且已被选作死锁牺牲品。重新运行该事务。',
      ],
    },
    en: { cause: 'Two sessions waited for each other.', solution: 'Run the statement again.' },
    zh: { cause: '两个会话互相等待。', solution: '请重新执行该语句。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LOCK_TIMEOUT',
    seenIn: ['sql-server'],
    sqlNumber: 1222,
    retry: 'now',
    texts: { en: ['Lock request time out period exceeded.'], zh: ['已超过了锁请求超时时段。'] },
    en: { cause: 'A lock was not given in time.', solution: 'Try again, or find the blocker.' },
    zh: { cause: '等待锁超时。', solution: '请重试或查找阻塞源。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_MEMORY_SHORT',
    seenIn: ['sql-server'],
    sqlNumber: 701,
    retry: 'later',
    texts: {
      en: ["There is insufficient system memory in resource pool '%ls' to run this query."],
      zh: ["资源池 '%ls' 没有足够的系统内存来运行此查询。"],
    },
    en: {
      cause: 'The server lacks memory.',
      solution: 'Lower BUFFERCOUNT and MAXTRANSFERSIZE; run at a quieter time.',
    },
    zh: {
      cause: '服务器内存不足。',
      solution: '请减小 BUFFERCOUNT、MAXTRANSFERSIZE，并避开高峰。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOG_FULL',
    seenIn: ['sql-server'],
    sqlNumber: 9002,
    retry: 'later',
    texts: {
      en: ["The transaction log for database '%.*ls' is full due to '%ls'."],
      zh: [
        "数据库 '%.*ls' 的事务日志已满。若要查明无法重用日志中的空间的原因，请参阅 sys.databases 中的 log_reuse_wait_desc 列",
      ],
    },
    en: {
      cause: 'The log file is full; log_reuse_wait_desc says why.',
      solution: 'Take a log backup or add space.',
    },
    zh: {
      cause: '事务日志已满，原因见 log_reuse_wait_desc。',
      solution: '请做日志备份或扩展空间。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LOG_UNAVAILABLE',
    seenIn: ['sql-server'],
    sqlNumber: 9001,
    retry: 'never',
    texts: {
      en: [
        "The log for database '%.*ls' is not available. Check the event log for related error messages. Resolve any errors and restart the database.",
      ],
      zh: [
        "数据库 '%.*ls' 的日志不可用。有关相应错误消息，请查看事件日志。修复所有错误后重新启动数据库。",
      ],
    },
    en: {
      cause: 'The log device failed.',
      solution: 'Look at the disk; the database may need a restore.',
    },
    zh: { cause: '日志不可用，可能是磁盘故障。', solution: '请检查磁盘，可能需要还原数据库。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_FILEGROUP_FULL',
    seenIn: ['sql-server'],
    sqlNumber: 1105,
    retry: 'later',
    texts: {
      en: [
        "Could not allocate space for object '%.*ls'%.*ls in database '%.*ls' because the '%.*ls' filegroup is full. Create disk space by deleting unneeded files, dropping objects in the filegroup, adding additional files to the filegroup, or setting autogrowth on for existing files in the filegroup.",
      ],
      zh: [
        "无法为数据库 '%.*ls' 中的对象 '%.*ls'%.*ls 分配空间，因为 '%.*ls' 文件组已满。请删除不需要的文件、删除文件组中的对象、将其他文件添加到文件组或为文件组中的现有文件启用自动增长，以便增加可用磁盘空间。",
      ],
    },
    en: {
      cause: 'A filegroup (often tempdb during CHECKDB) is full.',
      solution: 'Free or add space.',
    },
    zh: { cause: '文件组已满（CHECKDB 时多为 tempdb）。', solution: '请释放或增加空间。' },
    sources: ['S14r', 'S15'],
  },
]
