/** The words of a migration in both languages: steps, outcomes, facts worth a line. */
import type { Language } from '../../core/index.ts'

const en = {
  planTitle: (goes: number, files: number, instance: string, engine: string) =>
    `Plan: ${goes} of ${files} ${files === 1 ? 'file' : 'files'} ${goes === 1 ? 'goes' : 'go'} to ${instance} (SQL Server ${engine})`,
  database: 'database',
  file: 'file',
  size: 'size',
  allocated: 'on disk',
  release: 'from',
  object: 'object',
  refused: (count: number) => `Refused: ${count === 1 ? '1 file' : `${count} files`}`,
  refusedShort: (count: number) =>
    `Refused, for the reasons in the plan: ${count === 1 ? '1 file' : `${count} files`}`,
  leftOut: (count: number) => `Left out by --only: ${count}`,
  earlier: 'From earlier runs:',
  storage: (need: string, free: string) =>
    `Storage: ${need} needed with a fifth to spare, ${free} free on the instance`,
  nothingToDo: 'There is nothing to do.',
  goesOn: 'This plan was approved before; the migration goes on where it was.',
  question: 'Carry out this plan? Nothing has been changed so far. [y/N] ',
  declined: 'Nothing was changed.',
  colon: ': ',
  next: (text: string) => `next: ${text}`,
  nextLikewise: (text: string) => `next: ${text} (The same goes for the others.)`,
  warning: (text: string) => `warning: ${text}`,
  uploading: (size: string) => `uploading ${size}`,
  goingOnUploading: (size: string) => `going on with the upload of ${size}`,
  resumed: (size: string) => `${size} lie in the bucket from an earlier run`,
  checked: (readAgain: string, time: string) =>
    readAgain === '0 B'
      ? 'the backup is sound, proved from the bytes that were sent'
      : `the backup is sound; ${readAgain} were read once more for that, ${time} after the last byte was sent`,
  doubt: (message: string) => `looks doubtful, which decides nothing: ${message}`,
  restarted: (reason: string) => `upload begun anew: ${reason}`,
  partRetried: (part: number, attempt: number, wait: string) =>
    `part ${part} failed, attempt ${attempt + 1} in ${wait}`,
  uploaded: (time: string) => `uploaded in ${time}, CRC-64 verified`,
  kept: 'lies in the bucket already, CRC-64 verified; nothing sent',
  creating: 'asking RDS to restore it',
  accepted: (task: string) => `RDS accepted task ${task}`,
  found: (task: string) => `RDS was asked: task ${task} is ours`,
  adopted: (task: string) => `task ${task} taken over as told`,
  absent: 'RDS was asked: no task was accepted',
  observed: (status: string) => `RDS says ${status}`,
  restored: (time: string) => `restored in ${time}`,
  waiting: (reason: string, time: string) => `waits for ${reason}, next look in ${time}`,
  quiet: (task: string, status: string, time: string) =>
    `RDS has said nothing but ${status} of task ${task} for ${time}; a large restore may take that long, otherwise ask RDS support. Ctrl-C is safe: the same command goes on`,
  retry: (time: string) => ` (tried again in ${time})`,
  reasons: {
    'instance-quota': "the instance's daily quota of tasks",
    'database-quota': "the database's daily quota of tasks",
    storage: 'storage that other restores use',
  } as Readonly<Record<string, string>>,
  steps: { upload: 'upload', restore: 'restore', verify: 'verify' },
  outcome: 'outcome',
  task: 'task',
  outcomes: {
    restored: 'restored',
    failed: 'failed',
    undecided: 'needs a decision',
    interrupted: 'not finished',
    withdrawn: 'withdrawn',
  },
  states: {
    planned: 'waits for its upload',
    uploading: 'uploading',
    uploaded: 'waits for its restore',
    submitting: 'asking RDS',
    undecided: 'needs a decision',
    restoring: 'restoring',
    verifying: 'verifying',
    restored: 'restored',
    failed: 'failed',
    'task-failed': 'failed',
    withdrawn: 'withdrawn',
  },
  left: (time: string) => `about ${time} left`,
  running: (time: string) => `for ${time}`,
  resultTitle: 'Result',
  summary: (restored: number, others: number, refused: number) =>
    `${restored} restored, ${others} not restored, ${refused} refused`,
  goOn: 'Run the same command again to go on.',
  blocked: 'The checks found what has to be put right first; nothing was changed.',
  passed: (count: number) => `${count} checks passed`,
}

