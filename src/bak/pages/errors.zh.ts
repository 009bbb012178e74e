/** Chinese texts of pagesErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { pagesErrors } from './errors.ts'

export const pagesErrorsZh: ErrorTexts<typeof pagesErrors> = {
  BAK_DATA_UNALIGNED: {
    message: '{file} 第 {offset} 字节处的流 {stream} 长度为 {length} 字节，不是整数个数据页',
    cause: '该备份的写入方式不受支持，或者其头部被篡改。',
    solution: '在 SQL Server 上用 RESTORE VERIFYONLY 检查该备份。',
  },
  BAK_PAGES_NOT_IN_SET: {
    message: '{file} 的备份集 {position} 类型为 {type}，不能作为 {wanted} 读取',
    cause:
      '只能从完整备份，或完整备份加上其差异备份中读取表；其他类型不包含整个数据库，不支持读取。',
    solution: '请选择该数据库的完整备份。',
  },
  BAK_STRIPES_MISSING: {
    message: '{database} 的备份分成了 {count} 个条带，缺少条带 {missing}',
    cause: '没有给出条带备份的全部文件。',
    solution:
      "把缺少的文件也复制过来，并把所有文件一起指定。可在源实例上执行 `SELECT f.family_sequence_number, f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` 查询这些文件的存放位置。",
  },
  BAK_STRIPES_MIXED: {
    message: '{file} 与 {other} 不属于同一个备份：{reason}',
    cause: '把不同备份的文件当作一个条带备份一起指定了。',
    solution: '只指定由同一条 BACKUP 命令写出的文件。',
  },
  BAK_DIFFERENTIAL_OF_OTHER_FULL: {
    message: '{file} 中的差异备份基于备份 {base}，而给出的完整备份是 {full}',
    cause: '在这两个备份之间又做了一次完整备份。',
    solution: '找到该差异备份所基于的完整备份，或者重新做一次差异备份。',
  },
  BAK_PAGE_DAMAGED: {
    message:
      '{file} 第 {offset} 字节处的页 {fileId}:{pageId} 已损坏：记录的校验和为 {stored}，按内容计算为 {computed}',
    cause: 'SQL Server 写出该页之后，其内容在传输途中或磁盘上被改变。',
    solution:
      '请以二进制方式从生成位置重新复制该文件；若原文件同样有误，请使用 WITH CHECKSUM 重新备份。',
  },
  BAK_PAGE_MISPLACED: {
    message: '页 {fileId}:{pageId} 应位于 {file} 的第 {offset} 字节，但该处的页标明自己是 {found}',
    cause: '备份中有字节被改动或缺失，或者数据库本身已经损坏。',
    solution:
      '从写出备份的位置重新复制文件；如果仍然如此，在源库上运行 DBCC CHECKDB，并用 WITH CHECKSUM 重新备份。',
  },
  BAK_BOOT_PAGE_DAMAGED: {
    message: '无法读取 {file} 中数据库的引导页：{reason}',
    cause: '备份中有字节被改动或缺失，或者该版本不受支持。',
    solution:
      '从写出备份的位置重新复制文件；如果仍然如此，在 SQL Server 上用 RESTORE VERIFYONLY 检查该备份。',
  },
  BAK_PAGES_ENCRYPTED: {
    message:
      '{file} 中 {database} 的页头可读而页内容不可读：该数据库很可能启用了透明数据加密（TDE）',
    cause: '数据库启用了透明数据加密，因此备份中的页是加密的。',
    solution: '在 SQL Server 上用其证书还原后再查看内容；标签和备份头可以直接读取。',
  },
  BAK_IAM_DAMAGED: {
    message: '{file} 中位于页 {fileId}:{pageId} 的分配映射无法继续读取：{reason}',
    cause: '备份中有字节被改动或缺失，或者数据库本身已经损坏。',
    solution: '从写出备份的位置重新复制文件；如果仍然如此，在源库上运行 DBCC CHECKDB。',
  },
}
