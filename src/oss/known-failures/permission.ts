/** OSS knows the caller but refuses the operation. Most share the code AccessDenied: the message decides. */
import type { KnownFailure } from '../../core/index.ts'

export const permissionFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_BUCKET_NOT_YOURS',
    seenIn: ['migration-script', 'oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: { en: ['The bucket you visit is not belong to you.'], zh: [] },
    en: {
      cause:
        'The bucket belongs to another account, or the RAM user has no OSS right; RDS cannot read a bucket of another account at all.',
      solution:
        'Use a bucket of the account that owns the RDS instance and attach AliyunOSSFullAccess or a narrower policy.',
    },
    zh: {
      cause: 'Bucket 属于其他账号，或 RAM 用户没有 OSS 权限；RDS 不支持跨账号读取 Bucket。',
      solution: '请使用与 RDS 实例同一账号下的 Bucket，并授予 AliyunOSSFullAccess 或更小的权限。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'OSS_FORBIDDEN',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: {
      en: [
        'You have no right to access this object.',
        'You have no right to access this object because of bucket acl.',
        'Access denied by bucket policy.',
        'You do not have read permission on this object.',
        'You do not have write permission on this object.',
        'You do not have read acl permission on this object.',
        'You do not have write acl permission on this object.',
      ],
      zh: [
        '没有相应的访问权限。',
        '没有该Object的访问权限。',
        '通过Bucket Policy的授权访问被拒绝。',
      ],
    },
    en: {
      cause: 'The RAM user may not do this on the bucket or object.',
      solution: 'Grant the action that `sqlferry doctor` names (oss:PutObject, oss:ListObjects …).',
    },
    zh: {
      cause: 'RAM 用户没有该 Bucket 或 Object 的操作权限。',
      solution: '请授予 `sqlferry doctor` 指出的操作权限（如 oss:PutObject）。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_FORBIDDEN_BY_SESSION',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: { en: ["Access denied by authorizer's policy."], zh: ['通过STS的授权访问被拒绝。'] },
    en: {
      cause: 'The role behind the temporary credentials lacks the right.',
      solution: 'Widen the role policy or the session policy.',
    },
    zh: { cause: '临时凭证对应的角色没有权限。', solution: '请调整角色策略或会话策略。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_ANONYMOUS_REFUSED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: {
      en: [
        'Anonymous access is forbidden for this operation.',
        'Anonymous user has no right to access this bucket.',
        'Anonymous user has no right to access this object.',
      ],
      zh: ['匿名用户无权访问此Bucket。'],
    },
    en: { cause: 'The request carried no signature.', solution: 'Supply credentials.' },
    zh: { cause: '请求没有签名。', solution: '请提供访问凭证。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_REFERER_REFUSED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: { en: ['You are denied by bucket referer policy.'], zh: ['防盗链校验未通过。'] },
    en: {
      cause: 'Hotlink protection of the bucket refuses requests without a Referer.',
      solution: 'Allow empty Referer, or use a bucket without that rule.',
    },
    zh: {
      cause: 'Bucket 防盗链不允许空 Referer。',
      solution: '请允许空 Referer，或换用其他 Bucket。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_SIGNED_URL_INCOMPLETE',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: {
      en: [
        'Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters.',
      ],
      zh: ['URL签名缺少必要参数。'],
    },
    en: { cause: 'The signed URL was cut, often by & in a shell.', solution: 'Quote the URL.' },
    zh: { cause: '签名 URL 不完整，常因命令行中的 & 未加引号。', solution: '请给 URL 加引号。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_SIGNED_URL_EXPIRED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'now',
    texts: { en: ['Request has expired.'], zh: ['请求已过期。'] },
    en: { cause: 'The signed URL is past its Expires time.', solution: 'Sign a new one.' },
    zh: { cause: '签名 URL 已过有效期。', solution: '请重新生成。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_SIGNED_URL_DATE',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: { en: ['Invalid date (should be seconds since epoch).'], zh: ['请求的时间戳无效。'] },
    en: { cause: 'Expires is not a Unix time.', solution: 'Sign the URL again.' },
    zh: { cause: 'Expires 不是 Unix 时间戳。', solution: '请重新生成签名 URL。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_NOT_BUCKET_OWNER',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['BucketNotBelongTo'],
    retry: 'never',
    texts: {
      en: ['The bucket you access does not belong to you.'],
      zh: ['当前用户不是目标Bucket的拥有者。'],
    },
    en: { cause: 'Only the owner may do this.', solution: 'Use the owner account.' },
    zh: { cause: '只有 Bucket 拥有者可以执行该操作。', solution: '请使用拥有者账号。' },
    sources: ['S11'],
  },
]
