/** What is said around the answer about a database: which backups it comes from, and what could not be read. */
import type { AskedDatabase, FileNotice, NamedSet } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatOffset } from './format.ts'
import { backupTypeWord } from './inspect-words.ts'
import { readableWidth, wrapText } from './table.ts'
import { tablesWords } from './tables-words.ts'
import { visible } from './visible.ts'

export interface DatabaseRendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Lines of sentences that are longer are hard to read. */
const widest = 120

/** Returns sentences as lines of a window, each with a line break. */
export function renderLines(output: Output, indent: number, texts: readonly string[]): string {
  const width = readableWidth(output.columns, widest) - indent
  const pad = ' '.repeat(indent)
  return texts.flatMap((text) => wrapText(text, width).map((line) => `${pad}${line}\n`)).join('')
}

interface DatabaseFacts {
  readonly compatibilityLevel: number
  readonly collation: string | undefined
}

/** Returns the heading of a database and its backups. */
export function renderDatabaseHead(
  { full, differential }: Pick<AskedDatabase<unknown>, 'full' | 'differential'>,
  facts: DatabaseFacts | undefined,
  how: DatabaseRendering,
): string {
  const { language, output } = how
  const words = tablesWords[language]
  const colors = colorsFor(output, how.env)
  const parts = [
    full.release,
    ...(facts ? [words.compatibility(facts.compatibilityLevel)] : []),
    ...(facts?.collation === undefined ? [] : [words.collation(facts.collation)]),
  ]
  const name = colors.bold(visible(full.set.database))
  return (
    renderLines(output, 0, [`${name}${words.colon}${parts.join(words.comma)}`]) +
    renderLines(output, 2, [
      `${words.from} ${setText(full, language)}`,
      ...(differential ? [`${words.with} ${setText(differential, language)}`] : []),
    ])
  )
}

function setText({ paths, set, type }: NamedSet, language: Language): string {
  const words = tablesWords[language]
  const files = paths.map(visible).join(' + ')
  const facts = [
    backupTypeWord(type, language),
    ...(set.start === undefined ? [] : [`${set.start}${formatOffset(set.utcOffsetMinutes)}`]),
  ]
  return `${files} #${set.position}${words.comma}${facts.join(words.comma)}`
}

/** Returns what is wrong, why, and what to do. */
export function renderProblem(
  notice: FileNotice,
  how: DatabaseRendering,
  colors: Colors = colorsFor(how.output, how.env),
): string {
  const words = tablesWords[how.language]
  const label = colors.red(words.problem)
  return renderLines(how.output, 2, [
    `${label}${words.colon}${visible(notice.message)} [${notice.code}]`,
    ...(notice.cause === '' ? [] : [`${words.cause}${words.colon}${visible(notice.cause)}`]),
    ...(notice.solution === ''
      ? []
      : [`${words.solution}${words.colon}${visible(notice.solution)}`]),
  ])
}

interface UnusedFile {
  readonly path: string
  readonly problem: FileNotice
}

/** Returns the files that no database could be read from. What many files share is said once. */
export function renderUnused(unused: readonly UnusedFile[], how: DatabaseRendering): string {
  const words = tablesWords[how.language]
  const colors = colorsFor(how.output, how.env)
  const told = new Set<string>()
  return unused
    .map(({ path, problem }) => {
      const isTold = told.has(problem.code)
      told.add(problem.code)
      const head = renderLines(how.output, 0, [colors.bold(visible(path))])
      if (!isTold) return head + renderProblem(problem, how, colors)
      const label = colors.red(words.problem)
      const text = `${label}${words.colon}${visible(problem.message)} [${problem.code}]`
      return head + renderLines(how.output, 2, [text])
    })
    .join('')
}
