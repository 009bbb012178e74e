/** Errors of the bucket, the bucket, in Chinese. */
import type { ErrorTexts } from '../../core/index.ts'
import type { bucketErrors } from './bucket-errors.ts'

export const bucketErrorsZh: ErrorTexts<typeof bucketErrors> = {
  OSS_ENDPOINT_UNRESOLVED: {
    message: '无法解析 Endpoint {resource} 的域名',
    cause: 'Endpoint 写错，或本机 DNS 无法解析。',
    solution: '请使用 Bucket 概览页上的 Endpoint；内网 Endpoint 只能在同地域使用。',
  },
  OSS_BUCKET_NOT_FOUND: {
    message: '{resource} 的 Bucket 不存在',
    cause: '没有这个名称的 Bucket。',
    solution: '请改正 Bucket 名称，或用 `sqlferry bucket create 名称` 创建。',
  },
  OSS_PREFIX_EMPTY: {
    message: '{resource} 下没有备份文件',
    cause: '文件夹不存在，或其中没有符合命名要求的备份文件。',
    solution: '请检查文件夹名称，用 `sqlferry upload` 上传备份；根目录请填 `/`。',
  },
  OSS_BUCKET_NOT_YOURS: {
    message: '{resource} 的 Bucket 属于其他账号',
    cause: 'Bucket 属于其他账号，或 RAM 用户没有 OSS 权限；RDS 不支持跨账号读取 Bucket。',
    solution: '请使用与 RDS 实例同一账号下的 Bucket，并授予 AliyunOSSFullAccess 或更小的权限。',
  },
  OSS_BUCKET_NAME_INVALID: {
    message: '{resource} 不是合规的 Bucket 名称',
    cause: 'Bucket 名称须为 3～63 个字符，只含小写字母、数字和短划线，且首尾不能是短划线。',
    solution: '请改用 3～63 个小写字母、数字和短划线组成的名称。',
  },
  OSS_BUCKET_NAME_TAKEN: {
    message: '{resource} 的 Bucket 名称已被占用',
    cause: '名称已被占用（全 OSS 唯一，可能属于其他账号）。',
    solution: '请换一个名称。',
  },
  OSS_BUCKET_SETTING_FIXED: {
    message: '{resource} 的 Bucket 已存在且设置不同，无法修改',
    cause: 'Bucket 已存在，其地域、存储类型、冗余类型不可修改。',
    solution: '请在 RDS 同地域新建标准存储的 Bucket。',
  },
  OSS_TOO_MANY_BUCKETS: {
    message: 'Bucket 数量已达上限，无法创建 {resource}',
    cause: '该地域的 Bucket 数已达 100 个上限。',
    solution: '请使用已有 Bucket 或提交工单提升上限。',
  },
  OSS_BUCKET_NOT_EMPTY: {
    message: '{resource} 的 Bucket 不为空',
    cause: 'Bucket 内还有 Object 或未完成的分片上传。',
    solution: '请先运行 `sqlferry cleanup` 再删除 Bucket。',
  },
  OSS_STORAGE_CLASS_UNKNOWN: {
    message: '为 {resource} 指定的存储类型不存在',
    cause: '存储类型不存在。',
    solution: '请使用 Standard（标准存储）。',
  },
  OSS_STORAGE_CLASS_REFUSED: {
    message: '{resource} 的 Bucket 存储类型为 {storageClass}，不是标准存储',
    cause: 'Bucket 是低频访问或归档类型，RDS 只支持标准存储。',
    solution: '请使用标准存储的 Bucket；存储类型不可修改。',
  },
  OSS_BUCKET_ENCRYPTED: {
    message: '{resource} 的 Bucket 开启了 {encryption} 加密',
    cause: 'Bucket 开启了服务器端加密，RDS 无法读取。',
    solution: '请在上传前关闭；已上传的 Object 仍是加密的，需要重传。',
  },
  OSS_NO_ENCRYPTION_RULE: {
    message: '{resource} 的 Bucket 未配置加密规则',
    cause: 'Bucket 未配置加密规则，符合要求。',
    solution: '无需处理。',
  },
  OSS_NO_LIFECYCLE_RULE: {
    message: '{resource} 的 Bucket 未配置生命周期规则',
    cause: 'Bucket 未配置生命周期规则。',
    solution: '无需处理；若有规则请注意避免迁移期间删除备份。',
  },
  OSS_REGION_UNKNOWN: {
    message: '{resource} 的地域不存在',
    cause: '地域不存在。',
    solution: '请更正地域。',
  },
  OSS_HOST_INVALID_FOR_CREATE: {
    message: '不能通过该域名创建 {resource}',
    cause: '创建 Bucket 时 Host 不是标准域名。',
    solution: '请使用标准 Endpoint。',
  },
}
