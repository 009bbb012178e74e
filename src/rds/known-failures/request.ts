/** Calls that create or list migration tasks: quotas, addresses, lost answers. */
import type { KnownFailure } from '../../core/index.ts'

export const requestFailures: readonly KnownFailure[] = [
  {
    code: 'RDS_UNEXPECTED',
    seenIn: ['migration-script'],
    retry: 'never',
    isCatchAll: true,
    texts: {
      en: [
        'OPENAPI Response Error !!!!! : HTTP Status: <Http Status Code> Error:<Error> <Description>. RequestID: {requestId}',
      ],
      zh: ['OPEN API返回错误'],
    },
    en: {
      cause: 'The cloud answered with a code that has no entry of its own.',
      solution:
        'Read the code and message, look it up in the API error center, and give support the RequestId.',
    },
    zh: {
      cause: '云端返回了未单独收录的错误码。',
      solution: '请查看错误码和错误信息，并凭 RequestId 提交工单。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'RDS_DATABASE_QUOTA_SPENT',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['ExceedUploadTime', 'UploadLimitExceeded'],
    retry: 'later',
    texts: {
      en: ['UploadTimesQuotaExceeded: Exceeding the daily upload times of this DB.'],
      zh: ['上云次数超过限制，每个实例每个库每天不超过20次上云操作。'],
    },
    en: {
      cause: 'This database has had 20 migration operations on this instance today.',
      solution: 'Go on tomorrow; to save operations, send fewer and larger log backups.',
    },
    zh: {
      cause: '该数据库今天在该实例上的上云次数已达 20 次。',
      solution: '请明天继续；可合并日志备份以减少次数。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_INSTANCE_QUOTA_SPENT',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['ConcurrentTaskExceeded'],
    retry: 'later',
    texts: {
      en: ['Concurrent task exceeding the allowed amount.'],
      zh: ['上云次数超过限制，每个实例每天上云总次数不超过500次。'],
    },
    en: {
      cause:
        'The instance has had 500 migration operations today (the Feb 2024 English table says "on a single database": a slip).',
      solution: 'Go on tomorrow, or spread the databases over several instances.',
    },
    zh: {
      cause: '该实例今天的上云总次数已达 500 次。',
      solution: '请明天继续，或分散到多个实例。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'RDS_OSS_URL_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidOssUrl', 'InvalidOSSURL'],
    retry: 'never',
    texts: { en: ['Specified oss url is not valid.'], zh: ['用户提供的OSS下载链接地址不可用。'] },
    en: {
      cause:
        'RDS could not read the object position or signed URL: wrong endpoint, bucket or key, or the URL was not encoded.',
      solution:
        'Check endpoint:bucket:key, keep bucket and instance in one region, and sign a new URL.',
    },
    zh: {
      cause: 'RDS 无法识别对象位置或签名 URL：Endpoint、Bucket、Key 有误，或 URL 未编码。',
      solution: '请检查 endpoint:bucket:key 三段，保证同地域，并重新生成签名 URL。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_TIME_RANGE_INVALID',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidStartTimeAndEndTime.Malformed'],
    retry: 'never',
    texts: { en: ['The EndTime must be later than or equal to the StartTime.'], zh: [] },
    en: {
      cause: 'The end of the range is before its start.',
      solution: 'Correct `--since` and `--until`.',
    },
    zh: { cause: '查询的结束时间早于开始时间。', solution: '请更正 `--since` 和 `--until`。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_OUTCOME_UNKNOWN',
    seenIn: ['rds-api'],
    retry: 'later',
    texts: { en: [], zh: [] },
    en: {
      cause:
        'The reply was lost, so a task may or may not exist; the operation takes no ClientToken.',
      solution:
        'Run the same command again: sqlferry asks DescribeMigrateTasks before it creates another task.',
    },
    zh: {
      cause: '响应丢失，任务可能已创建；该接口没有 ClientToken。',
      solution:
        '请重新运行同一命令；sqlferry 会先用 DescribeMigrateTasks 查询已有任务，再决定是否新建。',
    },
    sources: ['S20'],
  },
  {
    code: 'RDS_TASK_LIST_UNSUPPORTED',
    seenIn: ['rds-api'],
    retry: 'never',
    texts: { en: [], zh: [] },
    en: {
      cause: 'These list operations do not exist on these editions.',
      solution: 'Ask DescribeMigrateTaskById or DescribeDatabases instead.',
    },
    zh: {
      cause: '这些版本不支持该查询接口。',
      solution: '请改用 DescribeMigrateTaskById 或 DescribeDatabases 查询。',
    },
    sources: ['S20'],
  },
]
