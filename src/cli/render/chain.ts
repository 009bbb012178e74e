/**
 * Chains as a person reads them at night: for each database what to restore in which order, what is missing, what is
 * not needed and why, whether RDS can take it, and what to do next.
 */
import type { ChainBranchView, ChainInspection, ChainSetView } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { chainWords } from './chain-words.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatBytes, formatInstant } from './format.ts'
import { backupTypeWord } from './inspect-words.ts'
import { naturalWidth, readableWidth, renderTable, wrapText } from './table.ts'
import { visible } from './visible.ts'

export interface ChainRendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

type Notice = ChainInspection['notices'][number]

const indent = 2 // columns before what belongs to a database
const widestText = 100 // columns of running text

/** Returns the whole answer as text with a line break at its end. */
export function renderChains(report: ChainInspection, how: ChainRendering): string {
  const words = chainWords[how.language]
  if (report.files === 0) return `${words.nothing}\n`
  const page = new Page(how)
  if (report.branches.length === 0) page.text(words.noBackups)
  for (const branch of report.branches) page.branch(branch)
  for (const notice of report.notices) page.notice(notice, 0)
  if (report.notices.length > 0) page.blank()
  if (report.otherFiles.length > 0)
    page.text(
      words.others(report.otherFiles.map(visible).join(how.language === 'zh' ? '、' : ', ')),
    )
  if (report.usable > 0) {
    page.text(words.headersOnly)
    page.text(words.tde)
  }
  page.text(words.summary(report.files, report.branches.length, report.usable, report.whole))
  return page.toString()
}

/** Collects lines of one width. */
class Page {
  readonly #parts: string[] = []
  readonly #colors: Colors
  readonly #columns: number
  readonly #language: Language

  constructor({ language, output, env }: ChainRendering) {
    this.#colors = colorsFor(output, env)
    this.#columns = output.columns
    this.#language = language
  }

  toString(): string {
    return this.#parts.join('')
  }

  blank(): void {
    this.#parts.push('\n')
  }

