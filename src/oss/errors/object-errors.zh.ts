/** Errors of the bucket, objects and parts, in Chinese. */
import type { ErrorTexts } from '../../core/index.ts'
import type { objectErrors } from './object-errors.ts'

export const objectErrorsZh: ErrorTexts<typeof objectErrors> = {
  OSS_OBJECT_NAME_INVALID: {
    message: '{resource} 不是合规的 Object 名称',
    cause: 'Object 名称为空、超过 1023 字节，或以 /、\\ 开头。',
    solution: '请修改文件夹或文件名。',
  },
  OSS_OBJECT_NOT_FOUND: {
    message: '{resource} 不存在',
    cause: 'Object 不存在：未上传、已删除或被生命周期规则清理。',
    solution: '请重新上传并检查生命周期规则。',
  },
  OSS_UPLOAD_GONE: {
    message: '{resource} 的分片上传已不存在',
    cause: '该分片上传已完成、被取消或被生命周期规则清理。',
    solution: '请重新运行同一命令：sqlferry 会先检查 Object 是否完整，否则重新上传。',
  },
  OSS_PART_INVALID: {
    message: 'OSS 没有为 {resource} 提交的分片',
    cause: '提交的分片缺失或 ETag 不一致。',
    solution: '请重新运行同一命令：sqlferry 会核对分片并补传。',
  },
  OSS_PART_ORDER: {
    message: '{resource} 的分片顺序或分片号错误',
    cause: '分片列表未按升序排列或分片号越界。',
    solution: '请反馈给我们，该列表由 sqlferry 生成。',
  },
  OSS_PART_DELETED: {
    message: '{resource} 的一个分片已被删除',
    cause: '分片已被删除。',
    solution: '请重新运行同一命令，缺失的分片会补传。',
  },
  OSS_TOO_LARGE: {
    message: '{resource} 超过单次请求的大小上限',
    cause: '单次上传超过上限（单个分片或简单上传 5 GB）。',
    solution: '请使用分片上传。',
  },
  OSS_TOO_SMALL: {
    message: '{resource} 有分片小于 100 KB',
    cause: '除最后一个外，有分片小于 100 KB。',
    solution: '请调大分片大小后重新上传。',
  },
  OSS_INLINE_TOO_LARGE: {
    message: '{resource} 超过该上传方式的大小上限',
    cause: 'Object 大小超过该上传方式的上限。',
    solution: '请改用分片上传（最大 48.8 TB）。',
  },
  OSS_ALREADY_EXISTS: {
    message: '{resource} 已存在且禁止覆盖',
    cause: '之前已有其他文件以该名称上传，或他人使用了相同的前缀。',
    solution: '请更换前缀或名称；如要覆盖，请去掉 --forbid-overwrite 后重新运行。',
  },
  OSS_OBJECT_IMMUTABLE: {
    message: '{resource} 受保留策略保护',
    cause: 'Object 受合规保留策略保护。',
    solution: '请换用其他 Bucket，或等待保留期结束。',
  },
  OSS_DIGEST_MISMATCH: {
    message: 'OSS 收到的 {resource} 数据的 MD5 不一致',
    cause: '传输中数据发生变化。',
    solution: '请重新运行同一命令；若反复出现，请检查网卡和磁盘。',
  },
  OSS_CRC_MISMATCH: {
    message: '{resource} 的 CRC-64 在 OSS 为 {theirCrc64}，本地为 {ourCrc64}',
    cause: '传输中数据发生变化，或文件正在变化、磁盘故障。',
    solution: '请重新运行同一命令；若反复出现，请检查磁盘以及正在写入该文件的程序。',
  },
  OSS_BODY_INCOMPLETE: {
    message: 'OSS 收到的 {resource} 字节数少于声明值',
    cause: '连接在发送完成前中断。',
    solution: '请重新运行同一命令，已完成的分片会保留。',
  },
  OSS_LENGTH_MISSING: {
    message: '到达 OSS 的 {resource} 请求缺少长度',
    cause: '代理去掉了 Content-Length。',
    solution: '请绕过该代理。',
  },
  OSS_REQUEST_TIMEOUT: {
    message: 'OSS 等待 {resource} 的数据超时',
    cause: '网络过慢或停顿。',
    solution: '请降低 --parallel 后重新运行同一命令，已完成的分片会保留。',
  },
  OSS_RANGE_INVALID: {
    message: '请求的范围超出 {resource}',
    cause: '请求的范围超出 Object，可能已被替换。',
    solution: '请从头重新读取。',
  },
  OSS_PRECONDITION_FAILED: {
    message: '{resource} 在此期间被修改',
    cause: 'Object 在此期间被修改。',
    solution: '请确认是否有其他程序写入该 Bucket，再重新开始。',
  },
  OSS_OBJECT_ARCHIVED: {
    message: '{resource} 处于归档状态',
    cause: 'Object 处于归档状态。',
    solution: '请将备份上传到标准存储的 Bucket。',
  },
  OSS_ARGUMENT_INVALID: {
    message: 'OSS 拒绝 {operation}（{resource}）的参数：{vendorMessage}',
    cause: '参数值不正确（见返回的 ArgumentName）。',
    solution: '请更正该参数。',
  },
  OSS_TRAFFIC_LIMIT_INVALID: {
    message: 'OSS 拒绝 {resource} 的限速值',
    cause: '单链接限速超出 100 KB/s~100 MB/s。',
    solution: '请把 --limit-rate 调到该范围内。',
  },
  OSS_XML_MALFORMED: {
    message: 'OSS 无法解析 {operation}（{resource}）的请求内容',
    cause: '请求的 XML 不合法。',
    solution: '请反馈给我们。',
  },
  OSS_NOT_IMPLEMENTED: {
    message: 'OSS 不支持 {operation}（{resource}）的某个请求头',
    cause: 'OSS 不支持某个请求头，常由代理添加。',
    solution: '请绕过该代理。',
  },
  OSS_METHOD_REFUSED: {
    message: '{resource} 不支持 {operation}',
    cause: '该资源不支持此请求方法。',
    solution: '请检查 Endpoint 和 Bucket。',
  },
  OSS_OPERATION_REFUSED: {
    message: '{resource} 不支持操作 {operation}',
    cause: '该资源不支持此操作。',
    solution: '请使用普通的标准存储 Bucket。',
  },
}
