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
  OSS_FILE_UNSTABLE: {
    message: '{resource} 再次读取时内容与之前不同',
    cause: '磁盘、线缆、本机内存或到该文件的连接存在故障，因此可能上传了错误的内容。',
    solution:
      '请将文件复制到其他磁盘，用 `sqlferry inspect --verify` 校验副本，然后上传副本。已上传的分片已丢弃。',
  },
  OSS_KEY_TWICE: {
    message: '{first} 和 {second} 都会上传为 {resource}',
    cause: '不同文件夹中有两个同名文件。',
    solution: '请分别上传到不同的前缀，或重命名其中一个。',
  },
  OSS_UPLOAD_NOT_NAMED: {
    message: '{resource} 下没有未完成的上传 {uploadId}',
    cause: '该上传已完成或已取消，或 UploadId 输错。',
    solution: '请运行 `sqlferry cleanup {resource}` 查看未完成的上传。',
  },
  OSS_ADDRESS_INVALID: {
    message: '{address} 不是 oss://bucket/prefix 形式的地址',
    cause: '缺少协议或 Bucket 名称。',
    solution: '请写成 oss://BUCKET/PREFIX 的形式。',
  },
}
