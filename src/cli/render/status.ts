/** Tasks and their files for a terminal, as the two pages of the RDS console show them, with what each text means. */
import { localizeError, type StatusReport, type StatusTask } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatAge, formatBytes, formatInstant } from './format.ts'
import { naturalWidth, renderTable, wrapText } from './table.ts'

/** @source manual, step 3; zh-terms facts 2.4: the pages' titles, the statuses [spec] */
const words = {
  en: {
    titles: {
      'database-migration': 'Database Migration to Cloud',
      'upload-history': 'Backup Data Upload History',
    },
    about: 'instance {instance} ({version}), {from} to {to}',
    columns: ['database / file', 'task / object', 'mode', 'size', 'status', 'begun', 'ended'],
    description: 'Task descriptions',
    kinds: { full: 'full', differential: 'differential', log: 'log', unknown: '?' },
    none: 'No migration task in this time.',
    noFiles: '(this edition does not list files)',
    incomplete: 'This edition lists no tasks: these are the ones in the journal of this machine.',
    from: '{begun} to {ended}',
    since: 'since {begun}',
    object: 'object {name}',
    counts: '{count} tasks, {active} of them under way',
    countsOne: '1 task, {active} of them under way',
    age: 'as of {at}, {age}',
    cause: 'cause',
    next: 'next',
    task: 'task',
  },
  zh: {
    titles: { 'database-migration': '数据上云', 'upload-history': '备份数据上云记录' },
    about: '实例 {instance}（{version}），{from} 至 {to}',
    columns: ['数据库 / 文件', '任务 / Object', '备份模式', '大小', '状态', '开始时间', '结束时间'],
    description: '任务描述',
    statuses: {
      NoStart: '未开始',
      Running: '进行中',
      Success: '成功',
      Failed: '失败',
      Waiting: '等待导入增量文件',
    },
    fileStatuses: {
      NoStart: '未开始',
      Downloading: '正在下载',
      Finished: '下载完成',
      DownloadFailed: '下载失败',
      VerifyFailed: '校验失败',
      Deleted: '已删除',
      DeleteFailed: '删除失败',
      CheckSuccess: '检查通过',
      CheckFailed: '检查失败',
      Restoring: '正在还原',
      Restored: '已还原',
      RestoreFailed: '还原失败',
    },
    kinds: { full: '完整备份', differential: '差异备份', log: '日志备份', unknown: '?' },
    none: '该时间段内没有迁移任务。',
    noFiles: '（该版本不提供文件列表）',
    incomplete: '该版本不提供任务列表，以下仅为本机迁移流水中的任务。',
    from: '{begun} 至 {ended}',
    since: '{begun} 开始',
    object: 'Object {name}',
    counts: '共 {count} 个任务，其中 {active} 个进行中',
    countsOne: '共 {count} 个任务，其中 {active} 个进行中',
    age: '数据获取于 {at}（{age}）',
    cause: '原因',
    next: '处理',
    task: '任务',
  },
} as const

export interface StatusRendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970-01-01 UTC, for the age of the facts. */
  readonly nowMs: number
}

type MigrateTaskStatus = StatusTask['task']['status']
type TaskFile = NonNullable<StatusTask['files']>[number]

