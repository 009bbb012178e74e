/** The sandbox's errors in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { sandboxErrors } from './errors.ts'

export const sandboxErrorsZh: ErrorTexts<typeof sandboxErrors> = {
  SANDBOX_PORT_TAKEN: {
    message: '{service} 无法使用端口 {port}：{reason}',
    cause: '该端口已被其他程序（可能是另一个沙箱）占用，或监听该端口需要更高权限。',
    solution: '请用 `{option}` 指定其他端口，指定 0 则自动选取空闲端口。',
  },
  SANDBOX_FOLDER_UNUSABLE: {
    message: '目录 {path} 无法保存沙箱的状态：{reason}',
    cause: '目录无法创建，或其中的文件无法写入。',
    solution: '请用 `--data` 指定其他目录，或修正该目录的权限。',
  },
  SANDBOX_FOLDER_TAKEN: {
    message: '另一个沙箱正在使用目录 {path}',
    cause: '两个沙箱共用一个目录会互相覆盖所保存的状态。',
    solution:
      '请使用正在运行的沙箱，或先结束它，或用 `--data` 指定其他目录；占用者一结束，目录立即可用。',
  },
  SANDBOX_STATE_DAMAGED: {
    message: '无法读取 {path} 中的沙箱状态：{reason}',
    cause: '目录中的文件被沙箱以外的程序改动过。',
    solution: '请删除该目录后重新开始，或用 `--data` 指定其他目录。',
  },
  SANDBOX_FAULT_INVALID: {
    message: '故障设置无效：{reason}',
    cause: '故障设置应为一个 JSON 对象或由其组成的数组，包含 kind 及该类故障所需的值。',
    solution: '请修正 `--fault` 的值，例如 `{example}`。',
  },
}
