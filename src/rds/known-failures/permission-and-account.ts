/** Rights of the RAM user on RDS, the service role, and accounts on the instance. */
import type { KnownFailure } from '../../core/index.ts'

export const permissionAndAccountFailures: readonly KnownFailure[] = [
  {
    code: 'RDS_FORBIDDEN',
    seenIn: ['migration-script', 'rds-api'],
    httpStatuses: [403],
    vendorCodes: ['Forbidden.RAM'],
    retry: 'never',
    texts: {
      en: [
        'The user is not authorized to operate the specified resource, or this operation does not support RAM.',
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
      ],
      zh: ['子账号权限不足'],
    },
    en: {
      cause: 'The RAM user lacks the right for this RDS operation or instance.',
      solution:
        'Attach AliyunRDSFullAccess, or the smaller policy that `sqlferry doctor --policy` prints.',
    },
    zh: {
      cause: 'RAM 用户没有该 RDS 操作或实例的权限。',
      solution:
        '请授予 AliyunRDSFullAccess，或按 `sqlferry doctor --policy` 给出的最小权限策略授权。',
    },
    sources: ['S1', 'S2', 'S3', 'S9'],
  },
  {
    code: 'RDS_WIZARD_CONFIRM_DISABLED',
    seenIn: ['console'],
    retry: 'never',
    texts: { en: ['the OK button is dimmed'], zh: ['“确定”按钮置灰'] },
    en: {
      cause: 'The RAM user lacks RDS, OSS or ram:GetRole rights.',
      solution:
        'Grant AliyunRDSFullAccess, AliyunOSSFullAccess and ram:GetRole on role/AliyunRDSImportRole.',
    },
    zh: {
      cause: 'RAM 用户缺少 RDS、OSS 或 ram:GetRole 权限。',
      solution:
        '请授予 AliyunRDSFullAccess、AliyunOSSFullAccess 以及对 AliyunRDSImportRole 的 ram:GetRole。',
    },
    sources: ['S4'],
  },
  {
    code: 'RDS_IMPORT_ROLE_MISSING',
    seenIn: ['console', 'check'],
    httpStatuses: [404],
    retry: 'never',
    texts: { en: ['the OSS Bucket list is empty'], zh: ['OSS Bucket 下拉列表为空'] },
    en: {
      cause:
        'RDS has not been authorized to read OSS, or AliyunRDSImportRole was changed or deleted.',
      solution: 'Open the wizard once with the main account and click the authorization link.',
    },
    zh: {
      cause: '尚未授权 RDS 访问 OSS，或 AliyunRDSImportRole 被修改、删除。',
      solution: '请用主账号打开数据导入向导并单击授权地址。',
    },
    sources: ['S4', 'S7'],
  },
  {
    code: 'RDS_ACCOUNT_DUPLICATE',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidAccountName.Duplicate'],
    retry: 'never',
    texts: { en: ['The specified AccountName already exists.'], zh: [] },
    en: { cause: 'The account exists already.', solution: 'Use it, or choose another name.' },
    zh: { cause: '账号已存在。', solution: '请直接使用或更换名称。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_ACCOUNT_KEYWORD',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidAccountName.keyword'],
    retry: 'never',
    texts: { en: ['The specified AccountName is a reserved keyword.'], zh: [] },
    en: {
      cause: 'The account name is reserved, for example sa.',
      solution: 'Choose another name.',
    },
    zh: { cause: '账号名是保留关键字（如 sa）。', solution: '请更换名称。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_ACCOUNT_LIMIT',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['QuotaExceeded.AccountName'],
    retry: 'never',
    texts: { en: ['The quota of account exceeds.'], zh: [] },
    en: {
      cause: 'The number of accounts is at the limit.',
      solution: 'Remove unused accounts; see AccountMaxQuantity.',
    },
    zh: { cause: '账号数量已达上限。', solution: '请删除无用账号，上限见 AccountMaxQuantity。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_ACCOUNT_NOT_FOUND',
    seenIn: ['rds-api'],
    httpStatuses: [400, 404],
    vendorCodes: ['InvalidAccountName.NotFound'],
    retry: 'never',
    texts: { en: ['The specified account does not exist.'], zh: [] },
    en: { cause: 'The account to grant rights to does not exist.', solution: 'Create it first.' },
    zh: { cause: '要授权的账号不存在。', solution: '请先创建账号。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_ACCOUNT_BUSY',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['OperationDenied.AccountStatus'],
    retry: 'later',
    texts: { en: ['The status of the account does not support this operation.'], zh: [] },
    en: { cause: 'The account is being created or changed.', solution: 'Wait a minute.' },
    zh: { cause: '账号正在创建或变更。', solution: '请稍等片刻再试。' },
    sources: ['S19'],
  },
]