/** Returns the report as lines with a line break at the end. */
export async function renderStatus(report: StatusReport, how: StatusRendering): Promise<string> {
  const { language, output, env, nowMs } = how
  const text = words[language]
  const colors = colorsFor(output, env)
  const lines = [
    colors.bold(text.titles[report.view]),
    fill(text.about, {
      instance: report.instanceId,
      version: report.engineVersion,
      from: formatInstant(report.from, 'local'),
      to: formatInstant(report.to, 'local'),
    }),
  ]
  if (!report.isComplete) lines.push(text.incomplete)
  lines.push('')
  if (report.tasks.length === 0) lines.push(text.none)
  else {
    const width = output.columns
    const table = tableOf(report, language, colors)
    if (naturalWidth(table) <= width)
      lines.push(
        renderTable({ ...table, width })
          .trimEnd()
          .replace(/ +$/gm, ''),
        '',
      )
    else
      for (const task of report.tasks)
        lines.push(...blockOf(task, language, colors).flatMap((line) => wrapped(line, width)), '')
    const said = []
    for (const task of report.tasks)
      said.push(
        ...(await explanationOf(task, language, colors)).flatMap((line) => wrapped(line, width)),
      )
    if (said.length > 0)
      lines.push(`${text.description}${language === 'zh' ? '：' : ':'}`, ...said, '')
    const active = report.tasks.filter(({ task }) => isUnderWay(task.status)).length
    const count = report.tasks.length
    lines.push(fill(count === 1 ? text.countsOne : text.counts, { count, active }))
  }
  const at = formatInstant(report.askedAt, 'local')
  lines.push(fill(text.age, { at, age: formatAge(nowMs - report.askedAt, language) }))
  return `${lines.join('\n')}\n`
}

/** Returns one line per task that is new or differs from the report before; for output that is not redrawn. */
export function renderStatusChanges(
  report: StatusReport,
  before: StatusReport | undefined,
  language: Language,
): string {
  const seen = new Map(before?.tasks.map(({ task }) => [task.migrateTaskId, describe(task)]))
  const at = formatInstant(report.askedAt, 'local')
  return report.tasks
    .filter(({ task }) => seen.get(task.migrateTaskId) !== describe(task))
    .map(({ task }) => {
      const status = statusWord(task.status, language)
      const parts = [at, task.migrateTaskId, task.database, status, task.description]
      return `${parts.filter((part) => part !== '').join('  ')}\n`
    })
    .reverse()
    .join('')
}

/** Returns the report as plain JSON: times in ISO 8601 and UTC, sizes in bytes, codes of what the texts mean. */
export async function statusToJson(report: StatusReport, nowMs: number): Promise<object> {
  const { tasks, from, to, askedAt, ...rest } = report
  return {
    ...rest,
    from: from.toISOString(),
    to: to.toISOString(),
    askedAt: new Date(askedAt).toISOString(),
    ageSeconds: Math.max(0, Math.round((nowMs - askedAt) / 1000)),
    tasks: await Promise.all(
      tasks.map(async ({ task, files, explanation, verdict, source }) => ({
        ...task,
        source: source ?? null,
        createdAt: task.createdAt.toISOString(),
        endedAt: task.endedAt?.toISOString() ?? null,
        files:
          files?.map((file) => ({
            ...file,
            sizeBytes: file.sizeBytes ?? null,
            createdAt: file.createdAt?.toISOString() ?? null,
            endedAt: file.endedAt?.toISOString() ?? null,
          })) ?? null,
        explanation: explanation
          ? {
              code: explanation.code,
              verdict,
              en: await localizeError(explanation, 'en'),
              zh: await localizeError(explanation, 'zh'),
            }
          : null,
      })),
    ),
  }
}

function tableOf(report: StatusReport, language: Language, colors: Colors) {
  const text = words[language]
  const rows = report.tasks.flatMap(({ task, files, source }) => [
    [
      task.database,
      task.migrateTaskId,
      task.backupMode,
      '',
      coloured(task.status, statusWord(task.status, language), colors),
      shortInstant(task.createdAt),
      shortInstant(task.endedAt),
    ],
    ...(files === undefined ? [[`└ ${nameOf(source) ?? text.noFiles}`]] : []),
    ...(files ?? []).map((file) => [
      `└ ${shownName(file, source)}`,
      source === undefined ? '' : file.fileName,
      text.kinds[file.backupKind],
      formatBytes(file.sizeBytes),
      fileStatusWord(file.status, language),
      shortInstant(file.createdAt),
      shortInstant(file.endedAt),
    ]),
  ])
  const columns = text.columns.map((title, index) => ({
    title,
    ...(index === 3 && { align: 'right' as const }),
  }))
  return { columns, rows }
}

