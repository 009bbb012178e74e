/** Log backups in the wrong order or with gaps between them. */
import type { KnownFailure } from '../../core/index.ts'

export const logChainFailures: readonly KnownFailure[] = [
  {
    code: 'BAK_CHAIN_GAP',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: [
        'The log in this backup set begins at LSN XXX, which is too recent to apply to the database.RESTORE LOG is terminating abnormally.',
      ],
      zh: ['数据库备份链中LSN无法对接'],
    },
    en: {
      cause: 'A log backup between the last restored one and this one is missing.',
      solution:
        'Send the missing log backup first; `sqlferry inspect FILE` shows the first and last LSN of each file.',
    },
    zh: {
      cause: '与上一个已还原的备份之间缺少日志备份。',
      solution:
        '请先补传缺失的日志备份；`sqlferry inspect FILE` 会显示各文件的起始 LSN 和结束 LSN。',
    },
    sources: ['S4', 'S5'],
  },
  {
    code: 'BAK_LOG_TOO_RECENT',
    seenIn: ['sql-server'],
    sqlNumber: 4305,
    retry: 'never',
    texts: {
      en: [
        'The log in this backup set begins at LSN %.*ls, which is too recent to apply to the database. An earlier log backup that includes LSN %.*ls can be restored.',
      ],
      zh: [
        '此备份集中的日志开始于 LSN %.*ls，该 LSN 太晚，无法应用到数据库。可以还原包含 LSN %.*ls 的较早的日志备份。',
      ],
    },
    en: {
      cause: 'A log backup before this one is missing.',
      solution: 'Restore the log backup that holds the second LSN first.',
    },
    zh: { cause: '缺少前一个日志备份。', solution: '请先还原包含第二个 LSN 的日志备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_LOG_TOO_EARLY',
    seenIn: ['sql-server'],
    sqlNumber: 4326,
    retry: 'never',
    texts: {
      en: [
        'The log in this backup set terminates at LSN %.*ls, which is too early to apply to the database. A more recent log backup that includes LSN %.*ls can be restored.',
      ],
      zh: [
        '此备份集中的日志终止于 LSN %.*ls，该 LSN 太早，无法应用到数据库。可以还原包含 LSN %.*ls 的较新的日志备份。',
      ],
    },
    en: { cause: 'This log backup is already covered.', solution: 'Skip it and take the next.' },
    zh: { cause: '该日志备份的内容已包含在内。', solution: '请跳过，使用下一个。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_LOG_GAP',
    seenIn: ['sql-server'],
    sqlNumber: 4312,
    retry: 'never',
    texts: {
      en: [
        'This log cannot be restored because a gap in the log chain was created. Use more recent data backups to bridge the gap.',
      ],
      zh: ['无法还原此日志，因为日志链中已经出现了空白。请使用较新的数据备份填补空白。'],
    },
    en: {
      cause: 'The chain was broken on the source.',
      solution: 'Take a differential or full backup to bridge the gap.',
    },
    zh: { cause: '源端日志链已中断。', solution: '请用新的差异备份或完整备份衔接。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_LOG_START_WRONG',
    seenIn: ['sql-server'],
    sqlNumber: 4349,
    retry: 'never',
    texts: {
      en: [
        'The log in this backup set begins at LSN %.*ls, which is too recent to apply to the database. This restore sequence needs to initialize the log to start at LSN %.*ls. Reissue the RESTORE LOG statement using an earlier log backup.',
      ],
      zh: [
        '此备份集中的日志开始于 LSN %.*ls，该 LSN 太晚，无法应用到数据库。此还原顺序需要对日志进行初始化，使之开始于 LSN %.*ls。请使用较早的日志备份，重新发出 RESTORE LOG 语句。',
      ],
    },
    en: {
      cause: 'The first log backup of the sequence is too late.',
      solution: 'Begin with the log backup that holds the second LSN.',
    },
    zh: {
      cause: '还原顺序的第一个日志备份过晚。',
      solution: '请从包含第二个 LSN 的日志备份开始。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_LOG_NOT_ENOUGH',
    seenIn: ['sql-server'],
    sqlNumber: 4318,
    retry: 'never',
    texts: {
      en: [
        "File '%ls' has been rolled forward to LSN %.*ls. This log terminates at LSN %.*ls, which is too early to apply the WITH RECOVERY option. Reissue the RESTORE LOG statement WITH NORECOVERY.",
      ],
      zh: [
        "已将文件 '%ls' 前滚到 LSN %.*ls。此日志终止于 LSN %.*ls，该 LSN 太早，无法应用 WITH RECOVERY 选项。请指定 WITH NORECOVERY 选项重新发出 RESTORE LOG 语句。",
      ],
    },
    en: {
      cause: 'More log is needed before the database can be opened.',
      solution: 'Go on WITH NORECOVERY.',
    },
    zh: { cause: '打开数据库前还需要更多日志。', solution: '请继续以 WITH NORECOVERY 还原。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_LOG_NOT_RESTORED',
    seenIn: ['sql-server'],
    sqlNumber: 4333,
    retry: 'never',
    texts: {
      en: ['The database cannot be recovered because the log was not restored.'],
      zh: ['数据库无法恢复，因为日志未还原。'],
    },
    en: { cause: 'The full backup was not restored whole.', solution: 'Restore it again.' },
    zh: { cause: '日志部分未还原。', solution: '请重新还原。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_BULK_LOGGED_STOPAT',
    seenIn: ['sql-server'],
    sqlNumber: 4341,
    retry: 'never',
    texts: {
      en: [
        'This log backup contains bulk-logged changes. It cannot be used to stop at an arbitrary point in time.',
      ],
      zh: ['此日志备份包含大容量日志记录更改。它不能用于在任意时间点停止。'],
    },
    en: { cause: 'Bulk-logged log backup with STOPAT.', solution: 'Restore it whole.' },
    zh: { cause: '含大容量日志更改，不能停在任意时间点。', solution: '请完整还原。' },
    sources: ['S14', 'S15'],
  },
]
