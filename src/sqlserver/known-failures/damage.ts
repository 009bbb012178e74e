/** Damaged pages, logs, disks and memory. */
import type { KnownFailure } from '../../core/index.ts'

export const damageFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_DISK_READ_ERROR',
    seenIn: ['sql-server'],
    sqlNumber: 823,
    retry: 'never',
    texts: {
      en: [
        "The operating system returned error %ls to SQL Server during a %S_MSG at offset %#016I64x in file '%ls'. Additional messages in the SQL Server error log and system event log may provide more detail. This is a severe system-level error condition that threatens database integrity and must be corrected immediately. Complete a full database consistency check (DBCC CHECKDB). This error can be caused by many factors; for more information, see SQL Server Books Online.",
      ],
      zh: [
        "在文件 '%ls' 中、偏移量为 %#016I64x 的位置执行 %S_MSG 期间，操作系统已经向 SQL Server 返回了错误 %ls。SQL Server 错误日志和系统事件日志中的其他消息中可能有更详细的信息。这是一个威胁数据库完整性的严重系统级错误条件，必须立即纠正。请运行一次完整的数据库一致性检查 (DBCC CHECKDB)。此错误可能是由多种因素导致的；有关详细信息，请参阅 SQL Server 联机丛书。",
      ],
    },
    en: {
      cause: 'The disk or its driver failed.',
      solution: 'Check the storage, then run DBCC CHECKDB before the backup.',
    },
    zh: { cause: '磁盘或驱动故障。', solution: '请检查存储，并在备份前运行 DBCC CHECKDB。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_PAGE_DAMAGED',
    seenIn: ['sql-server'],
    sqlNumber: 824,
    retry: 'never',
    texts: {
      en: [
        "SQL Server detected a logical consistency-based I/O error: %ls. It occurred during a %S_MSG of page %S_PGID in database ID %d at offset %#016I64x in file '%ls'. Additional messages in the SQL Server error log or system event log may provide more detail. This is a severe error condition that threatens database integrity and must be corrected immediately. Complete a full database consistency check (DBCC CHECKDB). This error can be caused by many factors; for more information, see SQL Server Books Online.",
      ],
      zh: [
        "SQL Server 检测到基于一致性的逻辑 I/O 错误: %ls。在文件 '%ls' 中、偏移量为 %#016I64x 的位置对数据库 ID %d 中的页 %S_PGID 执行 %S_MSG 期间，发生了该错误。SQL Server 错误日志或系统事件日志中的其他消息可能提供了更详细信息。这是一个威胁数据库完整性的严重错误条件，必须立即纠正。请运行一次完整的数据库一致性检查 (DBCC CHECKDB)。此错误可能是由多种因素导致的；有关详细信息，请参阅 SQL Server 联机丛书。",
      ],
    },
    en: {
      cause: 'A page is damaged (checksum or torn page).',
      solution: 'Restore the page from a good backup or repair it before migrating.',
    },
    zh: {
      cause: '页已损坏（校验和错误或页残缺）。',
      solution: '请在迁移前从完好备份还原该页或修复。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_READ_RETRIED',
    seenIn: ['sql-server'],
    sqlNumber: 825,
    retry: 'none',
    texts: {
      en: [
        "A read of the file '%ls' at offset %#016I64x succeeded after failing %d time(s) with error: %ls. Additional messages in the SQL Server error log and system event log may provide more detail. This error condition threatens database integrity and must be corrected. Complete a full database consistency check (DBCC CHECKDB). This error can be caused by many factors; for more information, see SQL Server Books Online.",
      ],
      zh: [
        '在失败 %d 次(错误: %ls)之后，按偏移量 %#016I64x 对文件“%ls”读取成功。SQL Server 错误日志和系统事件日志中的其他消息中可能有更详细的信息。此错误情况威胁到数据库的完整性，因此必须予以更正。请运行一次完整的数据库一致性检查 (DBCC CHECKDB)。此错误可能是由多种因素导致的；有关详细信息，请参阅 SQL Server 联机丛书。',
      ],
    },
    en: {
      cause: 'The disk needed several tries: it is failing.',
      solution: 'Migrate soon and replace the disk.',
    },
    zh: { cause: '磁盘多次重试才成功，正在损坏。', solution: '请尽快迁移并更换磁盘。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_MEMORY_PAGE_CHANGED',
    seenIn: ['sql-server'],
    sqlNumber: 832,
    retry: 'never',
    texts: {
      en: [
        "A page that should have been constant has changed (expected checksum: %08x, actual checksum: %08x, database %d, file '%ls', page %S_PGID). This usually indicates a memory failure or other hardware or OS corruption.",
      ],
      zh: [
        "本应保持不变的页已更改(预期校验和: %08x，实际校验和: %08x，数据库 %d，文件 '%ls'，页 %S_PGID)。此错误通常指示存在内存故障或其他硬件损坏或操作系统损坏。",
      ],
    },
    en: {
      cause: 'Memory of the server is bad.',
      solution: 'Test the memory; do not trust backups taken since.',
    },
    zh: { cause: '服务器内存故障。', solution: '请检测内存，此后的备份不可信。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_LOG_SCAN_INVALID',
    seenIn: ['sql-server'],
    sqlNumber: 9003,
    retry: 'never',
    texts: {
      en: [
        "The log scan number %S_LSN passed to log scan in database '%.*ls' is not valid. This error may indicate data corruption or that the log file (.ldf) does not match the data file (.mdf). If this error occurred during replication, re-create the publication. Otherwise, restore from backup if the problem results in a failure during startup.",
      ],
      zh: [
        "传递给数据库 '%.*ls' 中的日志扫描操作的日志扫描号 %S_LSN 无效。此错误可能指示数据损坏，或者日志文件(.ldf)与数据文件(.mdf)不匹配。如果此错误是在复制期间出现的，请重新创建发布。否则，如果该问题导致启动期间出错，请从备份还原。",
      ],
    },
    en: {
      cause: 'Log and data files do not fit together.',
      solution: 'Restore from a good backup.',
    },
    zh: { cause: '日志文件与数据文件不匹配或损坏。', solution: '请从完好备份还原。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LOG_DAMAGED',
    seenIn: ['sql-server'],
    sqlNumber: 9004,
    retry: 'never',
    texts: {
      en: [
        "An error occurred while processing the log for database '%.*ls'. If possible, restore from backup. If a backup is not available, it might be necessary to rebuild the log.",
      ],
      zh: [
        "处理数据库 '%.*ls' 的日志时出错。如果可能，请从备份还原。如果没有可用备份，可能需要重新生成日志。",
      ],
    },
    en: { cause: 'The log is damaged.', solution: 'Restore from a good backup.' },
    zh: { cause: '日志损坏。', solution: '请从完好备份还原。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_RECOVERY_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 3414,
    retry: 'never',
    texts: {
      en: [
        "An error occurred during recovery, preventing the database '%ls' (%d:%d) from restarting. Diagnose the recovery errors and fix them, or restore from a known good backup. If errors are not corrected or expected, contact Technical Support.",
      ],
      zh: [
        "恢复期间出错，导致数据库 '%.*ls' (数据库 ID %d)无法重新启动。请诊断并纠正这些恢复错误，或者从已知的正确备份中还原。如果无法更正错误，或者为意外错误，请与技术支持人员联系。",
      ],
    },
    en: {
      cause: 'Recovery failed at start.',
      solution: 'Read the errors before it; restore from a good backup.',
    },
    zh: { cause: '启动恢复失败。', solution: '请查看之前的错误，并从完好备份还原。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_REDO_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 3313,
    retry: 'never',
    texts: {
      en: [
        "During redoing of a logged operation in database '%.*ls', an error occurred at log record ID %S_LSN. Typically, the specific failure is previously logged as an error in the Windows Event Log service. Restore the database from a full backup, or repair the database.",
      ],
      zh: [
        "在重做数据库 '%.*ls' 的日志中记录的操作时，日志记录 ID %S_LSN 出错。通常，特定故障以前会在 Windows 事件日志服务中记录为错误。请利用完整备份还原数据库，或者修复该数据库。",
      ],
    },
    en: {
      cause: 'A log record could not be applied.',
      solution: 'Take a new full backup and start again.',
    },
    zh: { cause: '日志记录无法重做。', solution: '请重新做完整备份并重新开始。' },
    sources: ['S14', 'S15'],
  },
]
