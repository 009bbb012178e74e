/** Errors of the bucket, identity and permission, in Chinese. */
import type { ErrorTexts } from '../../core/index.ts'
import type { accessErrors } from './access-errors.ts'

export const accessErrorsZh: ErrorTexts<typeof accessErrors> = {
  OSS_ACCESS_KEY_INVALID: {
    message: 'OSS 不接受访问 {resource} 所用的 AccessKey ID',
    cause: 'AccessKey ID 不存在、已禁用或输错。',
    solution: '请在 RAM 控制台核对。',
  },
  OSS_SIGNATURE_MISMATCH: {
    message: 'OSS 对 {resource} 算出的签名不一致',
    cause: 'AccessKey Secret 错误，或请求被中途改写。',
    solution: '请检查 AccessKey Secret，关闭会改写请求的代理。',
  },
  OSS_CLOCK_SKEWED: {
    message: '本机时间与 OSS 相差 {skewSeconds} 秒',
    cause: 'OSS 拒绝时间相差超过 15 分钟的请求。',
    solution: '请校准本机时间（NTP）后重新运行同一命令。',
  },
  OSS_TOKEN_EXPIRED: {
    message: '访问 {resource} 的临时访问凭证已过期',
    cause: '临时访问凭证在执行期间到期，且无法刷新。',
    solution: '请提供新的凭证并重新运行同一命令，已完成的分片会保留。',
  },
  OSS_TOKEN_INVALID: {
    message: 'OSS 不接受访问 {resource} 所用的安全令牌',
    cause: '临时令牌无效或不完整。',
    solution: '请重新完整复制。',
  },
  OSS_TOKEN_MISMATCH: {
    message: '访问 {resource} 的 AccessKey ID 与安全令牌不匹配',
    cause: 'AccessKey 与令牌不是同一组。',
    solution: '请使用同一组凭证。',
  },
  OSS_TOKEN_UNSUPPORTED: {
    message: '{resource} 不支持临时访问凭证',
    cause: '该接口或地域不支持 STS 令牌。',
    solution: '请改用 RAM 用户的 AccessKey。',
  },
  OSS_FORBIDDEN: {
    message: '没有对 {resource} 执行 {operation} 的权限',
    cause: 'RAM 用户没有该 Bucket 或 Object 的操作权限。',
    solution: '请授予 `sqlferry doctor` 指出的操作权限（如 oss:PutObject）。',
  },
  OSS_FORBIDDEN_BY_SESSION: {
    message: '临时访问凭证的角色没有对 {resource} 执行 {operation} 的权限',
    cause: '临时凭证对应的角色没有权限。',
    solution: '请调整角色策略或会话策略。',
  },
  OSS_WRONG_ENDPOINT: {
    message: '{resource} 的 Bucket 须通过 {rightEndpoint} 访问',
    cause: 'Bucket 与所用的 Endpoint 不在同一地域。',
    solution: '请把 Endpoint 改为 {rightEndpoint}；Bucket 须与 RDS 实例同地域。',
  },
  OSS_ANONYMOUS_REFUSED: {
    message: '{resource} 拒绝匿名访问',
    cause: '请求没有签名。',
    solution: '请提供访问凭证。',
  },
  OSS_REFERER_REFUSED: {
    message: '防盗链拒绝对 {resource} 执行 {operation}',
    cause: 'Bucket 防盗链不允许空 Referer。',
    solution: '请允许空 Referer，或换用其他 Bucket。',
  },
  OSS_KMS_FORBIDDEN: {
    message: 'KMS 拒绝对 {resource} 执行 {operation}',
    cause: 'Bucket 使用 KMS 加密且无密钥权限，RDS 也无法读取。',
    solution: '请关闭服务器端加密或换用未加密的 Bucket。',
  },
  OSS_SIGNED_URL_INCOMPLETE: {
    message: '{resource} 的签名 URL 不完整',
    cause: '签名 URL 不完整，常因命令行中的 & 未加引号。',
    solution: '请给 URL 加引号。',
  },
  OSS_SIGNED_URL_EXPIRED: {
    message: '{resource} 的签名 URL 已过期',
    cause: '签名 URL 已过有效期。',
    solution: '请重新生成。',
  },
  OSS_SIGNED_URL_DATE: {
    message: '{resource} 的签名 URL 有效期无效',
    cause: 'Expires 不是 Unix 时间戳。',
    solution: '请重新生成签名 URL。',
  },
  OSS_NOT_BUCKET_OWNER: {
    message: '只有 Bucket 拥有者可以对 {resource} 执行 {operation}',
    cause: '只有 Bucket 拥有者可以执行该操作。',
    solution: '请使用拥有者账号。',
  },
  OSS_USER_DISABLED: {
    message: '访问 {resource} 的账号已被禁用',
    cause: '账号欠费或因安全原因被禁用。',
    solution: '请缴清欠费或联系技术支持。',
  },
  OSS_BUCKET_DISABLED: {
    message: '{resource} 的 Bucket 已被禁用',
    cause: 'Bucket 被禁用。',
    solution: '请查看账号通知，或换用其他 Bucket。',
  },
  OSS_OWNER_STATUS_ABNORMAL: {
    message: '{resource} 的 Bucket 拥有者状态异常',
    cause: 'Bucket 所属账号欠费、注销或被管控。',
    solution: '请处理该账号的状态。',
  },
  OSS_PATH_STYLE_REFUSED: {
    message: 'OSS 拒绝以路径方式访问 {resource}',
    cause: '请求使用了路径方式访问 Bucket。',
    solution: '请使用标准 Endpoint；路径方式仅用于沙箱。',
  },
  OSS_HOST_REFUSED: {
    message: 'OSS 不认可访问 {resource} 所用的域名',
    cause: 'Host 不是标准 OSS 域名。',
    solution: '请使用 Bucket 概览页上的 Endpoint。',
  },
  OSS_ACCELERATION_OFF: {
    message: '{resource} 的 Bucket 未开启传输加速',
    cause: '使用了传输加速 Endpoint，但 Bucket 未开启。',
    solution: '请开启传输加速或改用普通 Endpoint。',
  },
  OSS_KMS_NOT_ENABLED: {
    message: '{resource} 的 Bucket 要求 KMS 加密，但未开通 KMS',
    cause: 'Bucket 要求 KMS 加密但未开通 KMS。',
    solution: '请关闭该 Bucket 的加密，RDS 无法读取加密备份。',
  },
  OSS_KMS_OVERDUE: {
    message: 'KMS 服务欠费，无法使用 {resource}',
    cause: 'KMS 服务欠费。',
    solution: '请续费，或换用未使用 KMS 的 Bucket。',
  },
  OSS_KMS_KEY_UNUSABLE: {
    message: '{resource} 的 Bucket 的 KMS 密钥不可用',
    cause: 'Bucket 的 KMS 密钥不可用。',
    solution: '请换用未开启服务器端加密的 Bucket。',
  },
}
