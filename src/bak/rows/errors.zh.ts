/** Chinese texts of rowsErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { rowsErrors } from './errors.ts'

export const rowsErrorsZh: ErrorTexts<typeof rowsErrors> = {
  BAK_ROWS_COLUMN_UNKNOWN: {
    message: '表 {table} 没有列 {column}',
    cause: '列名有误，或该列属于其他表；该表的列为：{columns}。',
    solution: '请按表中的写法指定列名，注意大小写。',
  },
  BAK_ROWS_NOT_SUPPORTED: {
    message: '不支持读取表 {table} 的行：{reason}',
    cause: '该表的存储方式无法离线解码，备份中的数据本身不受影响。',
    solution: '请还原该备份，然后在还原出的数据库中查询该表。',
  },
  BAK_ROWS_PAGE_ABSENT: {
    message: '{file} 中没有表 {table} 的页 {place}',
    cause: '备份已损坏，或未提供该备份的全部文件。',
    solution: '请对该备份的全部文件运行 sqlferry inspect --verify。',
  },
  BAK_ROWS_PAGE_DAMAGED: {
    message: '{file} 中表 {table} 的页 {place} 不是数据页：{reason}',
    cause: '备份已损坏，或备份时数据库本身已损坏。',
    solution: '请运行 sqlferry inspect --verify，然后使用 WITH CHECKSUM 重新备份。',
  },
}
