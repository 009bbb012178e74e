/** What came of a migration: the table of databases with the time of each step, and what to do about the rest. */
import { localizeError, type MigrationResult, taskMeaning } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import { formatBytes, formatDuration } from './format.ts'
import { indented, type RenderStyle } from './migrate-plan.ts'
import { migrateWords } from './migrate-words.ts'
import { renderTable } from './table.ts'

/** Returns the result as text with a line break at its end. */
export async function renderMigrationResult(
  result: MigrationResult,
  style: RenderStyle,
): Promise<string> {
  const { language, colors, width } = style
  const words = migrateWords(language)
  const { databases, refused } = result
  const restored = databases.filter((one) => one.outcome === 'restored').length
  const lines = ['', colors.bold(words.resultTitle), '']
  if (databases.length > 0) lines.push(resultTable(result, style), '')
  for (const one of databases) {
    if (one.error) {
      const text = await localizeError(one.error, language)
      const color = one.outcome === 'withdrawn' ? colors.yellow : colors.red
      lines.push(color(`${one.database}${words.colon}${one.error.code}`))
      lines.push(...indented(text.message, 2, width))
      const requestId = one.error.vendor?.requestId
      if (requestId) lines.push(`  RequestId${words.colon}${requestId}`)
      lines.push(...(await meaningLines(one, style)))
      lines.push(...indented(words.next(text.solution), 2, width))
    } else if (one.taskDescription && !plainSuccess.test(one.taskDescription))
      lines.push(
        ...indented(`${one.database}${words.colon}${one.taskDescription}`, 0, width).map(
          colors.dim,
        ),
        ...(await meaningLines(one, style)),
      )
  }
  if (refused.length > 0)
    lines.push(words.refusedShort(refused.length), ...refusedFiles(result, width))
  lines.push('', words.summary(restored, databases.length - restored, refused.length))
  if (result.outcome === 'interrupted') lines.push(words.goOn)
  return `${lines.join('\n')}\n`
}

/** What the text of RDS about the task stands for, with what to do; nothing where it is unknown. */
async function meaningLines(
  one: MigrationResult['databases'][number],
  { language, width }: RenderStyle,
): Promise<string[]> {
  const meaning = await meaningOf(one)
  if (!meaning) return []
  const words = migrateWords(language)
  const { cause, solution } = await localizeError(meaning, language)
  return [
    ...indented(`${meaning.code}${words.colon}${cause}`, 2, width),
    ...indented(words.next(solution), 2, width),
  ]
}

function meaningOf({
  database,
  file,
  migrateTaskId,
  ...one
}: MigrationResult['databases'][number]) {
  const said = one.error ? one.error.details['description'] : one.taskDescription
  return typeof said === 'string'
    ? taskMeaning({ database, migrateTaskId, description: said, file })
    : undefined
}

/** What the service says when there is nothing to add. @source cloud-api facts 5.7 [spec] */
const plainSuccess = /^Success to DBCC checkdb/i

/** More names than this are not told again: the reasons stood in the plan. */
const maxNamesAgain = 3

function refusedFiles({ refused }: MigrationResult, width: number): string[] {
  const groups = new Map<string, string[]>()
  for (const { error, file } of refused)
    groups.set(error.code, [...(groups.get(error.code) ?? []), file])
  return [...groups].flatMap(([code, files]) => {
    const names = files.length <= maxNamesAgain ? `  ${files.join(', ')}` : ''
    return indented(`${String(files.length).padStart(3)}  ${code}${names}`, 2, width)
  })
}

function resultTable({ databases }: MigrationResult, style: RenderStyle): string {
  const { language, width } = style
  const words = migrateWords(language)
  const time = (ms: number | undefined) => (ms === undefined ? '-' : formatDuration(ms, language))
  return renderTable({
    width,
    columns: [
      { title: words.database, minWidth: 10 },
      { title: words.size, align: 'right' },
      { title: words.steps.upload, align: 'right', minWidth: 6 },
      { title: words.steps.restore, align: 'right', minWidth: 6 },
      { title: words.steps.verify, align: 'right', minWidth: 6 },
      { title: words.outcome, minWidth: 20 },
      { title: words.task },
    ],
    rows: databases.map((one) => [
      one.database,
      formatBytes(one.sizeBytes),
      time(one.stepMs.upload),
      time(one.stepMs.restore),
      time(one.stepMs.verify),
      `${outcomeMark[one.outcome]} ${words.outcomes[one.outcome]}`,
      one.migrateTaskId ?? '-',
    ]),
  }).trimEnd()
}

const outcomeMark = {
  restored: '✔',
  failed: '✖',
  undecided: '?',
  interrupted: '…',
  withdrawn: '-',
} as const

/** Returns the result as plain JSON: the last line of `--json`. */
export async function migrationResultToJson(
  result: MigrationResult,
  language: Language,
): Promise<object> {
  const withText = async (error: MigrationResult['databases'][number]['error']) =>
    error && {
      code: error.code,
      ...(await localizeError(error, language)),
      ...(error.vendor && { vendor: error.vendor }),
    }
  return {
    type: 'result',
    outcome: result.outcome,
    exitCode: result.exitCode,
    databases: await Promise.all(
      result.databases.map(async (one) => ({
        ...one,
        error: await withText(one.error),
        meaning: await withText(await meaningOf(one)),
      })),
    ),
    refused: await Promise.all(
      result.refused.map(async (one) => ({ ...one, error: await withText(one.error) })),
    ),
  }
}