/** A task as a few lines, for windows in which the table has no room. */
function blockOf(
  { task, files, source }: StatusTask,
  language: Language,
  colors: Colors,
): string[] {
  const text = words[language]
  const comma = language === 'zh' ? '，' : ', '
  const begun = shortInstant(task.createdAt)
  const time = task.endedAt
    ? fill(text.from, { begun, ended: shortInstant(task.endedAt) })
    : fill(text.since, { begun })
  const facts = [`${text.task} ${task.migrateTaskId}`, task.backupMode, time]
  const status = coloured(task.status, statusWord(task.status, language), colors)
  return [
    `${colors.bold(task.database)}  ${status}`,
    `  ${facts.join(comma)}`,
    ...(files === undefined ? [`  └ ${nameOf(source) ?? text.noFiles}`] : []),
    ...(files ?? []).flatMap((file) => {
      const said = [
        formatBytes(file.sizeBytes),
        text.kinds[file.backupKind],
        fileStatusWord(file.status, language),
      ]
      return [
        `  └ ${shownName(file, source)}`,
        `    ${said.join(comma)}`,
        ...(source === undefined ? [] : [`    ${fill(text.object, { name: file.fileName })}`]),
      ]
    }),
  ]
}

/** The name that a person gave the file where it is known, else that of its object. */
function shownName(file: TaskFile, source: string | undefined): string {
  return nameOf(source) ?? file.fileName
}

function nameOf(path: string | undefined): string | undefined {
  return path?.split(/[/\\]/).at(-1)
}

/** A line in the window's width; what follows stands under its beginning. */
function wrapped(line: string, width: number): string[] {
  if (!Number.isFinite(width)) return [line]
  const pad = /^ */.exec(line)?.[0] ?? ''
  return wrapText(line.slice(pad.length), width - pad.length).map((part) => `${pad}${part}`)
}

async function explanationOf(
  { task, files, explanation, verdict }: StatusTask,
  language: Language,
  colors: Colors,
): Promise<string[]> {
  const text = words[language]
  const colon = language === 'zh' ? '：' : ': '
  const described = [
    { name: text.task, value: task.description },
    ...(files ?? []).map((file) => ({ name: file.fileName, value: file.description })),
  ].filter(({ value }) => value !== '')
  const lines = described.map(({ name, value }, index) =>
    index === 0 && name === text.task
      ? `${text.task} ${task.migrateTaskId}${language === 'zh' ? `（${task.database}）` : ` (${task.database})`}${colon}${value}`
      : `  ${name}${colon}${value}`,
  )
  if (!explanation || verdict === 'note') return lines
  const { message, cause, solution } = await localizeError(explanation, language)
  const head = `  ${message} [${explanation.code}]`
  return [
    ...lines,
    verdict === 'warning' ? colors.yellow(head) : colors.red(head),
    `  ${text.cause}${colon}${cause}`,
    `  ${text.next}${colon}${solution}`,
  ]
}

/** Month, day and time in the machine's time zone; the year and the offset stand above the table. */
function shortInstant(at: Date | undefined): string {
  return at === undefined ? '-' : formatInstant(at, 'local').slice(5, 19)
}

/** The status as RDS says it, with its meaning beside it where people read Chinese. */
function statusWord(status: MigrateTaskStatus, language: Language): string {
  if (language === 'en') return status
  // A status that the reference does not list has no translation.
  const meaning: string | undefined = words.zh.statuses[status]
  return meaning === undefined ? status : `${status}（${meaning}）`
}

/** The same for a file, whose words mean other things. */
function fileStatusWord(status: TaskFile['status'], language: Language): string {
  if (language === 'en') return status
  const meaning: string | undefined = words.zh.fileStatuses[status]
  return meaning === undefined ? status : `${status}（${meaning}）`
}

function isUnderWay(status: MigrateTaskStatus): boolean {
  return status === 'NoStart' || status === 'Running'
}

function coloured(status: string, word: string, colors: Colors): string {
  if (status === 'Failed') return colors.red(word)
  return status === 'Success' ? colors.green(word) : word
}

function describe(task: StatusTask['task']): string {
  return `${task.status}\n${task.description}`
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
