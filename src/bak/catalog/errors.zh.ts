/** Chinese texts of catalogErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { catalogErrors } from './errors.ts'

export const catalogErrorsZh: ErrorTexts<typeof catalogErrors> = {
  BAK_CATALOG_NOT_SUPPORTED: {
    message:
      '无法读取 {database} 的表：其内部版本为 {version}（{release}），不支持该版本的系统目录',
    cause: 'SQL Server 2000 及更早版本的系统目录结构不同；支持读取 2005 及以上版本。',
    solution: '如需查看其内容，请先在 SQL Server 2005、2008 或 2008 R2 上还原该备份，再重新备份。',
  },
  BAK_CATALOG_LAYOUT_UNKNOWN: {
    message: '系统表 {table} 的结构与已知版本不符：{reason}',
    cause: '备份来自改动了系统表的版本，或系统目录的数据页已损坏。',
    solution:
      '运行 `sqlferry inspect --verify` 检查是否损坏；如未发现损坏，请在 SQL Server 上查看这些表。',
  },
  BAK_CATALOG_DAMAGED: {
    message: '无法读取系统表 {table} 的行 {place}：{reason}',
    cause: '备份中的字节被改动，或数据库在备份前已损坏。',
    solution:
      '对备份运行 `sqlferry inspect --verify`，并在源库上运行 DBCC CHECKDB，然后使用 WITH CHECKSUM 重新备份。',
  },
  BAK_CATALOG_INCOMPLETE: {
    message: '{database} 的系统目录不完整：{missing}',
    cause: '备份缺少部分数据页或数据页被改动，因此系统目录缺少一部分。',
    solution: '对备份运行 `sqlferry inspect --verify`；条带备份须同时指定全部文件。',
  },
  BAK_CATALOG_TOO_LARGE: {
    message: '{database} 的系统表 {table} 超过 {limit} 行，超出部分不再读取',
    cause: '数据库的对象数量异常多，或系统目录已损坏。',
    solution: '请在 SQL Server 上查看这些表。',
  },
}
