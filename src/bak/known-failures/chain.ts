/** Backups that do not join: differential backups without their base, files and recovery paths that differ. */
import type { KnownFailure } from '../../core/index.ts'

export const chainFailures: readonly KnownFailure[] = [
  {
    code: 'BAK_NOT_FULL_BUT_DIFFERENTIAL',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: ['Backup set (xxx.bak) is a Database Differential backup, we only accept a FULL Backup.'],
      zh: ['差异备份文件'],
    },
    en: {
      cause: 'A full migration got a differential backup.',
      solution: 'Choose the full backup, or use the incremental flow.',
    },
    zh: { cause: '全量上云选到了差异备份。', solution: '请选择完整备份文件，或改用增量上云流程。' },
    sources: ['S6', 'S7'],
  },
  {
    code: 'BAK_NOT_FULL_BUT_LOG',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: ['Backup set (xxx.trn) is a Transaction Log backup, we only accept a FULL Backup.'],
      zh: ['事务日志备份文件'],
    },
    en: {
      cause: 'A full migration got a log backup.',
      solution: 'Choose the full backup, or use the incremental flow.',
    },
    zh: { cause: '全量上云选到了日志备份。', solution: '请选择完整备份文件，或改用增量上云流程。' },
    sources: ['S6', 'S7'],
  },
  {
    code: 'BAK_SECOND_FULL',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: [
        'Backup set (xxx) is a Database FULL backup, we only accept transaction log or differential backup.',
      ],
      zh: ['完全备份文件类型'],
    },
    en: {
      cause:
        'The chain already has its full backup; it now takes only differential and log backups.',
      solution: 'Send the next differential or log backup of this chain.',
    },
    zh: {
      cause: '该链已还原完整备份，之后只接受差异备份或日志备份。',
      solution: '请上传本链的下一个差异备份或日志备份。',
    },
    sources: ['S4', 'S5'],
  },
  {
    code: 'BAK_RECOVERY_PATH_DIFFERS',
    seenIn: ['sql-server'],
    sqlNumber: 4330,
    retry: 'never',
    texts: {
      en: [
        'This backup set cannot be applied because it is on a recovery path that is inconsistent with the database. The recovery path is the sequence of data and log backups that have brought the database to a particular recovery point. Find a compatible backup to restore, or restore the rest of the database to match a recovery point within this backup set, which will restore the database to a different point in time. For more information about recovery paths, see SQL Server Books Online.',
      ],
      zh: [
        '无法应用此备份集，因为它的恢复路径与数据库不一致。该恢复路径是将数据库还原到特定恢复点的数据和日志备份的序列。请找到要还原的兼容备份，或者还原数据库的其余部分以与此备份集内的恢复点匹配，这样可将数据库还原到其他时间点。有关恢复路径的详细信息，请参阅 SQL Server 联机丛书。',
      ],
    },
    en: {
      cause: 'The source was itself restored in between, so the backups belong to another fork.',
      solution: 'Start again with a new full backup.',
    },
    zh: {
      cause: '源库中途被还原过，备份属于另一恢复分叉。',
      solution: '请用新的完整备份重新开始。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_DIFFERENTIAL_BASE_WRONG',
    seenIn: ['sql-server'],
    sqlNumber: 3136,
    retry: 'never',
    texts: {
      en: [
        'This differential backup cannot be restored because the database has not been restored to the correct earlier state.',
      ],
      zh: ['无法还原此差异备份，因为该数据库尚未还原到正确的早期状态。'],
    },
    en: {
      cause:
        'The differential belongs to another full backup: some other tool took one in between.',
      solution:
        'Restore its own full backup, or take a new differential with other backup tools stopped.',
    },
    zh: {
      cause: '差异备份对应另一个完整备份：期间有其他工具做过完整备份。',
      solution: '请使用对应的完整备份，或停用其他备份工具后重新做差异备份。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_NOTHING_TO_ROLL_FORWARD',
    seenIn: ['sql-server'],
    sqlNumber: 3117,
    retry: 'never',
    texts: {
      en: [
        'The log or differential backup cannot be restored because no files are ready to rollforward.',
      ],
      zh: ['无法还原日志备份或差异备份，因为没有文件可用于前滚。'],
    },
    en: {
      cause: 'The database was already opened (WITH RECOVERY).',
      solution: 'Begin again with the full backup, not opened.',
    },
    zh: {
      cause: '数据库已经打开（WITH RECOVERY）。',
      solution: '请从完整备份重新开始，且先不打开。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_DIFFERENTIAL_FILE_STATE',
    seenIn: ['sql-server'],
    sqlNumber: 3178,
    retry: 'never',
    texts: {
      en: ['File %ls is not in the correct state to have this differential backup applied to it.'],
      zh: ['文件 %ls 未处于可应用此差异备份的正确状态。'],
    },
    en: {
      cause: 'A file is already further on than this differential.',
      solution: 'Use a later backup.',
    },
    zh: { cause: '文件已比该差异备份更新。', solution: '请使用更新的备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_ALREADY_COVERED',
    seenIn: ['sql-server'],
    sqlNumber: 3120,
    retry: 'never',
    texts: {
      en: [
        'This backup set will not be restored because all data has already been restored to a point beyond the time covered by this backup set.',
      ],
      zh: ['不会还原此备份集，因为所有数据都已还原到此备份集所涵盖的时间之前。'],
    },
    en: { cause: 'The backup is older than the database.', solution: 'Skip it.' },
    zh: { cause: '备份早于当前数据。', solution: '请跳过。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_PATH_OF_FILE_DIFFERS',
    seenIn: ['sql-server'],
    sqlNumber: 3121,
    retry: 'never',
    texts: {
      en: [
        'The file "%ls" is on a recovery path that is inconsistent with application of this backup set. RESTORE cannot continue.',
      ],
      zh: ['文件 "%ls" 所在的恢复路径与此备份集的应用程序不一致。RESTORE 操作无法继续。'],
    },
    en: {
      cause: 'One file comes from another restore history.',
      solution: 'Start again with the full backup.',
    },
    zh: { cause: '某个文件来自不同的还原历史。', solution: '请从完整备份重新开始。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_DATABASE_ABSENT_FOR_LOG',
    seenIn: ['sql-server'],
    sqlNumber: 3118,
    retry: 'never',
    texts: {
      en: [
        'The database "%ls" does not exist. RESTORE can only create a database when restoring either a full backup or a file backup of the primary file.',
      ],
      zh: ['数据库 "%ls" 不存在。RESTORE 只能在还原主文件的完整备份或文件备份时创建数据库。'],
    },
    en: {
      cause: 'A log or differential came before its full backup.',
      solution: 'Restore the full backup first.',
    },
    zh: { cause: '尚未还原完整备份。', solution: '请先还原完整备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_FILES_CHANGED',
    seenIn: ['sql-server'],
    sqlNumber: 3155,
    retry: 'never',
    texts: {
      en: [
        'The RESTORE operation cannot proceed because one or more files have been added or dropped from the database since the backup set was created.',
      ],
      zh: ['自创建备份集以来，在数据库中添加或除去了一个或多个文件，所以 RESTORE 操作无法继续。'],
    },
    en: {
      cause: 'Files were added or dropped since.',
      solution: 'Use the log backups of that time.',
    },
    zh: { cause: '备份之后增删过文件。', solution: '请使用对应时间的日志备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_FILE_LSN_MISSING',
    seenIn: ['sql-server'],
    sqlNumber: 4328,
    retry: 'never',
    texts: {
      en: [
        'The file "%ls" is missing. Roll forward stops at log sequence number %.*ls. The file is created at log sequence number (LSN) %.*ls, dropped at LSN %.*ls. Restore the transaction log beyond the point in time when the file was dropped, or restore data to be consistent with rest of the database.',
      ],
      zh: [
        '缺少文件 "%ls"。在日志序列号 %.*ls 处停止了前滚。该文件在日志序列号(LSN) %.*ls 处创建，在 LSN %.*ls 处删除。请在删除文件时将事务日志还原到该时间点之前，或者将数据还原到与数据库的其余部分一致的状态。',
      ],
    },
    en: {
      cause: 'A file that the log needs is not restored.',
      solution: 'Restore past the drop, or restore that file.',
    },
    zh: { cause: '日志所需的文件缺失。', solution: '请还原到删除之后，或还原该文件。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_INCONSISTENT_POINT',
    seenIn: ['sql-server'],
    sqlNumber: 4331,
    retry: 'never',
    texts: {
      en: [
        'The database cannot be recovered because the files have been restored to inconsistent points in time.',
      ],
      zh: ['无法恢复数据库，因为已将文件还原到了不一致的时间点上。'],
    },
    en: { cause: 'Files stand at different points in time.', solution: 'Restore further logs.' },
    zh: { cause: '各文件处于不同时间点。', solution: '请继续还原日志。' },
    sources: ['S14', 'S15'],
  },
]
