/** Server-side encryption of the bucket: RDS cannot read what OSS encrypts. */
import type { KnownFailure } from '../../core/index.ts'

export const encryptionFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_KMS_FORBIDDEN',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: { en: ['This request is forbidden by kms.'], zh: ['没有KMS使用权限。'] },
    en: {
      cause:
        'The bucket encrypts with KMS and the user may not use the key; RDS cannot read it either.',
      solution: 'Turn off server-side encryption for this bucket or use another bucket.',
    },
    zh: {
      cause: 'Bucket 使用 KMS 加密且无密钥权限，RDS 也无法读取。',
      solution: '请关闭服务器端加密或换用未加密的 Bucket。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_KMS_NOT_ENABLED',
    seenIn: ['oss-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['KmsServiceNotEnabled', 'KmsUbsmsInvalidBid'],
    retry: 'never',
    texts: {
      en: [
        'This user does not turn on KMS service.',
        'Your account partner does not have KMS Service.',
      ],
      zh: ['使用KMS加密方式进行服务器端加密时，未开通KMS服务。'],
    },
    en: {
      cause: 'The bucket asks for KMS encryption, but KMS is off.',
      solution: 'Turn encryption off for this bucket: RDS cannot read encrypted backups.',
    },
    zh: {
      cause: 'Bucket 要求 KMS 加密但未开通 KMS。',
      solution: '请关闭该 Bucket 的加密，RDS 无法读取加密备份。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_KMS_OVERDUE',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['KmsInDebt', 'KmsInDebtOverdue'],
    retry: 'never',
    texts: {
      en: ['Current user is indebted.', 'Current user is indebted Overdue.'],
      zh: ['KMS服务欠费已逾期。'],
    },
    en: { cause: 'KMS is overdue.', solution: 'Pay, or use a bucket without KMS.' },
    zh: { cause: 'KMS 服务欠费。', solution: '请续费，或换用未使用 KMS 的 Bucket。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_KMS_KEY_UNUSABLE',
    seenIn: ['oss-api'],
    httpStatuses: [404, 409],
    vendorCodes: [
      'AliasNotFound',
      'KeyDisabled',
      'KeyNotFound',
      'KeyPendingDeletion',
      'KeyPendingImport',
    ],
    retry: 'never',
    texts: {
      en: [
        'The specified parameter KMS keyId is not found.',
        'The specified Alias is not found.',
        'The request was rejected because the key state is Disabled.',
        'The request was rejected because the key state is PendingDeletion.',
        'The request was rejected because the key state is PendingImport.',
      ],
      zh: ['KMS服务密钥已被禁用。', '处于待删除状态。', '正处于预导入状态。'],
    },
    en: {
      cause: 'The KMS key of the bucket cannot be used.',
      solution: 'Use a bucket without server-side encryption.',
    },
    zh: { cause: 'Bucket 的 KMS 密钥不可用。', solution: '请换用未开启服务器端加密的 Bucket。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_BUCKET_ENCRYPTED',
    seenIn: ['check'],
    retry: 'never',
    texts: { en: [], zh: ['不能开启数据加密'] },
    en: {
      cause: 'Server-side encryption is on, so RDS cannot read the objects.',
      solution: 'Turn it off before the upload; objects already uploaded stay encrypted.',
    },
    zh: {
      cause: 'Bucket 开启了服务器端加密，RDS 无法读取。',
      solution: '请在上传前关闭；已上传的 Object 仍是加密的，需要重传。',
    },
    sources: ['S1', 'S2'],
  },
  {
    code: 'OSS_NO_ENCRYPTION_RULE',
    seenIn: ['oss-api'],
    httpStatuses: [404],
    vendorCodes: ['NoSuchServerSideEncryptionRule'],
    retry: 'none',
    texts: { en: ['The server side encryption configuration was not found.'], zh: [] },
    en: {
      cause: 'The bucket has no encryption rule: what we want.',
      solution: 'Do nothing: this is the wanted state.',
    },
    zh: { cause: 'Bucket 未配置加密规则，符合要求。', solution: '无需处理。' },
    sources: ['S11'],
  },
]
