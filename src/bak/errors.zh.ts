/** The texts of errors.ts in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { bakErrors } from './errors.ts'

export const bakErrorsZh: ErrorTexts<typeof bakErrors> = {
  BAK_NOT_A_BACKUP: {
    message: '{file} 不是 SQL Server 备份文件：文件开头是 {found}',
    cause:
      '该文件只是扩展名相同，实际是 SQL 脚本、压缩包或数据文件（.mdf）等；也可能文件开头已被覆盖。',
    solution: '用 BACKUP DATABASE 重新备份，或不要选择该文件。',
  },
  BAK_EMPTY: {
    message: '{file} 是空文件',
    cause: '备份或复制在写入第一个字节之前就失败了。',
    solution: '重新复制该文件，或重新备份。',
  },
  BAK_NO_BACKUP_SET: {
    message: '{file} 采用 Microsoft 磁带格式，但其中没有 SQL Server 备份集',
    cause: '该文件由其他程序写入，例如 Windows 备份（.bkf）。',
    solution: '用 BACKUP DATABASE 重新备份，或不要选择该文件。',
  },
  BAK_ENCRYPTED: {
    message: '{file} 已用证书 {thumbprint} 加密',
    cause: '备份时指定了 WITH ENCRYPTION，而 RDS 不支持还原加密备份。',
    solution: '不使用 ENCRYPTION 选项重新备份。',
  },
  BAK_TRUNCATED: {
    message:
      '{file} 在第 {sizeBytes} 字节处结束，但位于第 {offset} 字节的 {what} 至少要到第 {expected} 字节',
    cause: '复制或备份中途中断，或磁盘空间已满。',
    solution: '与原文件比较大小后重新复制；如果原文件同样不完整，请重新备份。',
  },
  BAK_BLOCK_DAMAGED: {
    message:
      '{file} 第 {offset} 字节处的 {what} 已损坏：记录的校验和为 {stored}，实际计算为 {computed}',
    cause: '文件内容在传输过程中或在磁盘上被改变，或在此之前有字节丢失。',
    solution:
      '从备份的原始位置以二进制方式重新复制；如果原文件也无法读取，请使用 WITH CHECKSUM 重新备份。',
  },
  BAK_BLOCK_MISPLACED: {
    message: '{what} 位于 {file} 的第 {offset} 字节，但按其自身记录应位于第 {expected} 字节',
    cause: '多个文件的内容被拼接在一起，或有字节丢失、重复。',
    solution: '从备份的原始位置重新复制该文件，或重新备份。',
  },
  BAK_CHAIN_BROKEN: {
    message: '{file} 的数据块在第 {offset} 字节处中断：{reason}',
    cause: '内容被覆盖，或文件只预留了空间而没有写满。',
    solution: '从备份的原始位置以二进制方式重新复制；如果原文件也无法读取，请重新备份。',
  },
  BAK_HEADER_DAMAGED: {
    message: '无法读取 {file} 第 {offset} 字节处的备份头信息：{reason}',
    cause: '头信息在传输过程中或在磁盘上被改变。',
    solution: '从备份的原始位置以二进制方式重新复制；如果原文件也无法读取，请重新备份。',
  },
  BAK_SIZE_UNSUPPORTED: {
    message: '{file} 报告的大小为 {sizeBytes} 字节',
    cause: '该大小为负数、不是整数，或超过 2^53 - 1。',
    solution: '检查该文件所在的存储。',
  },
  BAK_CHANGED_WHILE_READ: {
    message:
      '{file} 在读取过程中发生变化：从第 {offset} 字节起应读到 {requested} 字节，实际读到 {received} 字节',
    cause: '备份或复制尚未完成，或文件已被替换。',
    solution: '等待备份作业或复制完成，然后再次执行该命令。',
  },
  BAK_UNREADABLE: {
    message: '无法读取 {file} 的第 {offset} 字节：{reason}',
    cause: '磁盘或与磁盘的连接出现故障。',
    solution: '检查磁盘或连接，然后再次执行该命令。',
  },
  BAK_SET_INCOMPLETE: {
    message: '{file} 的备份集 {position} 没有最终的头信息',
    cause: '该备份在完成之前已中止，RESTORE 会拒绝它。',
    solution: '重新备份该数据库。',
  },
  BAK_UNKNOWN_BLOCK: {
    message: '{file} 第 {offset} 字节处的数据块 {type} 无法识别，已跳过',
    cause: '该数据块由更新版本的 SQL Server 或其他程序写入。',
    solution: '在 SQL Server 上执行 RESTORE VERIFYONLY 检查该备份。',
  },
  BAK_UNKNOWN_STREAM: {
    message: '{file} 第 {offset} 字节处的数据流 {type} 无法识别，已跳过',
    cause: '该数据流由更新版本的 SQL Server 或其他程序写入。',
    solution: '在 SQL Server 上执行 RESTORE VERIFYONLY 检查该备份。',
  },
  BAK_UNKNOWN_RECORD: {
    message: '{file} 第 {offset} 字节处的头信息记录 {type} 无法识别，已跳过',
    cause: '该记录由更新版本的 SQL Server 写入，或头信息已被改变。',
    solution: '在 SQL Server 上执行 RESTORE HEADERONLY 检查该备份。',
  },
  BAK_CONTRADICTION: {
    message: '{file} 第 {offset} 字节处前后矛盾：{first}，但 {second}',
    cause: '没有校验和保护的头信息被改变，或该备份较为特殊。',
    solution: '在 SQL Server 上执行 RESTORE HEADERONLY 和 RESTORE VERIFYONLY 检查该备份。',
  },
  BAK_DATE_INVALID: {
    message: '{file} 第 {offset} 字节处的 {field} 不是有效日期',
    cause: '没有校验和保护的头信息被改变。',
    solution: '在 SQL Server 上执行 RESTORE HEADERONLY 检查该备份。',
  },
  BAK_MORE_WARNINGS: {
    message: '{file} 的异常超过 {count} 处，第 {offset} 字节之后的不再列出',
    cause: '文件多处损坏，或由其他程序写入。',
    solution: '在 SQL Server 上执行 RESTORE VERIFYONLY 检查该备份。',
  },
}
