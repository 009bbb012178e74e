/**
 * An import for a terminal: the lines of the official script where it had one, each with its cause and what to do,
 * and a table at the end; or the same as JSON.
 */
import {
  documentedMessage,
  type ImportedFile,
  type ImportOutcome,
  type ImportReport,
  localizeError,
} from '../../app/index.ts'
import type { Language, MigrationError } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatBytes } from './format.ts'
import { renderTable, wrapText } from './table.ts'

const words = {
  en: {
    columns: ['file', 'size', 'database', 'outcome', 'task', 'status'],
    outcomes: {
      filtered: 'filtered',
      refused: 'refused',
      'not-run': 'not run',
      planned: 'would be created',
      created: 'task created',
      existing: 'task exists already',
      restored: 'restored',
      failed: 'failed',
    },
    cause: 'cause',
    next: 'next',
    dryRun: 'Dry run: no task was created.',
    count:
      '{created} tasks created, {existing} there already, {restored} restored, {others} not imported',
    watch: 'Watch them with `sqlferry status --instance {instance} --watch`.',
  },
  zh: {
    columns: ['文件', '大小', '数据库', '结果', '任务', '状态'],
    outcomes: {
      filtered: '已过滤',
      refused: '已拒绝',
      'not-run': '未执行',
      planned: '将创建任务',
      created: '已创建任务',
      existing: '任务已存在',
      restored: '已还原',
      failed: '失败',
    },
    cause: '原因',
    next: '处理',
    dryRun: '试运行：没有创建任何任务。',
    count:
      '已创建 {created} 个任务，{existing} 个任务已存在，{restored} 个已还原，{others} 个文件未导入',
    watch: '可用 `sqlferry status --instance {instance} --watch` 查看进度。',
  },
} as const

/** What the command was started with, as the official script's lines name it. */
export interface ImportArguments {
  readonly instanceId: string
  readonly bucket: string
  readonly directory: string
}

export interface ImportRendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly given: ImportArguments
}

/** Returns what is to be said of an error: the script's line where there is one, then message, cause and solution. */
async function renderImportError(
  error: MigrationError,
  how: ImportRendering,
  isWarning: boolean,
): Promise<string> {
  const { language, output, env, given } = how
  const colors = colorsFor(output, env)
  const text = words[language]
  const colon = language === 'zh' ? '：' : ': '
  const documented = documentedMessage(error, given)
  const { message, cause, solution } = await localizeError(error, language)
  const lines = [
    ...(documented === undefined ? [] : [documented]),
    `${isWarning ? colors.yellow(message) : colors.red(message)} [${error.code}]`,
    ...[`${text.cause}${colon}${cause}`, `${text.next}${colon}${solution}`].flatMap((line) =>
      wrapText(line, output.columns - 2).map((each) => `  ${each}`),
    ),
  ]
  const requestId = error.vendor?.requestId
  if (requestId !== undefined) lines.push(`  RequestId${colon}${requestId}`)
  return `${lines.join('\n')}\n`
}

/** Returns what is to be said of one file as soon as it is decided: its warnings, and why it is not imported. */
export async function renderImportedFile(
  file: ImportedFile,
  how: ImportRendering,
): Promise<string> {
  const parts: string[] = []
  for (const warning of file.warnings) parts.push(await renderImportError(warning, how, true))
  if (file.error && file.outcome !== 'not-run')
    parts.push(await renderImportError(file.error, how, file.outcome === 'filtered'))
  return parts.join('')
}

/** Returns the table of all files and the sum of it. */
export function renderImportReport(report: ImportReport, how: ImportRendering): string {
  const { language, output, env } = how
  const colors = colorsFor(output, env)
  const text = words[language]
  const count = (...outcomes: ImportOutcome[]) =>
    report.files.filter(({ outcome }) => outcomes.includes(outcome)).length
  const table = renderTable({
    columns: text.columns.map((title, index) => ({
      title,
      ...(index === 1 && { align: 'right' as const }),
      // Chinese words may break anywhere, but these are read as one.
      ...(index === 3 && { minWidth: 20 }),
    })),
    rows: report.files.map((file) => [
      file.key.slice(report.prefix.length),
      formatBytes(file.sizeBytes),
      file.database ?? '-',
      coloured(file.outcome, text.outcomes[file.outcome], colors),
      file.migrateTaskId ?? '-',
      file.status ?? '-',
    ]),
    width: output.columns,
  })
  const sum = text.count
    .replace('{created}', String(count('created')))
    .replace('{existing}', String(count('existing')))
    .replace('{restored}', String(count('restored')))
    .replace('{others}', String(count('filtered', 'refused', 'not-run', 'failed')))
  const lines = [table.trimEnd(), '', report.isDryRun ? text.dryRun : sum]
  if (count('created', 'existing') > 0)
    lines.push(text.watch.replace('{instance}', report.instanceId))
  return `${lines.join('\n')}\n`
}

/** Returns the report as plain JSON, with both languages for every error. */
export async function importToJson(report: ImportReport): Promise<object> {
  return {
    ...report,
    files: await Promise.all(
      report.files.map(async (file) => ({
        ...file,
        database: file.database ?? null,
        migrateTaskId: file.migrateTaskId ?? null,
        status: file.status ?? null,
        error: file.error ? await errorToJson(file.error) : null,
        warnings: await Promise.all(file.warnings.map(errorToJson)),
      })),
    ),
  }
}

async function errorToJson(error: MigrationError): Promise<object> {
  return {
    code: error.code,
    retry: error.retry,
    vendor: error.vendor ?? null,
    en: await localizeError(error, 'en'),
    zh: await localizeError(error, 'zh'),
  }
}

function coloured(outcome: ImportOutcome, word: string, colors: Colors): string {
  if (outcome === 'failed' || outcome === 'refused') return colors.red(word)
  if (outcome === 'filtered' || outcome === 'not-run') return colors.yellow(word)
  return colors.green(word)
}