const zh: typeof en = {
  planTitle: (goes, files, instance, engine) =>
    `迁移计划：${files} 个文件中的 ${goes} 个将迁移到 ${instance}（SQL Server ${engine}）`,
  database: '数据库',
  file: '文件',
  size: '大小',
  allocated: '占用空间',
  release: '源版本',
  object: 'Object',
  refused: (count) => `拒绝：${count} 个文件`,
  refusedShort: (count) => `因迁移计划中的原因被拒绝：${count} 个文件`,
  leftOut: (count) => `因 --only 而排除：${count} 个`,
  earlier: '此前的运行结果：',
  storage: (need, free) => `实例存储空间：含五分之一余量共需 ${need}，剩余 ${free}`,
  nothingToDo: '没有需要执行的操作。',
  goesOn: '该迁移计划此前已确认，迁移从断点继续。',
  question: '是否执行该迁移计划？目前没有做任何更改。[y/N] ',
  declined: '没有做任何更改。',
  colon: '：',
  next: (text) => `处理：${text}`,
  nextLikewise: (text) => `处理：${text}（其余同理。）`,
  warning: (text) => `警告：${text}`,
  uploading: (size) => `正在上传 ${size}`,
  goingOnUploading: (size) => `继续上传 ${size}`,
  resumed: (size) => `Bucket 中已有此前上传的 ${size}`,
  checked: (readAgain, time) =>
    readAgain === '0 B'
      ? '备份完好，已用所发送的字节校验'
      : `备份完好；为此重新读取了 ${readAgain}，在最后一个字节发送后用时 ${time}`,
  doubt: (message) => `存在可疑之处，但不足以判定损坏：${message}`,
  restarted: (reason) => `重新上传：${reason}`,
  partRetried: (part, attempt, wait) => `分片 ${part} 失败，${wait}后第 ${attempt + 1} 次尝试`,
  uploaded: (time) => `上传完成，用时 ${time}，CRC-64 一致`,
  kept: 'Bucket 中已有该 Object，CRC-64 一致，无需上传',
  creating: '正在请求 RDS 还原',
  accepted: (task) => `RDS 已接受任务 ${task}`,
  found: (task) => `已向 RDS 查询：任务 ${task} 是我们的`,
  adopted: (task) => `按指定接管任务 ${task}`,
  absent: '已向 RDS 查询：没有任务被接受',
  observed: (status) => `RDS 任务状态：${status}`,
  restored: (time) => `还原完成，用时 ${time}`,
  waiting: (reason, time) => `等待${reason}，${time}后再查`,
  quiet: (task, status, time) =>
    `任务 ${task} 的状态 ${status} 已持续 ${time} 未变；大库还原可能需要这么久，否则请提交工单。可按 Ctrl-C 退出，重新运行同一命令即可继续`,
  retry: (time) => `（${time}后重试）`,
  reasons: {
    'instance-quota': '实例的每日上云次数',
    'database-quota': '数据库的每日上云次数',
    storage: '其他还原占用的存储空间',
  },
  steps: { upload: '上传', restore: '还原', verify: '校验' },
  outcome: '结果',
  task: '任务',
  outcomes: {
    restored: '已还原',
    failed: '失败',
    undecided: '等待人工决定',
    interrupted: '未完成',
    withdrawn: '已撤出',
  },
  states: {
    planned: '等待上传',
    uploading: '正在上传',
    uploaded: '等待还原',
    submitting: '正在询问 RDS',
    undecided: '等待人工决定',
    restoring: '正在还原',
    verifying: '正在校验',
    restored: '已还原',
    failed: '失败',
    'task-failed': '失败',
    withdrawn: '已撤出',
  },
  left: (time) => `约剩 ${time}`,
  running: (time) => `已 ${time}`,
  resultTitle: '结果',
  summary: (restored, others, refused) =>
    `${restored} 个已还原，${others} 个未还原，${refused} 个被拒绝`,
  goOn: '重新运行同一命令即可继续。',
  blocked: '检查发现须先处理的问题；没有做任何更改。',
  passed: (count) => `${count} 项检查通过`,
}

export type MigrateWords = typeof en

/** Returns the words in a person's language. */
export function migrateWords(language: Language): MigrateWords {
  return language === 'zh' ? zh : en
}
