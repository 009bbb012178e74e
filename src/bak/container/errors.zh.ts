/** Chinese texts of containerErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { containerErrors } from './errors.ts'

export const containerErrorsZh: ErrorTexts<typeof containerErrors> = {
  BAK_ALGORITHM_NOT_SUPPORTED: {
    message: '{file} 的压缩方式不受支持：标志为 {flags}',
    cause: '备份使用了 MS_XPRESS 和 ZSTD 以外的算法（例如 QAT_DEFLATE），或者文件头的字节被改动。',
    solution: '使用 WITH COMPRESSION (ALGORITHM = MS_XPRESS) 或 WITH NO_COMPRESSION 重新备份。',
  },
  BAK_CONTAINER_VERSION_NOT_SUPPORTED: {
    message: '{file} 是容器版本为 {version} 的压缩备份，不支持该版本',
    cause:
      'SQL Server 2008 至 2012 可能写出版本 1；除版本 2 以外，其他版本都没有用真实文件验证过。',
    solution: '使用 WITH NO_COMPRESSION 重新备份。',
  },
  BAK_CODEC_MISSING: {
    message: '{file} 使用 {algorithm} 压缩，此处无法解压',
    cause: '浏览器不自带该算法的解码器，调用方也没有提供。',
    solution: '使用 sqlferry inspect 命令检查该文件，该命令自带解码器。',
  },
  BAK_CHUNK_UNKNOWN: {
    message: '{file} 第 {offset} 字节处的压缩块类型为 {type}，不支持该类型',
    cause: '该块或之前的字节被改动或缺失，或者文件由更新版本的 SQL Server 写出。',
    solution: '从最初写出该文件的位置以二进制方式重新复制；如果原文件也有问题，请重新备份。',
  },
  BAK_CHUNK_DAMAGED: {
    message:
      '{file} 第 {offset} 字节处的压缩块已损坏：校验和为 {stored}，但按内容计算为 {computed}',
    cause: '字节在传输中或磁盘上被改动，或者之前的字节缺失。',
    solution: '从最初写出该文件的位置以二进制方式重新复制；如果原文件也有问题，请重新备份。',
  },
  BAK_CHUNK_UNDECODABLE: {
    message: '{file} 第 {offset} 字节处的压缩块无法解压：{reason}',
    cause: '文件的字节被改动，或者文件实际的压缩方式与文件头所写的不同。',
    solution:
      '从最初写出该文件的位置以二进制方式重新复制；如果原文件也有问题，请使用 WITH NO_COMPRESSION 重新备份。',
  },
}
