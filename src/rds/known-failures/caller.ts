/** The OpenAPI gateway does not accept who is calling: key, signature, clock, account. Same for RDS, RAM and STS. */
import type { KnownFailure } from '../../core/index.ts'

export const callerFailures: readonly KnownFailure[] = [
  {
    code: 'CLOUD_ACCESS_KEY_UNKNOWN',
    seenIn: ['migration-script', 'cloud-api'],
    httpStatuses: [400, 404],
    vendorCodes: ['InvalidAccessKeyId.NotFound'],
    retry: 'never',
    texts: {
      en: [
        'Specified access key is not found.',
        'The Access Key ID provided does not exist in our records.',
      ],
      zh: ['AccessKeyId错误'],
    },
    en: {
      cause: 'The AccessKey ID does not exist: it was mistyped, deleted, or carries a space.',
      solution: 'Copy the ID again from the RAM console and run `sqlferry doctor`.',
    },
    zh: {
      cause: 'AccessKey ID 不存在：可能输错、已删除，或前后带有空格。',
      solution: '请从 RAM 控制台重新复制 AccessKey ID，然后运行 `sqlferry doctor`。',
    },
    sources: ['S1', 'S2', 'S3', 'S9'],
  },
  {
    code: 'CLOUD_SECRET_WRONG',
    seenIn: ['migration-script', 'cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['IncompleteSignature'],
    retry: 'never',
    texts: {
      en: [
        'The request signature does not conform to Aliyun standards. server string to sign is:……',
        'The request signature does not conform to Aliyun standards.',
      ],
      zh: ['Access Key Secret错误'],
    },
    en: {
      cause:
        'The AccessKey secret does not belong to this AccessKey ID, so the signature is wrong.',
      solution: 'Enter the matching secret; if it is lost, create a new AccessKey pair.',
    },
    zh: {
      cause: 'AccessKey Secret 与 AccessKey ID 不匹配，导致签名错误。',
      solution: '请填写配套的 AccessKey Secret；如已遗失，请新建一对 AccessKey。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'CLOUD_SIGNATURE_MISMATCH',
    seenIn: ['cloud-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['SignatureDoesNotMatch'],
    sharedVendorCodes: ['IncompleteSignature'],
    retry: 'never',
    texts: {
      en: ['Specified signature is not matched with our calculation. server string to sign is:……'],
      zh: [],
    },
    en: {
      cause: 'The secret is wrong, or a proxy changed the request.',
      solution:
        'Check the secret and any proxy between you and the API; sqlferry never logs either.',
    },
    zh: {
      cause: 'AccessKey Secret 错误，或代理改写了请求。',
      solution: '请检查 AccessKey Secret 及中间代理。',
    },
    sources: ['S19'],
  },
  {
    code: 'CLOUD_ACCESS_KEY_DISABLED',
    seenIn: ['cloud-api'],
    httpStatuses: [403],
    vendorCodes: ['Forbidden.AccessKeyDisabled', 'InvalidAccessKeyId.Inactive'],
    retry: 'never',
    texts: {
      en: ['Specified access key is disabled.', 'The Access Key is disabled.'],
      zh: ['使用的子用户的密钥，已经被禁止，请启用密钥或更换密钥。'],
    },
    en: {
      cause: 'The AccessKey pair is disabled.',
      solution: 'Enable it in the RAM console or use another one.',
    },
    zh: { cause: 'AccessKey 已被禁用。', solution: '请在 RAM 控制台启用，或更换 AccessKey。' },
    sources: ['S12', 'S19'],
  },
  {
    code: 'CLOUD_CLOCK_SKEWED',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['IllegalTimestamp', 'InvalidTimeStamp.Expired'],
    retry: 'never',
    texts: {
      en: ['Specified time stamp or date value is expired.'],
      zh: ['时间戳与服务器时间相差超过允许范围'],
    },
    en: {
      cause: 'The clock of this machine differs from the cloud by more than 15 minutes.',
      solution: 'Set the clock (NTP) and try again.',
    },
    zh: { cause: '本机时间与云端相差超过 15 分钟。', solution: '请校准系统时间（NTP）后重试。' },
    sources: ['S19'],
  },
  {
    code: 'CLOUD_TIMESTAMP_FORMAT',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidTimeStamp.Format'],
    retry: 'never',
    texts: { en: ['Specified time stamp or date value is not well formatted.'], zh: [] },
    en: {
      cause: 'The request time is not in the form yyyy-MM-ddTHH:mm:ssZ.',
      solution: 'Report it: sqlferry builds this value itself.',
    },
    zh: { cause: '请求时间格式不正确。', solution: '请反馈给我们，该值由 sqlferry 生成。' },
    sources: ['S19'],
  },
  {
    code: 'CLOUD_NONCE_USED',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['SignatureNonceUsed'],
    retry: 'now',
    texts: {
      en: [
        'Specified signature nonce was used already.',
        'The request signature nonce has been used.',
      ],
      zh: ['唯一随机数重复'],
    },
    en: {
      cause: 'The same signed request was sent twice, usually by a proxy.',
      solution: 'Send it again with a new nonce; sqlferry does so once.',
    },
    zh: {
      cause: '同一签名请求被发送了两次，多由代理造成。',
      solution: 'sqlferry 会换用新随机数重试一次。',
    },
    sources: ['S19'],
  },
  {
    code: 'CLOUD_RAM_UNSUPPORTED',
    seenIn: ['cloud-api'],
    httpStatuses: [403],
    vendorCodes: ['Forbedden.NotSupportRAM', 'Forbidden.NotSupportRAM'],
    retry: 'never',
    texts: {
      en: ['This action does not support accessed by RAM mode.'],
      zh: ['该接口不允许使用 RAM 方式进行访问'],
    },
    en: {
      cause: 'The operation may be called by the main account only.',
      solution: 'Use the main account for this one step.',
    },
    zh: { cause: '该接口只允许主账号调用。', solution: '请在此步骤使用主账号。' },
    sources: ['S9'],
  },
  {
    code: 'CLOUD_RISK_CONTROL',
    seenIn: ['cloud-api'],
    httpStatuses: [403],
    vendorCodes: ['Forbidden.RiskControl'],
    retry: 'never',
    texts: {
      en: ['This operation is forbidden by Aliyun Risk Control system.'],
      zh: ['阿里云风控系统拒绝了此次访问'],
    },
    en: {
      cause: 'The risk control of the cloud stopped the call.',
      solution: 'Check the account notices or submit a ticket.',
    },
    zh: { cause: '请求被阿里云风控拦截。', solution: '请查看账号通知或提交工单。' },
    sources: ['S9'],
  },
  {
    code: 'CLOUD_NOT_VERIFIED',
    seenIn: ['cloud-api'],
    httpStatuses: [403],
    vendorCodes: ['Forbidden.Authentication', 'RealNameAuthenticationError'],
    retry: 'never',
    texts: {
      en: [
        'This operation is forbidden by Aliyun Realname Authentication system.',
        'Your account has not passed the real-name authentication yet.',
      ],
      zh: ['用户未进行实名认证'],
    },
    en: {
      cause: 'The account has not finished real-name verification.',
      solution: 'Finish it in the account center.',
    },
    zh: { cause: '账号尚未完成实名认证。', solution: '请在账号中心完成实名认证。' },
    sources: ['S9'],
  },
  {
    code: 'CLOUD_BALANCE_LOW',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['InsufficientBalance'],
    retry: 'never',
    texts: { en: ['Your account does not have enough balance.'], zh: ['余额不足'] },
    en: {
      cause: 'The account lacks the money for this paid step.',
      solution: 'Top up, or skip the step (scaling the instance).',
    },
    zh: { cause: '账户余额不足。', solution: '请充值，或跳过该付费步骤（如扩容）。' },
    sources: ['S9'],
  },
]
