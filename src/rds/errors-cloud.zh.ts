/** What the gateway that RDS, RAM and STS share can say: identity, clock, throttling, reach, in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { cloudErrors } from './errors-cloud.ts'

export const cloudErrorsZh: ErrorTexts<typeof cloudErrors> = {
  CLOUD_ACCESS_KEY_UNKNOWN: {
    message: '{host} 不认识该 AccessKey ID',
    cause: 'AccessKey ID 不存在：可能输错、已删除，或前后带有空格。',
    solution: '请从 RAM 控制台重新复制 AccessKey ID，然后运行 `sqlferry doctor`。',
  },
  CLOUD_SECRET_WRONG: {
    message: '{host} 拒绝了 {operation} 的签名',
    cause: 'AccessKey Secret 与 AccessKey ID 不匹配，导致签名错误。',
    solution: '请填写配套的 AccessKey Secret；如已遗失，请新建一对 AccessKey。',
  },
  CLOUD_SIGNATURE_MISMATCH: {
    message: '{host} 计算出的 {operation} 签名与请求不一致',
    cause: 'AccessKey Secret 错误，或代理改写了请求。',
    solution: '请检查 AccessKey Secret 及中间代理，然后运行 `sqlferry doctor`。',
  },
  CLOUD_ACCESS_KEY_DISABLED: {
    message: 'AccessKey 已被禁用',
    cause: '该 AccessKey 在 RAM 中被停用。',
    solution: '请在 RAM 控制台启用，或更换 AccessKey。',
  },
  CLOUD_CLOCK_SKEWED: {
    message: '{host} 拒绝了请求时间：本机时钟不准',
    cause: '本机时间与云端相差超过 15 分钟。',
    solution: '请校准系统时间（NTP）后重试。',
  },
  CLOUD_TIMESTAMP_FORMAT: {
    message: '{host} 无法识别请求时间',
    cause: '请求时间格式不正确。',
    solution: '请携带 RequestId 反馈给我们，该值由 sqlferry 生成。',
  },
  CLOUD_NONCE_USED: {
    message: '{host} 已收到过 {operation} 的同一随机数',
    cause: '同一签名请求被发送了两次，多由代理造成。',
    solution: '请重新运行同一命令；若经常出现，请检查是否有代理重复发送请求。',
  },
  STS_TOKEN_EXPIRED: {
    message: 'STS Token 已过期',
    cause: '临时访问凭证已过期，且凭证来源没有给出新的凭证。',
    solution: '请重新获取并设置临时访问凭证；使用角色或 ECS 凭证时 sqlferry 会自动刷新。',
  },
  STS_TOKEN_MISMATCH: {
    message: 'STS Token 与 AccessKey ID 不匹配',
    cause: '令牌与 AccessKey 不是同一组。',
    solution: '请使用同一组凭证的三个值。',
  },
  STS_TOKEN_MALFORMED: {
    message: 'STS Token 格式错误',
    cause: '令牌不完整或被改动。',
    solution: '请重新完整复制。',
  },
  STS_TOKEN_MISSING: {
    message: '使用临时 AccessKey ID 时没有传 STS Token',
    cause: 'AccessKey ID 是临时的（STS.…），但没有传令牌。',
    solution: '请同时设置 ALIBABA_CLOUD_SECURITY_TOKEN。',
  },
  CLOUD_THROTTLED: {
    message: '{host} 对 {operation} 触发流控',
    cause: '短时间内调用次数过多，触发流控。',
    solution: '请稍等一分钟再运行同一命令；sqlferry 已自动等待并重试多次。',
  },
  STS_THROTTLED: {
    message: '{host} 对 {operation} 触发流控',
    cause: '账号在短时间内调用 STS 过多。',
    solution: '请稍等一分钟再运行同一命令。',
  },
  CLOUD_UNAVAILABLE: {
    message: '{host} 暂时无法处理 {operation}',
    cause: '云服务暂时不可用。',
    solution: '请稍后重新运行同一命令；重新创建任务前 sqlferry 会先查找可能已存在的任务。',
  },
  CLOUD_INTERNAL_ERROR: {
    message: '{host} 处理 {operation} 时内部错误',
    cause: '云服务内部错误。',
    solution: '请稍后重试；仍失败请凭 RequestId 提交工单。',
  },
  CLOUD_PARAMETER_MISSING: {
    message: '{operation} 缺少必填参数：{vendorMessage}',
    cause: '缺少必填参数。',
    solution: '请携带 RequestId 反馈给我们。',
  },
  CLOUD_PARAMETER_INVALID: {
    message: '{operation} 不接受某个参数值：{vendorMessage}',
    cause: '参数格式错误或取值不支持。',
    solution: '请改正提示的参数。',
  },
  CLOUD_ACTION_UNKNOWN: {
    message: '{host} 不认识操作 {operation}',
    cause: 'Endpoint 属于其他产品或版本。',
    solution: '请检查配置中的 RDS Endpoint；不填时 sqlferry 会按地域选择。',
  },
  CLOUD_RAM_UNSUPPORTED: {
    message: '{operation} 不允许 RAM 用户调用',
    cause: '该接口只允许主账号调用。',
    solution: '请在此步骤使用主账号。',
  },
  CLOUD_RISK_CONTROL: {
    message: '{operation} 被风控拦截',
    cause: '请求被阿里云风控拦截。',
    solution: '请查看账号通知或提交工单。',
  },
  CLOUD_NOT_VERIFIED: {
    message: '账号未完成认证，不能调用 {operation}',
    cause: '账号尚未完成实名认证。',
    solution: '请在账号中心完成实名认证。',
  },
  CLOUD_BALANCE_LOW: {
    message: '账户余额不足，无法执行 {operation}',
    cause: '账户余额不足。',
    solution: '请充值，或跳过该付费步骤。',
  },
  CLOUD_TOKEN_PARAMETERS_DIFFER: {
    message: '{operation} 的 ClientToken 已用于内容不同的请求',
    cause: '同一 ClientToken 的两次请求内容不同。',
    solution: '请携带 RequestId 反馈给我们。',
  },
  CLOUD_UNREACHABLE: {
    message: '无法连接 {host}：{reason}',
    cause: '域名解析、网络、代理或防火墙使本机无法访问 API 端点。',
    solution: '请用 `sqlferry doctor` 检查 DNS、代理和防火墙；无公网的 VPC 请使用 VPC Endpoint。',
  },
  CLOUD_TLS_REFUSED: {
    message: '{host} 的证书不受信任：{reason}',
    cause: '中间代理替换了证书，或该端点并非真正的云端点。',
    solution: '请在配置中指定自有代理的 CA 文件；否则不要继续。',
  },
  CLOUD_ANSWER_UNREADABLE: {
    message: '{host} 对 {operation} 返回了 {status}，内容不是 JSON',
    cause: '应答来自中间的代理或网关，而不是云端服务。',
    solution: '请用 `sqlferry doctor` 检查代理和 Endpoint。',
  },
  RAM_FORBIDDEN: {
    message: '没有调用 {operation} 的权限',
    cause: 'RAM 用户没有该 RAM 操作的权限（例如 ram:GetRole）。',
    solution: '请按手册添加 ram:GetRole 策略；否则 sqlferry 只能报告“未检查”。',
  },
  RAM_ROLE_NOT_FOUND: {
    message: 'RAM 角色 {object} 不存在',
    cause: '当前账号下没有该角色；对 AliyunRDSImportRole 而言即尚未授权 RDS。',
    solution: 'AliyunRDSImportRole 请在向导中单击授权地址；其他角色请更正 ARN。',
  },
  RAM_SERVICE_INACTIVE: {
    message: '账号未开通 RAM',
    cause: '该账号从未使用过 RAM。',
    solution: '请先开通 RAM。',
  },
}
