/** The plan of a migration as a person reads it before saying yes: what goes, what does not and why, what to do. */
import { localizeError, type MigrationProposal } from '../../app/index.ts'
import type { Language, MigrationError } from '../../core/index.ts'
import type { Colors } from './colors.ts'
import { formatBytes } from './format.ts'
import { migrateWords } from './migrate-words.ts'
import { renderTable, wrapText } from './table.ts'

export interface RenderStyle {
  readonly language: Language
  readonly colors: Colors
  /** Columns of the terminal. */
  readonly width: number
}

/** Returns the plan as text with a line break at its end. */
export async function renderPlan(proposal: MigrationProposal, style: RenderStyle): Promise<string> {
  const { plan, destination } = proposal
  const { colors, language, width } = style
  const words = migrateWords(language)
  const isListed = new Set(plan.databases.map((one) => one.database))
  const others = proposal.earlier.filter((one) => !isListed.has(one.plan.database))
  const files = plan.databases.length + others.length + plan.refused.length + plan.leftOut.length
  const parts = [
    colors.bold(
      words.planTitle(
        plan.databases.length,
        files,
        destination.instanceId,
        destination.release?.name ?? destination.engineVersion,
      ),
    ),
  ]
  if (plan.databases.length > 0) parts.push('', goingTable(proposal, style))
  for (const warning of groupWarnings(proposal, language))
    parts.push(...indented(words.warning(warning), 0, width).map((line) => colors.yellow(line)))
  if (plan.databases.length > 0) {
    const { neededBytes, freeBytes } = plan.storage
    parts.push('', words.storage(formatBytes(neededBytes), formatBytes(freeBytes)))
  }
  if (proposal.earlier.length > 0) {
    parts.push('', words.earlier)
    for (const one of proposal.earlier)
      parts.push(`  ${one.plan.database}${words.colon}${words.states[one.kind]}`)
  }
  if (plan.refused.length > 0)
    parts.push(
      '',
      await renderRefused(
        plan.refused.map((one) => one.error),
        style,
      ),
    )
  if (plan.leftOut.length > 0) parts.push('', words.leftOut(plan.leftOut.length))
  return `${parts.join('\n')}\n`
}

/** One line per warning with the databases that it concerns: on a folder of many they are mostly the same. */
function groupWarnings({ plan }: MigrationProposal, language: Language): string[] {
  const groups = new Map<string, string[]>()
  for (const { database, warnings } of plan.databases)
    for (const { text } of warnings)
      groups.set(text[language], [...(groups.get(text[language]) ?? []), database])
  const comma = language === 'zh' ? '、' : ', '
  const colon = language === 'zh' ? '：' : ': '
  return [...groups].map(([text, databases]) => `${databases.join(comma)}${colon}${text}`)
}

function goingTable({ plan }: MigrationProposal, { language, width }: RenderStyle): string {
  const words = migrateWords(language)
  return renderTable({
    width,
    columns: [
      { title: words.database, minWidth: 10 },
      { title: words.size, align: 'right' },
      { title: words.allocated, align: 'right' },
      { title: words.release },
      { title: words.file, minWidth: 16, overflow: 'cut' },
    ],
    rows: plan.databases.map((one) => [
      one.database,
      formatBytes(one.sizeBytes),
      formatBytes(one.allocatedBytes),
      `SQL Server ${one.release}`,
      one.file,
    ]),
  }).trimEnd()
}

/**
 * Returns refusals grouped by their code: each one's message, and once per group what to do, because sixty files
 * have few reasons.
 */
export async function renderRefused(
  errors: readonly MigrationError[],
  { language, colors, width }: RenderStyle,
): Promise<string> {
  const words = migrateWords(language)
  const groups = new Map<string, MigrationError[]>()
  for (const error of errors) groups.set(error.code, [...(groups.get(error.code) ?? []), error])
  const lines = [colors.bold(words.refused(errors.length))]
  for (const [code, group] of groups) {
    lines.push(colors.yellow(`  ${code}`))
    const messages = new Set<string>()
    const solutions = new Set<string>()
    for (const error of group) {
      const text = await localizeError(error, language)
      messages.add(text.message)
      solutions.add(text.solution)
    }
    for (const message of messages) lines.push(...indented(message, 4, width))
    const [solution = ''] = solutions
    const next = solutions.size > 1 ? words.nextLikewise(solution) : words.next(solution)
    lines.push(...indented(next, 4, width).map((line) => colors.dim(line)))
  }
  return lines.join('\n')
}

/** Returns the text in lines of the window's width, each moved to the right. */
export function indented(text: string, columns: number, width: number): string[] {
  const pad = ' '.repeat(columns)
  if (!Number.isFinite(width)) return [`${pad}${text}`]
  return wrapText(text, Math.max(20, width - columns)).map((line) => `${pad}${line}`)
}
