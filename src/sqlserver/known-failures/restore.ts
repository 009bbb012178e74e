/** Restoring onto a server: space, names, paths, versions, sessions. */
import type { KnownFailure } from '../../core/index.ts'

export const restoreFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_RESTORE_SPACE',
    seenIn: ['sql-server'],
    sqlNumber: 3257,
    retry: 'never',
    texts: {
      en: [
        "There is insufficient free space on disk volume '%ls' to create the database. The database requires %I64u additional free bytes, while only %I64u bytes are available.",
      ],
      zh: [
        "磁盘卷 '%ls' 上的可用空间不足，无法创建数据库。数据库尚需 %I64u 字节的可用空间，但只有 %I64u 字节可用。",
      ],
    },
    en: {
      cause: 'The restored files need more disk than is free.',
      solution: 'Free or add space; compare with the file list of the backup.',
    },
    zh: { cause: '还原所需空间大于可用空间。', solution: '请释放或扩容，以备份内的文件列表为准。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_OTHER_DATABASE',
    seenIn: ['sql-server'],
    sqlNumber: 3154,
    retry: 'never',
    texts: {
      en: ["The backup set holds a backup of a database other than the existing '%ls' database."],
      zh: ["备份集中的数据库备份与现有的 '%ls' 数据库不同。"],
    },
    en: {
      cause: 'A database of that name exists and is a different one.',
      solution: 'Choose another name; do not use REPLACE unless you mean it.',
    },
    zh: {
      cause: '已存在同名但不同的数据库。',
      solution: '请换用其他库名；除非确有必要，不要使用 REPLACE。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_TAIL_NOT_BACKED_UP',
    seenIn: ['sql-server'],
    sqlNumber: 3159,
    retry: 'never',
    texts: {
      en: [
        'The tail of the log for the database "%ls" has not been backed up. Use BACKUP LOG WITH NORECOVERY to backup the log if it contains work you do not want to lose. Use the WITH REPLACE or WITH STOPAT clause of the RESTORE statement to just overwrite the contents of the log.',
      ],
      zh: [
        '数据库 "%ls" 的日志尾部尚未备份。如果该日志包含您不希望丢失的工作，请使用 BACKUP LOG WITH NORECOVERY 备份该日志。使用 RESTORE 语句的 WITH REPLACE 或 WITH STOPAT 子句覆盖该日志的内容。',
      ],
    },
    en: {
      cause: 'Restoring would lose the work since the last log backup.',
      solution: 'Take the tail-log backup first.',
    },
    zh: { cause: '直接还原会丢失上次日志备份之后的数据。', solution: '请先做结尾日志备份。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_NEWER_VERSION',
    seenIn: ['sql-server'],
    sqlNumber: 3169,
    retry: 'never',
    texts: {
      en: [
        'The database was backed up on a server running version %ls. That version is incompatible with this server, which is running version %ls. Either restore the database on a server that supports the backup, or use a backup that is compatible with this server.',
      ],
      zh: [
        '该数据库是在运行版本 %ls 的服务器上备份的。该版本与此服务器(运行版本 %ls)不兼容。请在支持该备份的服务器上还原该数据库，或者使用与此服务器兼容的备份。',
      ],
    },
    en: {
      cause: 'The source is newer than the destination.',
      solution: 'Use an RDS instance of the same or a newer version.',
    },
    zh: { cause: '源端版本高于目标端。', solution: '请选择相同或更高版本的 RDS 实例。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_SYSTEM_DATABASE_VERSION',
    seenIn: ['sql-server'],
    sqlNumber: 3168,
    retry: 'never',
    texts: {
      en: [
        'The backup of the system database on the device %ls cannot be restored because it was created by a different version of the server (%ls) than this server (%ls).',
      ],
      zh: [
        '无法还原设备 %ls 上的系统数据库备份，因为创建该数据库的服务器版本 (%ls) 与此服务器 (%ls) 的版本不同。',
      ],
    },
    en: {
      cause: 'A system database cannot move between builds.',
      solution: 'Leave system databases out.',
    },
    zh: { cause: '系统数据库不能跨版本还原。', solution: '请排除系统数据库。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_IN_USE',
    seenIn: ['sql-server'],
    sqlNumber: 3101,
    retry: 'later',
    texts: {
      en: ['Exclusive access could not be obtained because the database is in use.'],
      zh: ['因为数据库正在使用，所以无法获得对数据库的独占访问权。'],
    },
    en: {
      cause: 'Someone is connected to the database being restored.',
      solution: 'End the sessions.',
    },
    zh: { cause: '被还原的数据库正在使用。', solution: '请结束会话。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_USED_BY_SELF',
    seenIn: ['sql-server'],
    sqlNumber: 3102,
    retry: 'never',
    texts: {
      en: [
        "%ls cannot process database '%ls' because it is in use by this session. It is recommended that the master database be used when performing this operation.",
      ],
      zh: [
        "%ls 无法处理数据库 '%ls'，因为它正由此会话使用。建议在执行此操作时使用 master 数据库。",
      ],
    },
    en: { cause: 'The session itself is in the database.', solution: 'USE master first.' },
    zh: { cause: '当前会话正在使用该库。', solution: '请先 USE master。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_MIRRORED',
    seenIn: ['sql-server'],
    sqlNumber: 3104,
    retry: 'never',
    texts: {
      en: [
        "RESTORE cannot operate on database '%ls' because it is configured for database mirroring or has joined an availability group. If you intend to restore the database, use ALTER DATABASE to remove mirroring or to remove the database from its availability group.",
      ],
      zh: [
        "无法对数据库 '%ls' 运行 RESTORE，因为已将它配置用于数据库镜像。如果希望还原该数据库，则请使用 ALTER DATABASE 删除镜像。",
      ],
    },
    en: {
      cause: 'The database is mirrored or in an availability group.',
      solution: 'Remove it from there first.',
    },
    zh: { cause: '该库配置了镜像或可用性组。', solution: '请先移除。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_PATH',
    seenIn: ['sql-server'],
    sqlNumber: 3156,
    retry: 'never',
    texts: {
      en: [
        "File '%ls' cannot be restored to '%ls'. Use WITH MOVE to identify a valid location for the file.",
      ],
      zh: ["文件 '%ls' 无法还原为 '%ls'。请使用 WITH MOVE 选项来标识该文件的有效位置。"],
    },
    en: { cause: 'The target path is not valid here.', solution: 'Use WITH MOVE.' },
    zh: { cause: '目标路径无效。', solution: '请使用 WITH MOVE。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_FILE_CLAIMED',
    seenIn: ['sql-server'],
    sqlNumber: 3176,
    retry: 'never',
    texts: {
      en: [
        "File '%ls' is claimed by '%ls'(%d) and '%ls'(%d). The WITH MOVE clause can be used to relocate one or more files.",
      ],
      zh: ["'%ls'(%d)和 '%ls'(%d)要求使用文件 '%ls'。WITH MOVE 子句可用于重新定位一个或多个文件。"],
    },
    en: {
      cause: 'Two files would get the same path.',
      solution: 'Give each its own path WITH MOVE.',
    },
    zh: { cause: '两个文件指向同一路径。', solution: '请用 WITH MOVE 分别指定。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_OVER_EXISTING_FILE',
    seenIn: ['sql-server'],
    sqlNumber: 3142,
    retry: 'never',
    texts: {
      en: [
        'File "%ls" cannot be restored over the existing "%ls". Reissue the RESTORE statement using WITH REPLACE to overwrite pre-existing files, or WITH MOVE to identify an alternate location.',
      ],
      zh: [
        '无法在已有的 "%ls" 上还原文件 "%ls"。请重新发出 RESTORE 语句，用 WITH REPLACE 来覆盖原先存在的文件，或者用 WITH MOVE 来标识替代位置。',
      ],
    },
    en: { cause: 'A file of that name is already there.', solution: 'Use another path.' },
    zh: { cause: '目标位置已有同名文件。', solution: '请使用其他路径。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_FILE_IN_USE',
    seenIn: ['sql-server'],
    sqlNumber: 1834,
    retry: 'never',
    texts: {
      en: ["The file '%ls' cannot be overwritten. It is being used by database '%.*ls'."],
      zh: ["无法覆盖文件 '%ls'。数据库 '%.*ls' 正在使用该文件。"],
    },
    en: { cause: 'Another database uses the file.', solution: 'Use another path.' },
    zh: { cause: '文件正被其他数据库使用。', solution: '请使用其他路径。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_DATABASE_EXISTS',
    seenIn: ['sql-server'],
    sqlNumber: 1801,
    retry: 'never',
    texts: {
      en: ["Database '%.*ls' already exists. Choose a different database name."],
      zh: ["数据库 '%.*ls' 已存在。请选择其他数据库名称。"],
    },
    en: { cause: 'The name is taken.', solution: 'Choose another name.' },
    zh: { cause: '数据库已存在。', solution: '请换用其他名称。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_LICENSED_SIZE',
    seenIn: ['sql-server'],
    sqlNumber: 1827,
    retry: 'never',
    texts: {
      en: [
        'CREATE DATABASE or ALTER DATABASE failed because the resulting cumulative database size would exceed your licensed limit of %I64d MB per %S_MSG.',
      ],
      zh: [
        'CREATE DATABASE 或 ALTER DATABASE 失败，因为结果数据库的累计大小将超出每 %S_MSG 为 %I64d MB 的许可限制值。',
      ],
    },
    en: { cause: 'Express edition allows 10 GB per database.', solution: 'Use another edition.' },
    zh: { cause: 'Express 版单库上限 10 GB。', solution: '请使用其他版本类别。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_DIRECTORY_NOT_FOUND',
    seenIn: ['sql-server'],
    sqlNumber: 5133,
    retry: 'never',
    texts: {
      en: ['Directory lookup for the file "%ls" failed with the operating system error %ls.'],
      zh: ['对文件 "%ls" 的目录查找失败，出现操作系统错误 %ls。'],
    },
    en: { cause: 'The folder does not exist on the server.', solution: 'Create it.' },
    zh: { cause: '服务器上没有该文件夹。', solution: '请创建文件夹。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_FILE_NOT_CREATED',
    seenIn: ['sql-server'],
    sqlNumber: 5123,
    retry: 'never',
    texts: {
      en: [
        "CREATE FILE encountered operating system error %ls while attempting to open or create the physical file '%.*ls'.",
      ],
      zh: ["尝试打开或创建物理文件 '%.*ls' 时，CREATE FILE 遇到操作系统错误 %ls。"],
    },
    en: { cause: 'No right or no such path.', solution: 'Give the service account write rights.' },
    zh: { cause: '没有权限或路径不存在。', solution: '请授予服务账户写权限。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_FILE_NOT_OPENED',
    seenIn: ['sql-server'],
    sqlNumber: 5120,
    retry: 'never',
    texts: {
      en: ['Unable to open the physical file "%.*ls". Operating system error %d: "%ls".'],
      zh: ['无法打开物理文件 "%.*ls"。操作系统错误 %d: "%ls"。'],
    },
    en: { cause: 'No right or the file is in use.', solution: 'Give the service account rights.' },
    zh: { cause: '没有权限或文件被占用。', solution: '请授予服务账户权限。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_ONLY_PARTLY',
    seenIn: ['sql-server'],
    sqlNumber: 4339,
    retry: 'never',
    texts: {
      en: [
        'This RESTORE statement successfully performed some actions, but the database could not be brought online because one or more RESTORE steps are needed. Previous messages indicate reasons why recovery cannot occur at this point.',
      ],
      zh: [
        '此 RESTORE 语句成功地执行了一些操作，但由于需要一个或多个 RESTORE 步骤，无法使数据库在线。以前的消息说明了此时无法进行恢复的原因。',
      ],
    },
    en: { cause: 'More restore steps are needed.', solution: 'Restore the rest.' },
    zh: { cause: '还需要更多还原步骤。', solution: '请继续还原。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_RESTORE_PREVIOUS_INTERRUPTED',
    seenIn: ['sql-server'],
    sqlNumber: 4319,
    retry: 'now',
    texts: {
      en: [
        "A previous restore operation was interrupted and did not complete processing on file '%ls'. Either restore the backup set that was interrupted or restart the restore sequence.",
      ],
      zh: [
        "以前的还原操作已中断，没有完成对文件 '%ls' 的处理。请还原中断的备份集，或者重新启动还原顺序。",
      ],
    },
    en: {
      cause: 'An earlier restore was cut off.',
      solution: 'Restore that set again or begin anew.',
    },
    zh: { cause: '之前的还原被中断。', solution: '请重新还原该备份集或从头开始。' },
    sources: ['S14', 'S15'],
  },
]
