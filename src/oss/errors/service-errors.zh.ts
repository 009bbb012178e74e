/** Errors of the bucket, the service and the way to it, in Chinese. */
import type { ErrorTexts } from '../../core/index.ts'
import type { serviceErrors } from './service-errors.ts'

export const serviceErrorsZh: ErrorTexts<typeof serviceErrors> = {
  OSS_INTERNAL_ERROR: {
    message: 'OSS 在 {operation}（{resource}）时发生内部错误',
    cause: 'OSS 服务繁忙或发生故障，已多次重试。',
    solution: '请稍后重新运行同一命令，已完成的分片会保留。',
  },
  OSS_UNAVAILABLE: {
    message: 'OSS 在 {operation}（{resource}）时繁忙',
    cause: 'OSS 服务端繁忙，已多次重试。',
    solution: '请几分钟后重新运行同一命令，已完成的分片会保留。',
  },
  OSS_UPLOAD_RATE_LIMITED: {
    message: '上传流量超过账号上限（{resource}）',
    cause: '上传流量超过账号上限。',
    solution: '请降低并发或设置 --limit-rate。',
  },
  OSS_DOWNLOAD_RATE_LIMITED: {
    message: '下载流量超过账号上限（{resource}）',
    cause: '下载流量超过账号上限。',
    solution: '请等待或降低并发。',
  },
  OSS_QPS_LIMITED: {
    message: '账号每秒请求数超限（{resource}）',
    cause: '该账号的程序每秒请求数超过 10000 次。',
    solution: '请减少并行程序或加大 --part-size，然后重新运行同一命令。',
  },
  OSS_META_QPS_LIMITED: {
    message: 'Bucket 管控类请求过多（{resource}）',
    cause: '该账号的程序对 Bucket 的调用过多。',
    solution: '请等待一分钟后重新运行同一命令。',
  },
  OSS_CONNECTIONS_LIMITED: {
    message: '并发连接数超限（{resource}）',
    cause: '并发连接数超限。',
    solution: '请降低并发。',
  },
  OSS_UNEXPECTED: {
    message: 'OSS 对 {operation}（{resource}）返回 {vendorCode}：{vendorMessage}',
    cause: 'OSS 返回了未收录的错误码。',
    solution: '请用 EC 值在 api.aliyun.com/troubleshoot 查询，并凭 RequestId 提交工单。',
  },
  OSS_CONNECTION_TIMEOUT: {
    message: '{timeoutMs} 毫秒内无法连接 {resource}',
    cause: '防火墙丢弃了连接，或在地域外使用了内网 Endpoint。',
    solution: '请检查到该 Endpoint 的网络和防火墙；在地域外请使用公网 Endpoint。',
  },
  OSS_RESPONSE_TIMEOUT: {
    message: '{operation} 期间 {resource} 在 {timeoutMs} 毫秒内没有响应',
    cause: '链路过慢，或连接被静默断开。',
    solution: '请降低 --parallel 后重新运行同一命令，已完成的分片会保留。',
  },
  OSS_UPLOAD_INTERRUPTED: {
    message: '{operation} 期间与 {resource} 的连接中断',
    cause: '上传期间连接中断。',
    solution: '请重新运行同一命令，已完成的分片会保留。',
  },
  OSS_ENDPOINT_WITHOUT_SCHEME: {
    message: 'Endpoint {resource} 不是 http 或 https 地址',
    cause: 'Endpoint 缺少 http:// 或 https://。',
    solution: '请补上协议。',
  },
  OSS_CONNECTION_REFUSED: {
    message: '{resource} 拒绝连接',
    cause: '该地址没有服务在监听，或被防火墙拒绝。',
    solution: '请检查 Endpoint 及端口，然后重新运行同一命令。',
  },
  OSS_TLS_FAILED: {
    message: '无法与 {resource} 建立可信连接：{vendorMessage}',
    cause: '本机不信任该证书，常见原因是代理解密了 TLS 连接。',
    solution: '请用 --ca-file FILE 提供 CA 证书，或让代理放行 {resource}。',
  },
  OSS_PROXY_FAILED: {
    message: '代理拒绝连接 {resource}：{vendorMessage}',
    cause: '代理需要用户名和密码，或不允许连接该主机。',
    solution: '请检查代理的地址、用户名和密码。',
  },
  OSS_ANSWER_UNREADABLE: {
    message: '无法读取 {operation}（{resource}）的响应',
    cause: '中间设备改写了响应，常见于代理或登录门户。',
    solution: '请绕过代理后重新运行同一命令。',
  },
  OSS_RANGE_IGNORED: {
    message: '请求 {resource} 的一段范围，但返回了整个 Object',
    cause: '代理或缓存不支持范围请求，或 Object 已被较小的文件替换。',
    solution: '请绕过代理，确认是否有其他程序写入该 Bucket，然后重新运行同一命令。',
  },
  OSS_REGION_DIFFERS: {
    message: 'Bucket {resource} 将创建在 {region}，而实例位于 {instanceRegion}',
    cause: 'RDS 只能读取同地域 Bucket 中的备份。',
    solution: '请加上 `--region {instanceRegion}` 重新运行同一命令。',
  },
}
