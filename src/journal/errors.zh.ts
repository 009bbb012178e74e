/** The texts of errors.ts in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { journalErrors } from './errors.ts'

export const journalErrorsZh: ErrorTexts<typeof journalErrors> = {
  JOURNAL_CONFLICT: {
    message: '{stream} 的迁移流水已到第 {found} 条，预期为第 {expected} 条',
    cause: '另一个进程写入了同一迁移。',
    solution: '请等另一个进程结束后重新运行同一命令，将从其停下的地方继续。',
  },
  JOURNAL_LOCKED: {
    message: '{stream} 正由另一个进程处理：{owner}',
    cause: '同一迁移不能由两个进程同时处理。',
    solution: '等待该进程结束，或将其终止；进程退出后锁会立即释放。',
  },
  JOURNAL_BUSY: {
    message: '迁移流水 {path} 持续 {seconds} 秒处于占用状态',
    cause: '另一个进程写入时一直占用该文件，或磁盘没有响应。',
    solution: '再次执行同一命令；如果问题依旧，请检查是否有被挂起的进程。',
  },
  JOURNAL_DISK_FULL: {
    message: '磁盘已满，迁移流水 {path} 无法继续写入',
    cause: '状态目录所在磁盘没有可用空间。',
    solution: '释放磁盘空间，或用 `--home` 更换状态目录，然后再次执行同一命令。',
  },
  JOURNAL_NOT_WRITABLE: {
    message: '无法写入迁移流水 {path}：{reason}',
    cause: '文件或其目录为只读，或属于其他用户。',
    solution: '更正权限，或用 `--home` 选择其他状态目录。',
  },
  JOURNAL_UNREADABLE: {
    message: '无法读取迁移流水 {path}：{reason}',
    cause: '文件已损坏，或不是 sqlferry 的迁移流水。',
    solution:
      '保留该文件的副本，并从状态目录的备份中恢复；在确认 RDS 已接受哪些任务之前，不要重新开始迁移。',
  },
  JOURNAL_TOO_NEW: {
    message: '迁移流水 {path} 的格式版本为 {found}，当前版本最高支持 {known}',
    cause: '该文件由更新版本的 sqlferry 写入。',
    solution: '使用更新版本的 sqlferry，或用 `--home` 选择其他状态目录。',
  },
  JOURNAL_MISSING: {
    message: '迁移流水 {path} 不存在',
    cause: '使用该状态目录尚未开始过任何迁移。',
    solution: '指定开始迁移时使用的状态目录：`--home FOLDER`。',
  },
}
