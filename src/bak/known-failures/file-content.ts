/** What SQL Server says about a file it cannot read as a backup. */
import type { KnownFailure } from '../../core/index.ts'

export const fileContentFailures: readonly KnownFailure[] = [
  {
    code: 'BAK_MEDIA_FAMILY_MALFORMED',
    seenIn: ['sql-server'],
    sqlNumber: 3241,
    retry: 'never',
    texts: {
      en: [
        "The media family on device '%ls' is incorrectly formed. SQL Server cannot process this media family.",
      ],
      zh: ["设备 '%ls' 上的介质簇的结构不正确。SQL Server 无法处理此介质簇。"],
    },
    en: {
      cause:
        'The file is damaged, was changed by a text-mode transfer, or comes from a newer version.',
      solution: 'Compare size and checksum with the source and copy it again in binary mode.',
    },
    zh: {
      cause: '文件损坏、以文本模式传输过，或来自更高版本。',
      solution: '请核对大小和校验和，以二进制方式重新复制。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_NOT_MTF',
    seenIn: ['sql-server'],
    sqlNumber: 3242,
    retry: 'never',
    texts: {
      en: ["The file on device '%ls' is not a valid Microsoft Tape Format backup set."],
      zh: ["设备 '%ls' 上的文件不是有效的 Microsoft 磁带格式备份集。"],
    },
    en: {
      cause: 'The file is not a SQL Server backup (a zip, an .mdf, a third-party format).',
      solution: 'Unzip it, or take a native backup.',
    },
    zh: {
      cause: '文件不是 SQL Server 备份（可能是压缩包、.mdf 或第三方格式）。',
      solution: '请解压，或使用原生备份。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_MTF_VERSION',
    seenIn: ['sql-server'],
    sqlNumber: 3243,
    retry: 'never',
    texts: {
      en: [
        "The media family on device '%ls' was created using Microsoft Tape Format version %d.%d. SQL Server supports version %d.%d.",
      ],
      zh: [
        "设备 '%ls' 上的介质簇是用版本为 %d.%d 的 Microsoft 磁带格式创建的。SQL Server 支持的版本为 %d.%d。",
      ],
    },
    en: {
      cause: 'Another program wrote the tape format.',
      solution: 'Take a native SQL Server backup.',
    },
    zh: { cause: '由其他程序写入的磁带格式。', solution: '请使用 SQL Server 原生备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_MTF_FEATURE',
    seenIn: ['sql-server'],
    sqlNumber: 3239,
    retry: 'never',
    texts: {
      en: [
        "The backup set on device '%ls' uses a feature of the Microsoft Tape Format not supported by SQL Server.",
      ],
      zh: ["设备 '%ls' 上的备份集使用了 Microsoft 磁带格式的功能，但 SQL Server 不支持该功能。"],
    },
    en: {
      cause: 'Another program wrote the tape format.',
      solution: 'Take a native SQL Server backup.',
    },
    zh: { cause: '由其他程序写入的磁带格式。', solution: '请使用 SQL Server 原生备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_NOT_SQLSERVER_SET',
    seenIn: ['sql-server'],
    sqlNumber: 3143,
    retry: 'never',
    texts: {
      en: ["The data set on device '%ls' is not a SQL Server backup set."],
      zh: ["设备 '%ls' 上的数据集不是 SQL Server 备份集。"],
    },
    en: { cause: 'The file holds another kind of backup.', solution: 'Choose the right file.' },
    zh: { cause: '文件中不是 SQL Server 备份。', solution: '请选择正确的文件。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_EMPTY',
    seenIn: ['sql-server'],
    sqlNumber: 3254,
    retry: 'never',
    texts: { en: ["The volume on device '%ls' is empty."], zh: ["设备 '%ls' 上的卷为空。"] },
    en: { cause: 'The file is empty or all zeros.', solution: 'Copy or take the backup again.' },
    zh: { cause: '文件为空。', solution: '请重新复制或备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_VERSION_UNKNOWN',
    seenIn: ['sql-server'],
    sqlNumber: 3255,
    retry: 'never',
    texts: {
      en: [
        "The data set on device '%ls' is a SQL Server backup set not compatible with this version of SQL Server.",
      ],
      zh: ["设备 '%ls' 上的数据集是 SQL Server 备份集，但该备份集与此版本的 SQL Server 不兼容。"],
    },
    en: {
      cause: 'The backup is too old or too new for this server.',
      solution: 'Use a server of a fitting version.',
    },
    zh: { cause: '备份版本过旧或过新。', solution: '请使用合适版本的服务器。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_INCOMPLETE',
    seenIn: ['sql-server'],
    sqlNumber: 3256,
    retry: 'never',
    texts: {
      en: [
        "The backup set on device '%ls' was terminated while it was being created and is incomplete. RESTORE sequence is terminated abnormally.",
      ],
      zh: ["设备 '%ls' 上的备份集在创建时被终止，该备份集不完整。RESTORE 序列已异常终止。"],
    },
    en: { cause: 'The backup never ended.', solution: 'Take it again.' },
    zh: { cause: '备份未完成。', solution: '请重新备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_TRUNCATED',
    seenIn: ['sql-server'],
    sqlNumber: 3208,
    retry: 'never',
    texts: {
      en: [
        'Unexpected end of file while reading beginning of backup set. Confirm that the media contains a valid SQL Server backup set, and see the console error log for more details.',
      ],
      zh: [
        '读取备份集的开始部分时遇到意外的文件结束。请确认介质中包含有效的 SQL Server 备份集，详细信息请参阅控制台错误日志。',
      ],
    },
    en: {
      cause: 'The file ends too early: an interrupted copy.',
      solution: 'Copy it again and compare the size.',
    },
    zh: { cause: '文件提前结束，复制曾中断。', solution: '请重新复制并核对大小。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_END_MALFORMED',
    seenIn: ['sql-server'],
    sqlNumber: 3266,
    retry: 'never',
    texts: {
      en: [
        'The backup data at the end of "%ls" is incorrectly formatted. Backup sets on the media might be damaged and unusable. To determine the backup sets on the media, use RESTORE HEADERONLY. To determine the usability of the backup sets, run RESTORE VERIFYONLY. If all of the backup sets are incomplete, reformat the media using BACKUP WITH FORMAT, which destroys all the backup sets.',
      ],
      zh: [
        '在 "%ls" 结尾处的备份数据格式不正确。该介质上的备份集可能已损坏，无法使用。若要确定该介质上的备份集，请使用 RESTORE HEADERONLY。若要确定备份集的可用性，请运行 RESTORE VERIFYONLY。如果所有备份集都不完整，请使用 BACKUP WITH FORMAT 重新格式化该介质，此操作将破坏所有备份集。',
      ],
    },
    en: {
      cause: 'The end of the file is damaged; sets before it may be good.',
      solution: 'Run `sqlferry inspect --verify FILE` to see which sets are whole.',
    },
    zh: {
      cause: '文件末尾损坏，之前的备份集可能完好。',
      solution: '请运行 `sqlferry inspect --verify FILE`，查看哪些备份集完好。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_DAMAGED_AT_BACKUP',
    seenIn: ['sql-server'],
    sqlNumber: 3182,
    retry: 'never',
    texts: {
      en: [
        'The backup set cannot be restored because the database was damaged when the backup occurred. Salvage attempts may exploit WITH CONTINUE_AFTER_ERROR.',
      ],
      zh: [
        '无法还原备份集，因为在进行备份时数据库损坏。可以利用 WITH CONTINUE_AFTER_ERROR 进行补救尝试。',
      ],
    },
    en: {
      cause: 'The source was damaged when it was backed up.',
      solution: 'Repair the source and back up again.',
    },
    zh: { cause: '备份时源库已损坏。', solution: '请修复源库后重新备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_PAGE_DAMAGED',
    seenIn: ['sql-server'],
    sqlNumber: 3183,
    retry: 'never',
    texts: {
      en: [
        'RESTORE detected an error on page (%d:%d) in database "%ls" as read from the backup set.',
      ],
      zh: ['在从该备份集进行读取时，RESTORE 检测到在数据库 "%ls" 中的页(%d:%d)上存在错误。'],
    },
    en: {
      cause: 'A page in the backup has a wrong checksum.',
      solution: 'Copy the file again; if it stays, take a new backup.',
    },
    zh: { cause: '备份中某页校验和错误。', solution: '请重新复制；仍有问题请重新备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_DAMAGED',
    seenIn: ['sql-server'],
    sqlNumber: 3189,
    retry: 'never',
    texts: { en: ['Damage to the backup set was detected.'], zh: ['检测到该备份集损坏。'] },
    en: { cause: 'The backup set is damaged.', solution: 'Copy or take it again.' },
    zh: { cause: '备份集已损坏。', solution: '请重新复制或备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_NO_CHECKSUM',
    seenIn: ['sql-server'],
    sqlNumber: 3187,
    retry: 'never',
    texts: {
      en: [
        'RESTORE WITH CHECKSUM cannot be specified because the backup set does not contain checksum information.',
      ],
      zh: ['无法指定 RESTORE WITH CHECKSUM，因为该备份集不包含校验和信息。'],
    },
    en: {
      cause: 'The backup was taken without CHECKSUM (as by the old script).',
      solution: 'Verify without it, or back up WITH CHECKSUM.',
    },
    zh: {
      cause: '备份时未使用 CHECKSUM（旧脚本即如此）。',
      solution: '请不使用该选项校验，或以 WITH CHECKSUM 重新备份。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_INTERNAL_INCONSISTENCY',
    seenIn: ['sql-server'],
    sqlNumber: 3270,
    retry: 'never',
    texts: {
      en: [
        'An internal consistency error has occurred. This error is similar to an assert. Contact technical support for assistance.',
      ],
      zh: ['发生内部一致性错误。此错误与断定类似。请与技术支持联系以获取帮助。'],
    },
    en: { cause: 'The backup contradicts itself.', solution: 'Take a new backup.' },
    zh: { cause: '备份内部不一致。', solution: '请重新备份。' },
    sources: ['S14', 'S15'],
  },
]
