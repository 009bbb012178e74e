/** Chinese texts of verifyErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { verifyErrors } from './errors.ts'

const copyAgain =
  '请以二进制方式从生成位置重新复制该文件；若原文件同样有误，请使用 WITH CHECKSUM 重新备份。'
const verifyOnServer = '请在 SQL Server 上执行 RESTORE VERIFYONLY WITH CHECKSUM 检查该备份。'

export const verifyErrorsZh: ErrorTexts<typeof verifyErrors> = {
  BAK_PAGE_DAMAGED_IN_DATABASE: {
    message:
      '{file} 第 {offset} 字节处的页 {fileId}:{pageId} 在备份之前就已损坏：记录的校验和为 {stored}，按内容计算为 {computed}',
    cause:
      '备份本身与 SQL Server 写出的一致，但该页在数据库中已经损坏，备份时使用了 WITH CONTINUE_AFTER_ERROR。',
    solution:
      '请在源库上执行 DBCC CHECKDB，修复数据库或改用更早的备份，然后使用 WITH CHECKSUM 重新备份。',
  },
  BAK_PAGE_TORN: {
    message: '{file} 第 {offset} 字节处的页 {fileId}:{pageId} 是残缺页：其各扇区不是同一次写入的',
    cause: '写入该页时服务器断电或磁盘故障，或内容在此之后被改变。',
    solution:
      '请从生成位置重新复制该文件；若原文件同样有误，请在源库上执行 DBCC CHECKDB，然后重新备份。',
  },
  BAK_DATA_DAMAGED: {
    message:
      '{file} 自第 {offset} 字节起的 {bytes} 字节（{what}）已损坏：备份记录的校验和为 {stored}，按内容计算为 {computed}',
    cause: 'SQL Server 写出备份之后，内容在传输途中或磁盘上被改变。',
    solution: copyAgain,
  },
  BAK_EXTENTS_MISPLACED: {
    message: '{file} 自第 {offset} 字节起的页与数据库分配映射所要求的不符：{reason}',
    cause: '分配映射的内容被改变，或有页缺失、重复或错位。',
    solution: '请以二进制方式从生成位置重新复制该文件；若原文件同样有误，请重新备份。',
  },
  BAK_EXTENTS_MISSING: {
    message:
      '{file} 的备份集 {position} 缺少 {count} 个含有在用页的区，第一个位于页 {fileId}:{pageId}',
    cause: '备份中缺少这些页，或其页头被覆盖。',
    solution: '请以二进制方式从生成位置重新复制各文件；若原文件同样有误，请重新备份。',
  },
  BAK_READS_DIFFER: {
    message: '{file} 自第 {offset} 字节起的 {bytes} 字节首次读取时有误，再次读取时正常',
    cause: '磁盘、线缆、本机内存或到该文件的连接存在故障。',
    solution: '请将文件复制到其他磁盘并校验副本；在多次读取结果一致之前，请勿信任该文件。',
  },
  BAK_VERIFY_STOPPED: {
    message: '{file} 有 {bytes} 字节未检查，因为无法沿其数据块走到末尾',
    cause: '文件已损坏、被截断或不受支持；首先报告的问题说明了原因。',
    solution: '请先解决首先报告的问题，然后重新校验该文件。',
  },
  BAK_UNPROVED_PAGES: {
    message: '共 {total} 页，其中 {count} 页没有可供比对的校验和',
    cause:
      '数据库的 PAGE_VERIFY 不是 CHECKSUM，或在这些页最后一次写入之后才启用，且备份时未使用 CHECKSUM。',
    solution: '请使用 WITH CHECKSUM 备份，它覆盖全部数据。',
  },
  BAK_UNPROVED_LOG: {
    message: '{bytes} 字节日志没有可供比对的校验和',
    cause: '备份时未使用 CHECKSUM。',
    solution: '请使用 WITH CHECKSUM 备份，它同样覆盖日志。',
  },
  BAK_UNPROVED_BYTES: {
    message: '{bytes} 字节是没有校验和的文件头、名称和填充',
    cause: '该格式没有为它们设置校验和；各副本之间的矛盾会另行报告。',
    solution: '如有必要，请将文件的 CRC-64 或 SHA-256 与原文件比对。',
  },
  BAK_UNPROVED_PLACES: {
    message: '{file} 的备份集 {position} 中各页的位置取自其自身页头：{reason}',
    cause: '备份为条带化备份或含有多个数据文件，其排列顺序没有文档说明，也没有真实文件可以验证。',
    solution: verifyOnServer,
  },
  BAK_UNPROVED_RELEASE: {
    message: '尚无数据库版本为 {version} 的真实备份验证过本校验方法',
    cause: '写出该备份的 SQL Server 比本程序所了解的版本更新。',
    solution: verifyOnServer,
  },
  BAK_UNPROVED_ALGORITHM: {
    message: '尚无以 {algorithm} 压缩的真实备份验证过本读取方法',
    cause: '此类备份由 SQL Server 2025 生成，其格式仅有他人的描述。',
    solution: verifyOnServer,
  },
  BAK_UNPROVED_ENCRYPTED_PAGES: {
    message: '{database} 的页似乎已加密（TDE），其校验和的计算方式未知',
    cause: '备份时启用了透明数据加密。',
    solution: verifyOnServer,
  },
  BAK_VERIFY_IS_NO_RESTORE: {
    message: '校验和只能证明内容与写出时一致，不能代替 DBCC CHECKDB，也不能代替还原',
    cause: '写出之前就已存在的数据库错误，其校验和同样正确；而日志只有在还原时才会重做。',
    solution: '请在源库上执行 DBCC CHECKDB，并对重要的备份实际还原一次。',
  },
}
