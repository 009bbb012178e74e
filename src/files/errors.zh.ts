/** The texts of errors.ts in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { filesErrors } from './errors.ts'

export const filesErrorsZh: ErrorTexts<typeof filesErrors> = {
  FILES_NOT_FOUND: {
    message: '文件或文件夹 {path} 不存在',
    cause: '路径拼写有误、相对于其他文件夹，或所在的驱动器没有连接。',
    solution: '检查路径；路径中有空格时请加引号。',
  },
  FILES_FORBIDDEN: {
    message: '没有访问 {path} 的权限',
    cause: '运行 sqlferry 的用户没有读取权限；SQL Server 以其服务账号写入备份文件。',
    solution: '为当前用户授予该文件或文件夹的读取权限，或以有权限的用户运行 sqlferry。',
  },
  FILES_UNREADABLE: {
    message: '无法读取 {path}：{reason}',
    cause: '磁盘或与磁盘的连接出现故障，或文件被其他程序锁定。',
    solution: '等待备份作业或杀毒软件结束，检查磁盘，然后重试。',
  },
  FILES_NOT_A_FILE: {
    message: '{path} 不是文件',
    cause: '该路径是文件夹、设备、管道或套接字。',
    solution: '请直接指定备份文件。',
  },
  FILES_LINK_LOOP: {
    message: '文件夹 {path} 又指回包含它的文件夹',
    cause: '符号链接或联接点指向了上级文件夹。',
    solution: '删除该链接，或逐个指定文件夹。',
  },
  FILES_CHANGED: {
    message: '{path} 打开时为 {expected} 字节，现在为 {actual} 字节',
    cause: '备份或复制尚未完成，或文件已被替换。',
    solution: '等待备份作业或复制完成，然后再次执行该命令。',
  },
  FILES_WRITTEN_TO: {
    message: '{path} 在读取期间被写入',
    cause: '备份或复制尚未完成，或文件已被替换。',
    solution: '等待备份作业或复制完成，然后再次执行该命令。',
  },
  FILES_NOT_WRITABLE: {
    message: '无法写入 {path}：{reason}',
    cause: '文件夹不存在、为只读，或属于其他用户。',
    solution: '更换路径，或更正该文件夹的权限。',
  },
  FILES_DISK_FULL: {
    message: '写入 {path} 时磁盘空间不足',
    cause: '磁盘已满，或已达到您的磁盘配额。',
    solution: '在该磁盘上释放空间，或选择其他磁盘上的路径。',
  },
}
