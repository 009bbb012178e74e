/** How `migrate` and `demo` show themselves: for people, line by line; with `--json`, one object per line. */
import type {
  DoctorReport,
  MigrateView,
  MigrationNotice,
  MigrationProposal,
} from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { CommandHost } from '../main.ts'
import { colorsFor } from './colors.ts'
import { type RenderStyle, renderPlan } from './migrate-plan.ts'
import { MigrationProgress } from './migrate-progress.ts'
import { migrateWords } from './migrate-words.ts'

/** A view that can be ended: takes its progress block away. */
export interface EndingView extends MigrateView {
  end(): Promise<void>
}

/** Returns how texts are written for this host's standard output. */
export function styleOf({ io, globals }: CommandHost): RenderStyle {
  const colors = colorsFor(io.stdout, io.env)
  return { language: globals.language, colors, width: io.stdout.columns }
}

/** Returns the view for people. @param isApproved  `--yes` was given: the plan is shown and nobody is asked */
export function textView(host: CommandHost, isApproved: boolean): EndingView {
  const { io, globals } = host
  const style = styleOf(host)
  const words = migrateWords(globals.language)
  const progress = new MigrationProgress({
    output: io.stdout,
    colors: style.colors,
    language: globals.language,
    clock: io.clock,
  })
  return {
    checked(report) {
      if (report.verdict === 'blocked') return
      io.stdout.write(renderFindings(report, globals.language, ['warning']))
      const passed = report.findings.filter((one) => one.verdict === 'ok').length
      io.stdout.write(`${style.colors.green('✔')} ${words.passed(passed)}\n\n`)
    },
    async approve(proposal) {
      io.stdout.write(await renderPlan(proposal, style))
      io.stdout.write('\n')
      if (!proposal.needsApproval) {
        io.stdout.write(`${isAnythingOpen(proposal) ? words.goesOn : words.nothingToDo}\n`)
        return 'option'
      }
      if (isApproved) return 'option'
      const answer = (await io.ask(words.question)).trim().toLowerCase()
      if (['y', 'yes', '是', '好'].includes(answer)) return 'person'
      io.stdout.write(`${words.declined}\n`)
      return 'declined'
    },
    notice: (notice) => progress.notice(notice),
    end: () => progress.end(),
  }
}

function isAnythingOpen({ earlier }: MigrationProposal): boolean {
  return earlier.some((one) => one.kind !== 'restored' && one.kind !== 'task-failed')
}

/** Returns the view of `--json`: events as they become durable, and why nothing goes on; no progress for the eye. */
export function jsonView(host: CommandHost, isApproved: boolean): EndingView {
  const { io } = host
  const write = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`)
  return {
    checked: ({ verdict, findings }) => write({ type: 'checked', verdict, findings }),
    async approve(proposal) {
      write(planToJson(proposal))
      if (!proposal.needsApproval || isApproved) return 'option'
      const answer = (await io.ask(migrateWords(host.globals.language).question)).trim()
      return /^(y|yes|是|好)$/i.test(answer) ? 'person' : 'declined'
    },
    notice(notice) {
      const line = noticeToJson(notice)
      if (line) write(line)
    },
    end: async () => {},
  }
}

/** Returns the line of a notice, or undefined for one that only moves a progress bar. */
function noticeToJson(notice: MigrationNotice): object | undefined {
  switch (notice.kind) {
    case 'event':
      return notice.event.type === 'upload-recorded' ? undefined : notice.event
    case 'task-quiet':
    case 'waiting': {
      const { kind, ...facts } = notice
      return { type: kind, ...facts }
    }
    case 'retry':
    case 'stopped': {
      const { kind, error, ...facts } = notice
      const { code, message, solution } = error
      return { type: kind, ...facts, error: { code, message, solution } }
    }
    case 'upload-progress':
    case 'upload-notice':
    case 'task-files':
      return undefined
  }
}

function planToJson({ plan, destination, folder, bucket }: MigrationProposal): object {
  return {
    type: 'plan',
    folder,
    bucket,
    instanceId: destination.instanceId,
    engineVersion: destination.engineVersion,
    databases: plan.databases,
    refused: plan.refused.map(({ file, sizeBytes, database, error }) => ({
      file,
      sizeBytes,
      database,
      code: error.code,
      message: error.message,
      solution: error.solution,
    })),
    leftOut: plan.leftOut,
    storage: plan.storage,
  }
}

/** Returns what the checks found that stops a migration, and what to do about it. */
export function renderBlocked(report: DoctorReport, language: Language): string {
  const found = renderFindings(report, language, ['blocked', 'warning'])
  return `${found}\n${migrateWords(language).blocked}\n`
}

function renderFindings(
  { findings }: DoctorReport,
  language: Language,
  verdicts: readonly string[],
): string {
  const words = migrateWords(language)
  const shown = findings.filter((one) => verdicts.includes(one.verdict))
  return shown
    .map(({ title, fact, action, verdict }) => {
      const mark = verdict === 'blocked' ? '✖' : '!'
      const next = action ? `  ${words.next(action[language])}\n` : ''
      return `${mark} ${title[language]}${words.colon}${fact[language]}\n${next}`
    })
    .join('')
}
