/** Errors of the bucket, what is uploaded, in Chinese. */
import type { ErrorTexts } from '../../core/index.ts'
import type { uploadErrors } from './upload-errors.ts'

export const uploadErrorsZh: ErrorTexts<typeof uploadErrors> = {
  OSS_FILE_EMPTY: {
    message: '{resource} 是空文件',
    cause: '备份没有写入，或磁盘已满。',
    solution: '请重新备份。',
  },
  OSS_FILE_TOO_LARGE: {
    message: '{resource} 有 {sizeBytes} 字节，OSS 最多接受 {maxBytes} 字节',
    cause: '一个 Object 最多有 10000 个分片，每个分片最大 5 GB。',
    solution: '请以条带化方式备份，使每个文件小于上限。',
  },
  OSS_FILE_CHANGED: {
    message: '上传期间 {resource} 发生了变化',
    cause: '其他程序正在写入该文件，备份可能尚未结束。',
    solution: '请等待备份结束后重新运行同一命令。',
  },
  OSS_ADDRESS_INVALID: {
    message: '{address} 不是 oss://bucket/prefix 形式的地址',
    cause: '缺少协议或 Bucket 名称。',
    solution: '请写成 oss://BUCKET/PREFIX 的形式。',
  },
}
