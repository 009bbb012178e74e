/** RAM and STS: roles, policies, temporary credentials. */
import type { KnownFailure } from '../../core/index.ts'

export const rolesAndTokensFailures: readonly KnownFailure[] = [
  {
    code: 'RAM_ROLE_GRANT_REFUSED',
    seenIn: ['console'],
    retry: 'never',
    texts: { en: ['no permission'], zh: [] },
    en: {
      cause: 'A RAM user may not create the service role.',
      solution:
        'Let the Alibaba Cloud account do it, or give the user AliyunRAMFullAccess for this step only.',
    },
    zh: {
      cause: 'RAM 用户没有创建服务角色的权限。',
      solution: '请用阿里云账号授权，或临时授予 AliyunRAMFullAccess。',
    },
    sources: ['S4'],
  },
  {
    code: 'STS_TOKEN_EXPIRED',
    seenIn: ['cloud-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['InvalidSecurityToken.Expired'],
    retry: 'now',
    texts: { en: ['Specified SecurityToken is expired.'], zh: ['SecurityToken 过期'] },
    en: {
      cause: 'The temporary credentials have ended.',
      solution:
        'Get new ones and run the same command again; credentials of a role or an ECS instance renew themselves.',
    },
    zh: {
      cause: '临时访问凭证已过期。',
      solution: '请重新获取后再运行同一命令；使用角色或 ECS 凭证时会自动刷新。',
    },
    sources: ['S19'],
  },
  {
    code: 'STS_TOKEN_MISMATCH',
    seenIn: ['cloud-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['InvalidSecurityToken.MismatchWithAccessKey'],
    retry: 'never',
    texts: {
      en: ['Specified SecurityToken mismatch with the AccessKey.'],
      zh: ['SecurityToken 与 AccessKey 不匹配'],
    },
    en: {
      cause: 'The token and the AccessKey ID come from different sets.',
      solution: 'Pass all three values of one set.',
    },
    zh: { cause: '令牌与 AccessKey 不是同一组。', solution: '请使用同一组凭证的三个值。' },
    sources: ['S19'],
  },
  {
    code: 'STS_TOKEN_MALFORMED',
    seenIn: ['cloud-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['InvalidSecurityToken.Malformed'],
    retry: 'never',
    texts: { en: ['Specified SecurityToken is malformed.'], zh: ['SecurityToken 错误'] },
    en: { cause: 'The token was cut or altered.', solution: 'Copy it again in full.' },
    zh: { cause: '令牌不完整或被改动。', solution: '请重新完整复制。' },
    sources: ['S19'],
  },
  {
    code: 'STS_TOKEN_MISSING',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['MissingSecurityToken'],
    retry: 'never',
    texts: {
      en: ['SecurityToken is mandatory for this action.'],
      zh: ['使用临时用户的密钥调用AssumeRole，请使用子用户的密钥。'],
    },
    en: {
      cause: 'The AccessKey ID is temporary (STS.…) but no token was sent.',
      solution: 'Set ALIBABA_CLOUD_SECURITY_TOKEN too.',
    },
    zh: {
      cause: 'AccessKey ID 是临时的（STS.…），但没有传令牌。',
      solution: '请同时设置 ALIBABA_CLOUD_SECURITY_TOKEN。',
    },
    sources: ['S12'],
  },
  {
    code: 'STS_ASSUME_ROLE_REFUSED',
    seenIn: ['sts-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['NoPermission'],
    retry: 'never',
    texts: {
      en: [
        'You are not authorized to do this action. You should be authorized by RAM.',
        'No permission perform sts:AssumeRole on this Role. Maybe you are not authorized to perform sts:AssumeRole or the specified role does not trust you',
      ],
      zh: ['STS Token没有权限。'],
    },
    en: {
      cause: 'The caller may not assume the role, or the role does not trust the caller.',
      solution:
        'Attach AliyunSTSAssumeRoleAccess and add the caller to the trust policy of the role.',
    },
    zh: {
      cause: '调用者没有扮演该角色的权限，或角色的信任策略不包含调用者。',
      solution: '请授予 AliyunSTSAssumeRoleAccess，并在信任策略中加入调用者。',
    },
    sources: ['S12', 'S13'],
  },
  {
    code: 'STS_ROOT_MAY_NOT_ASSUME',
    seenIn: ['sts-api'],
    httpStatuses: [403],
    sharedVendorCodes: ['NoPermission'],
    retry: 'never',
    texts: {
      en: ['Roles may not be assumed by root accounts.'],
      zh: ['使用主用户的密钥调用AssumeRole，请使用子用户的密钥。'],
    },
    en: {
      cause: 'The AccessKey belongs to the main account, which cannot assume roles.',
      solution: 'Use the key of a RAM user.',
    },
    zh: {
      cause: '使用了主账号的 AccessKey 调用 AssumeRole。',
      solution: '请改用 RAM 用户的 AccessKey。',
    },
    sources: ['S12'],
  },
  {
    code: 'RAM_FORBIDDEN',
    seenIn: ['ram-api'],
    httpStatuses: [403],
    vendorCodes: ['NoPermission'],
    retry: 'never',
    texts: {
      en: ['You are not authorized to do this action.'],
      zh: ['子用户权限不够，请给子用户授权。'],
    },
    en: {
      cause: 'The RAM user may not call this RAM operation, for example ram:GetRole.',
      solution:
        'Attach the ram:GetRole policy of the manual; without it sqlferry reports the role as "not checked".',
    },
    zh: {
      cause: 'RAM 用户没有该 RAM 操作的权限（例如 ram:GetRole）。',
      solution: '请按手册添加 ram:GetRole 策略；否则 sqlferry 只能报告“未检查”。',
    },
    sources: ['S13'],
  },
  {
    code: 'RAM_ROLE_NOT_FOUND',
    seenIn: ['ram-api', 'sts-api'],
    httpStatuses: [404],
    vendorCodes: ['EntityNotExist.Role'],
    retry: 'never',
    texts: { en: ['The specified Role not exists.'], zh: ['指定的RAM角色不存在。'] },
    en: {
      cause:
        'The role does not exist in this account; for AliyunRDSImportRole: RDS was never authorized.',
      solution:
        'For AliyunRDSImportRole click the authorization link in the wizard; else correct the role ARN.',
    },
    zh: {
      cause: '当前账号下没有该角色；对 AliyunRDSImportRole 而言即尚未授权 RDS。',
      solution: 'AliyunRDSImportRole 请在向导中单击授权地址；其他角色请更正 ARN。',
    },
    sources: ['S13'],
  },
  {
    code: 'RAM_SERVICE_INACTIVE',
    seenIn: ['ram-api'],
    httpStatuses: [403],
    vendorCodes: ['Inactive'],
    retry: 'never',
    texts: {
      en: ['Your ram service is inactive, please activate it.'],
      zh: ['未开通 RAM，请先开通访问控制（RAM）服务。'],
    },
    en: { cause: 'RAM is not activated for the account.', solution: 'Activate RAM.' },
    zh: { cause: '账号未开通 RAM。', solution: '请先开通 RAM。' },
    sources: ['S13'],
  },
  {
    code: 'RAM_POLICY_NOT_FOUND',
    seenIn: ['ram-api'],
    httpStatuses: [404],
    vendorCodes: ['EntityNotExist.Policy'],
    retry: 'never',
    texts: { en: ['The policy does not exist.'], zh: ['请确认策略是否真实存在。'] },
    en: {
      cause: 'The policy to attach does not exist under that name and type.',
      solution: 'Check name and type (System or Custom).',
    },
    zh: { cause: '要授予的权限策略不存在。', solution: '请核对策略名称和类型（System/Custom）。' },
    sources: ['S13'],
  },
  {
    code: 'STS_ROLE_ARN_INVALID',
    seenIn: ['sts-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidParameter.RoleArn'],
    sharedVendorCodes: ['InvalidParameter'],
    retry: 'never',
    texts: { en: ['The parameter RoleArn is wrongly formed.'], zh: ['角色ARN格式错误。'] },
    en: {
      cause: 'The role ARN is not of the form acs:ram::<account>:role/<name>.',
      solution: 'Copy the ARN from the role page.',
    },
    zh: { cause: '角色 ARN 格式不正确。', solution: '请从角色页面复制 ARN。' },
    sources: ['S13'],
  },
  {
    code: 'STS_SESSION_NAME_INVALID',
    seenIn: ['sts-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidParameter.RoleSessionName'],
    retry: 'never',
    texts: {
      en: ['The parameter RoleSessionName is wrongly formed.'],
      zh: ['RoleSessionName格式错误，支持输入2~32个字符'],
    },
    en: {
      cause:
        'The session name has a forbidden character or length (2 to 32, letters, digits, . @ - _).',
      solution: 'Choose a plain session name.',
    },
    zh: {
      cause: '角色会话名称长度或字符不符合要求。',
      solution: '请改用 2~32 个字母、数字、. @ - _。',
    },
    sources: ['S13'],
  },
  {
    code: 'STS_DURATION_INVALID',
    seenIn: ['sts-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidParameter.DurationSeconds'],
    retry: 'never',
    texts: {
      en: ['The Min/Max value of DurationSeconds is 15min/1hr.'],
      zh: [
        'DurationSeconds参数设置错误，过期时间最小值为900秒，最大值为MaxSessionDuration设置的时间。',
      ],
    },
    en: {
      cause: 'The wanted lifetime is below 900 s or above the limit of the role.',
      solution: 'Ask for 900 s up to the MaxSessionDuration of the role.',
    },
    zh: {
      cause: '请求的有效期小于 900 秒或超过角色上限。',
      solution: '请设置为 900 秒至角色最大会话时间之间。',
    },
    sources: ['S13'],
  },
  {
    code: 'STS_POLICY_INVALID',
    seenIn: ['sts-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidParameter.PolicyGrammar'],
    retry: 'never',
    texts: {
      en: ['The parameter Policy has not passed grammar check.'],
      zh: ['权限策略语法错误。'],
    },
    en: {
      cause: 'The session policy is not valid JSON policy text.',
      solution: 'Correct it or leave it out.',
    },
    zh: { cause: '会话策略语法错误。', solution: '请修改或去掉该策略。' },
    sources: ['S13'],
  },
  {
    code: 'STS_POLICY_TOO_LONG',
    seenIn: ['sts-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidParameter.PolicySize'],
    retry: 'never',
    texts: {
      en: ['The size of Policy must be smaller than 1024 bytes.'],
      zh: ['权限策略长度超限，最大不超过1024字符。'],
    },
    en: {
      cause: 'The session policy is too long.',
      solution: 'Shorten it; name one bucket and one prefix.',
    },
    zh: { cause: '会话策略超过长度限制。', solution: '请缩短，只写一个 Bucket 和前缀。' },
    sources: ['S13'],
  },
  {
    code: 'STS_THROTTLED',
    seenIn: ['sts-api'],
    httpStatuses: [400],
    sharedVendorCodes: ['Throttling.User'],
    retry: 'later',
    texts: { en: ['Request was denied due to user flow control.'], zh: [] },
    en: {
      cause: 'Too many AssumeRole calls by the account.',
      solution: 'Wait: sqlferry keeps one set of credentials per run and tries again by itself.',
    },
    zh: {
      cause: '账号的 AssumeRole 调用超过每秒 100 次。',
      solution: '请稍候：sqlferry 每次运行只取一组凭证，并会自动重试。',
    },
    sources: ['S13'],
  },
]
