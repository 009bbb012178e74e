/** Creating, finding and configuring the bucket. */
import type { KnownFailure } from '../../core/index.ts'

export const bucketFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_BUCKET_NOT_FOUND',
    seenIn: ['migration-script', 'oss-api'],
    httpStatuses: [404],
    vendorCodes: ['NoSuchBucket'],
    retry: 'never',
    texts: { en: ['The specified bucket does not exist.'], zh: ['OSS Bucket错误', 'Bucket不存在'] },
    en: {
      cause: 'No bucket with this name exists.',
      solution: 'Correct the bucket name or create it with `sqlferry bucket create`.',
    },
    zh: {
      cause: '没有这个名称的 Bucket。',
      solution: '请改正 Bucket 名称，或用 `sqlferry bucket create` 创建。',
    },
    sources: ['S1', 'S2', 'S3', 'S11'],
  },
  {
    code: 'OSS_BUCKET_NAME_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidBucketName'],
    retry: 'never',
    texts: { en: ['The specified bucket is not valid.'], zh: ['Bucket命名不符合规范。'] },
    en: {
      cause: 'The name breaks the rules: 3 to 63 characters, a-z 0-9 -, no hyphen at either end.',
      solution: 'Correct the name.',
    },
    zh: {
      cause: 'Bucket 名称不合规：3~63 个字符，小写字母、数字、短划线，首尾不能是短划线。',
      solution: '请更正名称。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_BUCKET_NAME_TAKEN',
    seenIn: ['oss-api'],
    httpStatuses: [409],
    vendorCodes: ['BucketAlreadyExists'],
    retry: 'never',
    texts: {
      en: ['The requested bucket name is not available.'],
      zh: ['该Bucket已存在或被其他用户占用。'],
    },
    en: {
      cause: 'The name is taken, perhaps by another account: names are unique over all of OSS.',
      solution: 'Choose another name.',
    },
    zh: { cause: '名称已被占用（全 OSS 唯一，可能属于其他账号）。', solution: '请换一个名称。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_BUCKET_SETTING_FIXED',
    seenIn: ['oss-api'],
    httpStatuses: [409],
    sharedVendorCodes: ['BucketAlreadyExists'],
    retry: 'never',
    texts: {
      en: [
        "Bucket already exists can't modify location.",
        "Cannot modify existing bucket's storage class.",
        "Bucket already exists can't modify storage type.",
        "Bucket already exists can't modify data redundancy type.",
      ],
      zh: [
        '不允许修改已创建Bucket所在的地域。',
        '不允许修改已创建Bucket的存储类型。',
        '不允许修改已创建Bucket的数据容灾类型。',
      ],
    },
    en: {
      cause:
        'The bucket exists with another region, storage class or redundancy, which cannot be changed.',
      solution: 'Create a new bucket in the region of the instance, storage class Standard.',
    },
    zh: {
      cause: 'Bucket 已存在，其地域、存储类型、冗余类型不可修改。',
      solution: '请在 RDS 同地域新建标准存储的 Bucket。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOO_MANY_BUCKETS',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['TooManyBuckets'],
    retry: 'never',
    texts: {
      en: ['You have attempted to create more buckets than allowed.'],
      zh: ['同一阿里云账号在同一地域内创建的Bucket数量已达到最大值100个。'],
    },
    en: {
      cause: 'The account has 100 buckets in this region.',
      solution: 'Use an existing bucket or ask for a higher limit.',
    },
    zh: {
      cause: '该地域的 Bucket 数已达 100 个上限。',
      solution: '请使用已有 Bucket 或提交工单提升上限。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_BUCKET_NOT_EMPTY',
    seenIn: ['oss-api'],
    httpStatuses: [409],
    vendorCodes: ['BucketNotEmpty'],
    retry: 'never',
    texts: {
      en: ['The bucket you tried to delete is not empty.'],
      zh: ['要删除的Bucket中存在未删除的Object、未完成的分片上传任务或Livechannel。'],
    },
    en: {
      cause: 'Objects or unfinished uploads are left in the bucket.',
      solution: 'Run `sqlferry cleanup`, then delete the bucket.',
    },
    zh: {
      cause: 'Bucket 内还有 Object 或未完成的分片上传。',
      solution: '请先运行 `sqlferry cleanup` 再删除 Bucket。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_STORAGE_CLASS_UNKNOWN',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    sharedVendorCodes: ['InvalidArgument'],
    retry: 'never',
    texts: { en: ['No such bucket storage class exists.'], zh: ['指定的Bucket存储类型不存在。'] },
    en: { cause: 'The storage class is not one of OSS.', solution: 'Use Standard.' },
    zh: { cause: '存储类型不存在。', solution: '请使用 Standard（标准存储）。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_STORAGE_CLASS_REFUSED',
    seenIn: ['check'],
    retry: 'never',
    texts: { en: [], zh: ['存储类型只能选标准存储'] },
    en: {
      cause: 'The bucket is IA or Archive; RDS takes backups from Standard buckets only.',
      solution: 'Use a Standard bucket; the class of a bucket cannot be changed.',
    },
    zh: {
      cause: 'Bucket 是低频访问或归档类型，RDS 只支持标准存储。',
      solution: '请使用标准存储的 Bucket；存储类型不可修改。',
    },
    sources: ['S1', 'S2'],
  },
  {
    code: 'OSS_NO_LIFECYCLE_RULE',
    seenIn: ['oss-api'],
    httpStatuses: [404],
    vendorCodes: ['NoSuchLifecycle'],
    retry: 'none',
    texts: {
      en: ['No Row found in Lifecycle Table.'],
      zh: ['Bucket未配置生命周期规则（Lifecycle）。'],
    },
    en: {
      cause: 'The bucket has no lifecycle rule.',
      solution:
        'Do nothing; a rule that deletes objects could remove backups during the migration.',
    },
    zh: {
      cause: 'Bucket 未配置生命周期规则。',
      solution: '无需处理；若日后添加规则，请避免在迁移期间删除备份。',
    },
    sources: ['S11'],
  },
]
