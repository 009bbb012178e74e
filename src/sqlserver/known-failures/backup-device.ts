/** Writing and reading the files of a backup, and the lines that only accompany another error. */
import type { KnownFailure } from '../../core/index.ts'

export const backupDeviceFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_BACKUP_DEVICE_NOT_OPENED',
    seenIn: ['sql-server'],
    sqlNumber: 3201,
    retry: 'never',
    texts: {
      en: ["Cannot open backup device '%ls'. Operating system error %ls."],
      zh: ["无法打开备份设备 '%ls'。出现操作系统错误 %ls。"],
    },
    en: {
      cause:
        'SQL Server cannot open the file: 2 or 3 = path not found, 5 = access denied, 32 = in use, 53 or 67 = share not found, 112 = disk full.',
      solution:
        'The path is on the server, not on this machine: create it and give the SQL Server service account write rights.',
    },
    zh: {
      cause:
        'SQL Server 无法打开该文件：2、3 路径不存在，5 拒绝访问，32 被占用，53、67 共享不存在，112 磁盘满。',
      solution: '路径位于 SQL Server 服务器上：请创建并授予服务账户写权限。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_WRITE_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 3202,
    retry: 'later',
    texts: { en: ['Write on "%ls" failed: %ls'], zh: ['在 "%ls" 上写入失败: %ls'] },
    en: {
      cause: 'Writing stopped: disk full (112), share gone (53, 64), or an I/O error.',
      solution:
        'Free space or fix the share, then take the backup again; the unfinished file is useless.',
    },
    zh: {
      cause: '写入失败：磁盘满（112）、共享断开（53、64）或 I/O 错误。',
      solution: '请释放空间或修复共享后重新备份；未完成的文件不可用。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_READ_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 3203,
    retry: 'later',
    texts: { en: ['Read on "%ls" failed: %ls'], zh: ['在 "%ls" 上读取失败: %ls'] },
    en: {
      cause: 'Reading a data file or backup failed, for example 23 (CRC error on disk) or 1117.',
      solution: 'Check the disk; copy the file from another place.',
    },
    zh: {
      cause: '读取失败，例如 23（磁盘 CRC 错误）或 1117。',
      solution: '请检查磁盘，或从其他位置取得该文件。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_DEVICE_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 18204,
    retry: 'never',
    accompanies: true,
    texts: {
      en: ["%s: Backup device '%s' failed to %s. Operating system error %s."],
      zh: ["%s:备份设备 '%s' 无法 %s。操作系统错误 %s。"],
    },
    en: {
      cause:
        'The error log writes this where a client is told 3201: SQL Server cannot open the backup file.',
      solution: 'Correct the path, or give the service account of SQL Server the right to it.',
    },
    zh: {
      cause: '与客户端收到的 3201 相同，此为错误日志中的写法：SQL Server 无法打开备份文件。',
      solution: '请更正路径，或授予 SQL Server 服务账户访问权限。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_BACKUP_DEVICE_IO',
    seenIn: ['sql-server'],
    sqlNumber: 18210,
    retry: 'later',
    accompanies: true,
    texts: {
      en: ["%s: %s failure on backup device '%s'. Operating system error %s."],
      zh: ["%s: 在备份设备 '%s' 上发生 %s 故障。操作系统错误 %s。"],
    },
    en: {
      cause:
        'The error log writes this where a client is told 3202 or 3203: writing or reading the backup failed; with 995 it only follows an abort.',
      solution: 'Look for the first error in the log; check the disk and the share.',
    },
    zh: {
      cause:
        '与客户端收到的 3202、3203 相同，此为错误日志中的写法：备份读写失败；995 仅表示操作被中止。',
      solution: '请查看日志中最早的一条错误，并检查磁盘和共享。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_STATEMENT_TERMINATED',
    seenIn: ['sql-server'],
    sqlNumber: 3013,
    retry: 'never',
    accompanies: true,
    texts: {
      en: ['%hs is terminating abnormally.'],
      zh: ['%hs 正在异常终止。', '备份数据库异常终止。'],
    },
    en: { cause: 'Always follows the error that matters.', solution: 'Read the error before it.' },
    zh: { cause: '总是跟在真正的错误之后。', solution: '请查看前一条错误。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_FAILED',
    seenIn: ['sql-server'],
    sqlNumber: 3041,
    retry: 'never',
    accompanies: true,
    texts: {
      en: [
        'BACKUP failed to complete the command %.*ls. Check the backup application log for detailed messages.',
      ],
      zh: ['BACKUP 操作未能完成命令 %.*ls。有关详细消息，请查看备份应用程序日志。'],
    },
    en: {
      cause: 'Error-log line of any failed backup.',
      solution: 'Look for the error of the same second.',
    },
    zh: { cause: '备份失败在错误日志中的通用记录。', solution: '请查看同一时刻的其他错误。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_ABORTED',
    seenIn: ['sql-server'],
    sqlNumber: 3204,
    retry: 'now',
    texts: { en: ['The backup or restore was aborted.'], zh: ['备份或还原操作已中止。'] },
    en: { cause: 'The session was cancelled or killed.', solution: 'Start it again.' },
    zh: { cause: '会话被取消或终止。', solution: '请重新执行。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_PAGE_DAMAGED',
    seenIn: ['sql-server'],
    sqlNumber: 3043,
    retry: 'never',
    texts: {
      en: ["BACKUP '%ls' detected an error on page (%d:%d) in file '%ls'."],
      zh: ["BACKUP '%ls' 检测到文件 '%ls' 中的页(%d:%d)上存在错误。"],
    },
    en: {
      cause: 'WITH CHECKSUM found a damaged page in the source.',
      solution: 'Run DBCC CHECKDB on the source and repair it first.',
    },
    zh: {
      cause: 'WITH CHECKSUM 检测到源库有损坏的页。',
      solution: '请先在源库运行 DBCC CHECKDB 并修复。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_LOG_DAMAGED',
    seenIn: ['sql-server'],
    sqlNumber: 3049,
    retry: 'never',
    texts: {
      en: [
        'BACKUP detected corruption in the database log. Check the errorlog for more information.',
      ],
      zh: ['BACKUP 操作检测到数据库日志损坏。有关详细信息，请查看错误日志。'],
    },
    en: {
      cause: 'The transaction log is damaged.',
      solution: 'Repair the source; a full backup may still work.',
    },
    zh: { cause: '事务日志损坏。', solution: '请修复源库；完整备份可能仍可进行。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_DEVICE_NAME_INVALID',
    seenIn: ['sql-server'],
    sqlNumber: 3038,
    retry: 'never',
    texts: {
      en: [
        'The file name "%ls" is invalid as a backup device name. Reissue the BACKUP statement with a valid file name.',
      ],
      zh: ['文件名 "%ls" 用作备份设备名时无效。请用有效文件名重新发出 BACKUP 语句。'],
    },
    en: { cause: 'The path holds forbidden characters.', solution: 'Choose a plain path.' },
    zh: { cause: '路径含有非法字符。', solution: '请使用普通路径。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_DEVICE_NAME_LONG',
    seenIn: ['sql-server'],
    sqlNumber: 3057,
    retry: 'never',
    texts: {
      en: [
        'Invalid device name. The length of the device name provided exceeds supported limit (maximum length is:%d). Reissue the BACKUP statement with a valid device name.',
      ],
      zh: [
        '设备名称无效。所提供设备名称的长度超出了支持的限度(最大长度为: %d)。请使用有效的设备名重新发出 BACKUP 语句。',
      ],
    },
    en: { cause: 'The path is too long (259 characters).', solution: 'Use a shorter folder.' },
    zh: { cause: '路径过长（上限 259 个字符）。', solution: '请使用更短的文件夹。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_MEDIA_APPEND_INCOMPATIBLE',
    seenIn: ['sql-server'],
    sqlNumber: 3098,
    retry: 'never',
    texts: {
      en: [
        "The backup cannot be performed because '%ls' was requested after the media was formatted with an incompatible structure. To append to this media set, either omit '%ls' or specify '%ls'. Alternatively, you can create a new media set by using WITH FORMAT in your BACKUP statement. If you use WITH FORMAT on an existing media set, all its backup sets will be overwritten.",
      ],
      zh: [
        "由于在请求 '%ls' 之前使用不兼容的结构格式化了介质，因此无法执行备份。若要追加到此介质集，可省略 '%ls' 或指定 '%ls'。也可以在 BACKUP 语句中使用 WITH FORMAT 创建新的介质集。如果对现有介质集使用 WITH FORMAT，将覆盖其中的所有备份集。",
      ],
    },
    en: {
      cause: 'The file exists with other settings (for example compressed and uncompressed mixed).',
      solution: 'Write to a new file.',
    },
    zh: { cause: '目标文件已存在且设置不兼容（如压缩与未压缩混用）。', solution: '请写入新文件。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_MEDIA_FAMILIES_DIFFER',
    seenIn: ['sql-server'],
    sqlNumber: 3231,
    retry: 'never',
    texts: {
      en: [
        'The media loaded on "%ls" is formatted to support %d media families, but %d media families are expected according to the backup device specification.',
      ],
      zh: [
        '在 "%ls" 上加载的介质已格式化为支持 %d 个介质簇，但根据指定的备份设备，应支持 %d 个介质簇。',
      ],
    },
    en: {
      cause: 'The existing file belongs to a striped backup.',
      solution: 'Write to new files.',
    },
    zh: { cause: '现有文件属于条带化备份。', solution: '请写入新文件。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_TOO_MANY_DEVICES',
    seenIn: ['sql-server'],
    sqlNumber: 3205,
    retry: 'never',
    texts: {
      en: ['Too many backup devices specified for backup or restore; only %d are allowed.'],
      zh: ['为备份或还原操作指定的备份设备太多；只允许指定 %d 个设备。'],
    },
    en: {
      cause: 'More than 64 stripes.',
      solution: 'Use fewer stripes; RDS takes one file per backup.',
    },
    zh: { cause: '条带数超过 64。', solution: '请减少条带；RDS 每个备份只接受一个文件。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_BACKUP_FULLTEXT_PATH',
    seenIn: ['sql-server'],
    sqlNumber: 3045,
    retry: 'never',
    texts: {
      en: [
        'BACKUP or RESTORE requires the NTFS file system for FILESTREAM and full-text support. The path "%.*ls" is not usable.',
      ],
      zh: [
        'BACKUP 或 RESTORE 需要 NTFS 文件系统才能提供 FILESTREAM 和全文支持。路径 "%.*ls" 不可用。',
      ],
    },
    en: { cause: 'The file system does not suit FILESTREAM.', solution: 'Use an NTFS path.' },
    zh: { cause: '文件系统不支持 FILESTREAM。', solution: '请使用 NTFS 路径。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_PROGRESS',
    seenIn: ['sql-server'],
    sqlNumber: 3211,
    retry: 'none',
    texts: { en: ['%d percent processed.'], zh: ['已处理百分之 %d。'] },
    en: { cause: 'Progress line, not an error.', solution: 'Do nothing: the work goes on.' },
    zh: { cause: '进度信息，不是错误。', solution: '无需处理。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_IO_SLOW',
    seenIn: ['sql-server'],
    sqlNumber: 833,
    retry: 'later',
    texts: {
      en: [
        'SQL Server has encountered %d occurrence(s) of I/O requests taking longer than %d seconds to complete on file [%ls] in database id %d. The OS file handle is 0x%p. The offset of the latest long I/O is: %#016I64x',
      ],
      zh: [
        "SQL Server 已 %d 次遇到了针对数据库 '%ls' (%d) 中文件 '%ls' 的、所需完成时间超过 %d 秒的 I/O 请求。OS 文件句柄是 0x%p。最新的长时间 I/O 操作的偏移量是: %#016I64x",
      ],
    },
    en: {
      cause: 'The disk is slow during the backup.',
      solution: 'Use fewer stripes or another disk.',
    },
    zh: { cause: '备份期间磁盘响应缓慢。', solution: '请减少条带或更换磁盘。' },
    sources: ['S14', 'S15'],
  },
]
