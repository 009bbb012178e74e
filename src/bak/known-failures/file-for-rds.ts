/** A backup file that RDS does not take: its name, extension, size or content. */
import type { KnownFailure } from '../../core/index.ts'

export const fileForRdsFailures: readonly KnownFailure[] = [
  {
    code: 'BAK_NAME_REJECTED',
    seenIn: ['migration-script'],
    retry: 'never',
    texts: {
      en: ['Warning!!!!!, [{file}] is not backup file, filtered.'],
      zh: ['备份文件命名不合法'],
    },
    en: {
      cause: 'The name is not Database_Type_Time.bak, for example Testdb_FULL_20180518153544.bak.',
      solution:
        'Rename the object, or run `sqlferry import --by-header`, which reads the name from the backup itself.',
    },
    zh: {
      cause: '文件名不符合“数据库名_备份类型_备份时间.bak”，例如 Testdb_FULL_20180518153544.bak。',
      solution: '请重命名该 Object，或运行 `sqlferry import --by-header`，从备份标头中读取库名。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'BAK_EXTENSION_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['IncorrectFileExtension', 'InvalidFile'],
    retry: 'never',
    texts: {
      en: [
        'The file extension does not support.',
        'The operation does not support this kind of file.',
      ],
      zh: ['备份文件后缀名错误。'],
    },
    en: {
      cause: 'The object name does not end in bak, diff, trn or log.',
      solution: 'Rename the object; what counts inside is the backup itself.',
    },
    zh: {
      cause: 'Object 后缀不是 bak、diff、trn 或 log。',
      solution: '请修改后缀；真正的类型以备份内容为准。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'BAK_FILE_TOO_LARGE',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['BakFileSizeExceeded'],
    retry: 'never',
    texts: { en: ['Exceeding the allowed bak file size.'], zh: ['数据备份文件最大不超过3TB。'] },
    en: {
      cause: 'One backup file is larger than 3 TB.',
      solution: 'Back up with compression, or move old data out of the database first.',
    },
    zh: { cause: '单个备份文件超过 3 TB。', solution: '请使用备份压缩，或先清理、归档历史数据。' },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'BAK_VERIFY_FAILED',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: ['Failed to verify xxx.bak, backup file was corrupted or newer edition than RDS.'],
      zh: ['备份文件校验失败'],
    },
    en: {
      cause: 'The file is damaged, or the source is a newer SQL Server version than the instance.',
      solution:
        'Run `sqlferry inspect --verify FILE`; take a new backup, or use an instance of the same or a newer version.',
    },
    zh: {
      cause: '备份文件已损坏，或源端 SQL Server 版本高于 RDS 实例。',
      solution: '请运行 `sqlferry inspect --verify FILE`；重新备份，或选用相同及更高版本的实例。',
    },
    sources: ['S6', 'S7'],
  },
  {
    code: 'BAK_NAME_HAS_SPECIAL_CHARACTERS',
    seenIn: ['check', 'task-description'],
    retry: 'never',
    texts: {
      en: [],
      zh: [
        '数据库备份文件名中不能包含中文、@或者|等特殊字符，或者OSS Bucket中目录包含中文，会导致OSS备份数据恢复上云任务失败。',
      ],
    },
    en: {
      cause:
        'The object name holds characters that RDS refuses; the editions do not agree on the set.',
      solution: 'Use letters, digits, underscore and dot only.',
    },
    zh: {
      cause: 'Object 名称含有 RDS 不接受的字符。',
      solution: '请只使用字母、数字、下划线和点。',
    },
    sources: ['S4', 'S5', 'S7'],
  },
]