  text(text: string, margin = 0): void {
    const width = readableWidth(this.#columns, widestText) - margin
    for (const line of wrapText(text, width)) this.#parts.push(`${' '.repeat(margin)}${line}\n`)
  }

  branch(branch: ChainBranchView): void {
    const words = chainWords[this.#language]
    const { database, otherNames, fork, parent, chain } = branch
    const about = [
      ...(otherNames.length > 0 ? [words.names(otherNames.map(visible).join(', '))] : []),
      words.branch(fork),
      ...(parent ? [words.parent(parent.fork, parent.lsn)] : []),
    ]
    const [open, comma, close] = this.#language === 'zh' ? ['（', '，', '）'] : [' (', ', ', ')']
    this.text(`${this.#colors.bold(visible(database))}${open}${about.join(comma)}${close}`)
    if (branch.reach === undefined) this.text(words.noChain(branch.knownEnd), indent)
    else {
      this.text(words.chain(chain.length, branch.reach), indent)
      this.#steps(chain)
    }
    this.text(this.#advice(branch), indent)
    for (const { from, to } of branch.bridged) this.text(words.bridged(from, to), indent)
    for (const notice of branch.notices) this.notice(notice, indent)
    const isUnused = (set: ChainSetView) => set.class === 'redundant'
    this.#others(words.unused, branch.rest.filter(isUnused))
    this.#others(
      words.unusable,
      branch.rest.filter((set) => !isUnused(set)),
    )
    this.#rds(branch)
    this.blank()
  }

  notice(notice: Notice, margin: number): void {
    const words = chainWords[this.#language]
    const colon = this.#language === 'zh' ? '：' : ': '
    const colour = notice.level === 'problem' ? this.#colors.red : this.#colors.yellow
    this.text(
      `${colour(words.levels[notice.level])}${colon}${visible(notice.message)} [${notice.code}]`,
      margin,
    )
    this.text(`${words.cause}${colon}${visible(notice.cause)}`, margin + indent)
    this.text(`${words.next}${colon}${visible(notice.solution)}`, margin + indent)
  }

  #advice(branch: ChainBranchView): string {
    const words = chainWords[this.#language]
    if (branch.state !== 'whole') return words.advice[branch.state]
    if (branch.isClosed) return words.adviceClosed
    return branch.hasLogs ? words.advice.whole : words.adviceSimple
  }

  #rds(branch: ChainBranchView): void {
    const words = chainWords[this.#language]
    const { verdict, tasks, reach = '?', chain } = branch.rds
    if (branch.state === 'none') return
    if (verdict === 'same') this.text(words.rdsSame(tasks), indent)
    else if (verdict === 'none') this.text(words.rdsNone, indent)
    else {
      this.text(words.rdsOther(tasks, reach), indent)
      this.#steps(chain)
    }
  }

  #steps(sets: readonly ChainSetView[]): void {
    const words = chainWords[this.#language]
    const titles = [words.step, words.type, words.file, words.lsns, words.finished, words.size]
    const rows = sets.map((set, index) => {
      const finished = set.finishMs === undefined ? '-' : formatInstant(set.finishMs, 'utc')
      return [
        String(index + 1),
        this.#type(set),
        this.#file(set),
        lsnRange(set),
        finished.replace('Z', ''),
        formatBytes(set.bytes),
      ]
    })
    const [comma, space] = this.#language === 'zh' ? ['，', ''] : [', ', ' ']
    this.#rows(titles, rows, ([number = '', type = '', file = '', lsns, finished, size]) => [
      `${number} ${oneLine(type)}`,
      file,
      [lsns, `${words.finished}${space}${finished}`, size].join(comma),
    ])
  }

  #others(title: string, sets: readonly ChainSetView[]): void {
    if (sets.length === 0) return
    const words = chainWords[this.#language]
    this.text(title, indent)
    const titles = [words.type, words.file, words.lsns, words.why]
    const rows = sets.map((set) => [
      this.#type(set),
      this.#file(set),
      lsnRange(set),
      this.#reason(set),
    ])
    const colon = this.#language === 'zh' ? '：' : ': '
    this.#rows(titles, rows, ([type = '', file = '', lsns, why]) => [
      `${oneLine(type)}${colon}${why}`,
      file,
      lsns ?? '',
    ])
  }

  #reason(set: ChainSetView): string {
    const words = chainWords[this.#language]
    if (set.gap) return words.gap(set.gap.from, set.gap.to)
    if (set.reason === 'STRIPES_MISSING') return words.stripes(set.missingStripes.join(', '))
    return words.reasons[set.reason]
  }

  /** The type, and beneath it what is unusual about the set. */
  #type(set: ChainSetView): string {
    const words = chainWords[this.#language]
    const flags = set.flags.map((flag) => words.flags[flag])
    return [backupTypeWord(set.type, this.#language), ...flags].join('\n')
  }

  #file({ files, position }: ChainSetView): string {
    const words = chainWords[this.#language]
    const names = files.map(visible)
    return [...names, ...(position === undefined ? [] : [words.position(position)])].join('\n')
  }

  /** A table where the window has room for it, else a few lines for each row: file names stay whole. */
  #rows(
    titles: readonly string[],
    rows: readonly (readonly string[])[],
    inLines: (row: readonly string[]) => readonly string[],
  ): void {
    const margin = 2 * indent
    const columns = titles.map((title) => ({ title }))
    const width = this.#columns - margin
    if (naturalWidth({ columns, rows }) <= width) {
      for (const line of renderTable({ columns, rows, width }).trimEnd().split('\n'))
        this.#parts.push(' '.repeat(margin), line, '\n')
      return
    }
    for (const row of rows)
      for (const [index, line] of inLines(row).entries())
        this.text(line, margin + (index === 0 ? 0 : indent))
  }
}

function lsnRange({ firstLsn, lastLsn }: ChainSetView): string {
  return `${firstLsn} - ${lastLsn}`
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ', ')
}
