/** OSS does not accept who is calling: key, signature, clock, temporary credentials, state of the account. */
import type { KnownFailure } from '../../core/index.ts'

export const identityFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_ACCESS_KEY_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['InvalidAccessKeyId'],
    retry: 'never',
    texts: {
      en: [
        'The OSS Access Key Id you provided does not exist in our records.',
        'The OSS Access Key Id you provided is disabled.',
        'The OSS Access Key Id contains non-acceptable characters, which accepts only alphanumeric characters[0-9a-zA-Z] and several special characters[._=]',
      ],
      zh: ['AccessKey ID不存在或已失效。'],
    },
    en: {
      cause: 'The AccessKey ID is unknown, disabled or mistyped.',
      solution: 'Check it in the RAM console.',
    },
    zh: { cause: 'AccessKey ID 不存在、已禁用或输错。', solution: '请在 RAM 控制台核对。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_SIGNATURE_MISMATCH',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['SignatureDoesNotMatch'],
    retry: 'never',
    texts: {
      en: [
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        'The request signature we calculated does not match the signature you provided.',
      ],
      zh: ['签名错误。'],
    },
    en: {
      cause: 'The secret is wrong, or something between changed headers or path.',
      solution: 'Check the secret; turn off proxies that rewrite requests.',
    },
    zh: {
      cause: 'AccessKey Secret 错误，或请求被中途改写。',
      solution: '请检查 AccessKey Secret，关闭会改写请求的代理。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_CLOCK_SKEWED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['RequestTimeTooSkewed'],
    retry: 'never',
    texts: {
      en: ['The difference between the request time and the current time is too large.'],
      zh: ['请求发起的时间超过OSS服务器当前时间15分钟。'],
    },
    en: {
      cause: 'The clock of this machine is off by more than 15 minutes.',
      solution: 'Set the clock (NTP); `sqlferry doctor` shows the difference.',
    },
    zh: {
      cause: '本机时间与 OSS 相差超过 15 分钟。',
      solution: '请校准系统时间（NTP）；`sqlferry doctor` 会显示偏差。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOKEN_EXPIRED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['SecurityTokenExpired'],
    retry: 'now',
    texts: { en: ['The security token you provided has expired.'], zh: ['临时访问凭证已过期。'] },
    en: {
      cause: 'The temporary credentials ended during the upload.',
      solution:
        'Supply new credentials and run the same command again; credentials of a role renew themselves.',
    },
    zh: {
      cause: '上传期间临时访问凭证过期。',
      solution: '请提供新的访问凭证后重新运行同一命令；角色凭证会自动刷新。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOKEN_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['InvalidSecurityToken'],
    retry: 'never',
    texts: { en: ['The security token you provided is invalid.'], zh: ['临时访问凭证无效。'] },
    en: { cause: 'The token is wrong or cut.', solution: 'Copy the full token.' },
    zh: { cause: '临时令牌无效或不完整。', solution: '请重新完整复制。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOKEN_MISMATCH',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['AccessKeyIdAndSecurityTokenNotMatch'],
    retry: 'never',
    texts: {
      en: ['The OSS access key id and security token you provided does not match.'],
      zh: ['用户提供的AccessKey和临时访问凭证不匹配。'],
    },
    en: { cause: 'Key and token are of different sets.', solution: 'Pass one complete set.' },
    zh: { cause: 'AccessKey 与令牌不是同一组。', solution: '请使用同一组凭证。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOKEN_UNSUPPORTED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['SecurityTokenNotSupported'],
    retry: 'never',
    texts: {
      en: [
        'This interface does not support security token.',
        'Security token is not supported in this region.',
      ],
      zh: ['当前接口暂不允许通过临时访问凭证权限进行调用。'],
    },
    en: {
      cause: 'This operation or region does not take STS tokens.',
      solution: 'Use an AccessKey pair of a RAM user.',
    },
    zh: { cause: '该接口或地域不支持 STS 令牌。', solution: '请改用 RAM 用户的 AccessKey。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_USER_DISABLED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['UserDisable'],
    retry: 'never',
    texts: { en: ['UserDisable'], zh: ['账号欠费或者由于安全原因，账号被禁用。'] },
    en: {
      cause: 'The account is overdue or blocked.',
      solution: 'Pay what is owed, or contact support.',
    },
    zh: { cause: '账号欠费或因安全原因被禁用。', solution: '请缴清欠费或联系技术支持。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_BUCKET_DISABLED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['BucketDisable'],
    retry: 'never',
    texts: { en: ['BucketDisable.'], zh: ['Bucket因安全原因被禁用。'] },
    en: {
      cause: 'The bucket is blocked.',
      solution: 'Check the account notices; use another bucket.',
    },
    zh: { cause: 'Bucket 被禁用。', solution: '请查看账号通知，或换用其他 Bucket。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_OWNER_STATUS_ABNORMAL',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['AbnormalBucketOwnerStatus'],
    retry: 'never',
    texts: {
      en: ['The status of the bucket owner is abnormal.'],
      zh: ['暂未向目标Bucket的所属用户提供服务。'],
    },
    en: {
      cause: 'The owner of the bucket is overdue, closed or restricted.',
      solution: 'Settle the account of the owner.',
    },
    zh: { cause: 'Bucket 所属账号欠费、注销或被管控。', solution: '请处理该账号的状态。' },
    sources: ['S11'],
  },
]
