/**
 * Verified backups as a person reads them: the verdict first, then what is wrong and what to do, what was proved and
 * what was not; the reasons for the latter once, at the end.
 */
import type { FileNotice, VerifiedBackup, VerifyReport } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatBytes, formatCount, formatDuration, formatOffset, percentSign } from './format.ts'
import { backupTypeWord } from './inspect-words.ts'
import { readableWidth, wrapText } from './table.ts'
import { verifyWords } from './verify-words.ts'
import { visible } from './visible.ts'

export interface VerifyRendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Lines of sentences that are longer are hard to read. */
const widest = 120
/** More findings than this of one backup say nothing new to a person; `--json` has a hundred. */
const mostFindings = 5

/** Returns what is said of one backup, with a line break at its end. */
export function renderVerified(backup: VerifiedBackup, how: VerifyRendering): string {
  const words = verifyWords[how.language]
  const colors = colorsFor(how.output, how.env)
  const lines = new Lines(readableWidth(how.output.columns, widest))
  lines.add(0, headline(backup, how.language, colors))
  for (const { set, type, release } of backup.sets) {
    const facts = [
      `#${set.position} ${visible(set.database)}`,
      backupTypeWord(type, how.language),
      release,
      ...(set.start === undefined ? [] : [`${set.start}${formatOffset(set.utcOffsetMinutes)}`]),
      set.hasChecksums ? words.withChecksums : words.withoutChecksums,
    ]
    lines.add(2, facts.join(words.comma))
  }
  const page = firstPage(backup, how.language)
  if (page !== undefined) lines.add(2, colors.bold(page))
  if (backup.problem) addProblem(lines, backup.problem, how.language)
  for (const finding of backup.findings.slice(0, mostFindings))
    lines.add(2, `- ${visible(finding.message)} [${finding.code}]`)
  const more = backup.moreFindings - Math.min(backup.findings.length, mostFindings)
  if (more > 0) lines.add(2, `- ${words.more(formatCount(more))}`)
  // Of what is no readable backup there is nothing more to say.
  if (backup.verdict === 'not-verifiable') return `${lines.text()}\n`
  const proved = provedText(backup, how.language)
  if (proved !== undefined) lines.add(2, `${words.proved}${words.colon}${proved}`)
  for (const { message, code } of backup.unproved)
    lines.add(2, `${words.unproved}${words.colon}${visible(message)} [${code}]`)
  return `${lines.text()}\n`
}

/** Returns what is said after the last backup: reasons, what nothing here replaces, and the sum. */
export function renderVerifyEnd(
  report: VerifyReport,
  how: VerifyRendering & { readonly elapsedMs: number },
): string {
  const { language } = how
  const words = verifyWords[language]
  const { backups, counts } = report
  if (backups.length === 0) return `${words.nothing}\n`
  const lines = new Lines(readableWidth(how.output.columns, widest))
  const reasons = new Map<string, FileNotice>()
  // Beside damage it matters little what else was not proved.
  for (const { unproved, verdict } of backups)
    if (verdict === 'sound' || verdict === 'doubtful')
      for (const notice of unproved) reasons.set(notice.code, notice)
  if (reasons.size > 0) lines.add(0, `${words.why}${words.colon.trimEnd()}`)
  for (const { code, cause, solution } of reasons.values())
    lines.add(2, `${code}${words.colon}${cause}${language === 'zh' ? '' : ' '}${solution}`)
  if (reasons.size > 0) lines.blank()
  for (const limit of report.limits)
    lines.add(
      0,
      `${words.note}${words.colon}${limit.message}${language === 'zh' ? '。' : '. '}${limit.solution}`,
    )
  const kinds = ['sound', 'doubtful', 'incomplete', 'damaged', 'not-verifiable'] as const
  const inPart = backups.filter(isSoundInPart).length
  const [open, close] = language === 'zh' ? ['（', '）'] : [' (', ')']
  const partly = inPart > 0 ? `${open}${words.soundInPart(inPart)}${close}` : ''
  const parts = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => words.counted[kind](counts[kind]) + (kind === 'sound' ? partly : ''))
  const others = backups.filter(({ verdict }) => verdict !== 'sound')
  // Among many backups the few that matter have long left the screen.
  if (backups.length > fewBackups && others.length > 0) {
    lines.blank()
    lines.add(0, `${words.notSound}${words.colon.trimEnd()}`)
    for (const { paths, verdict, problem } of others) {
      const code = problem === undefined ? '' : ` [${problem.code}]`
      const names = paths.map(visible).join(' + ')
      lines.add(2, `${words.verdicts[verdict]}${words.colon}${names}${code}`)
    }
    lines.blank()
  }
  const bytes = backups.reduce((sum, each) => sum + each.bytesTotal, 0)
  const time = formatDuration(how.elapsedMs, language)
  lines.add(0, words.summary(backups.length, parts, formatBytes(bytes), time))
  return lines.text()
}

const hang = 2

/** So many backups stand on one screen with all that is said of them. */
const fewBackups = 5

/** Sound as far as the file can tell: data that no checksum covers may have changed in content, if not in form. */
function isSoundInPart({ verdict, unproved }: VerifiedBackup): boolean {
  return verdict === 'sound' && unproved.some(({ code }) => openData.has(code))
}

const openData = new Set(['BAK_UNPROVED_PAGES', 'BAK_UNPROVED_LOG'])

/** Lines of a narrow window. */
class Lines {
  readonly #width: number
  readonly #lines: string[] = []

  constructor(width: number) {
    this.#width = width
  }

  /** What a narrow window breaks stands further to the right, so that each fact begins at its margin. */
  add(indent: number, text: string): void {
    const hanging = indent === 0 ? 0 : hang
    for (const [index, line] of wrapText(text, this.#width - indent - hanging).entries())
      this.#lines.push(' '.repeat(indent + (index > 0 ? hanging : 0)) + line)
  }

  blank(): void {
    this.#lines.push('')
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

function headline(backup: VerifiedBackup, language: Language, colors: Colors): string {
  const words = verifyWords[language]
  const { paths, familyCount, missingStripes, verdict } = backup
  const names = colors.bold(paths.map(visible).join(' + '))
  const stripes = [
    ...(familyCount > 1 ? [words.stripes(familyCount)] : []),
    ...(missingStripes.length > 0 ? [words.missing(missingStripes.join(words.comma))] : []),
  ].join(words.semicolon)
  const inBrackets = language === 'zh' ? `（${stripes}）` : ` (${stripes})`
  const colour = { sound: colors.green, damaged: colors.red, incomplete: colors.red }
  const paint = verdict in colour ? colour[verdict as keyof typeof colour] : colors.yellow
  return `${names}${stripes === '' ? '' : inBrackets}${words.colon}${paint(words.verdicts[verdict])}`
}

function addProblem(lines: Lines, problem: FileNotice, language: Language): void {
  const words = verifyWords[language]
  lines.add(2, `${visible(problem.message)} [${problem.code}]`)
  if (problem.cause !== '') lines.add(2, `${words.cause}${words.colon}${visible(problem.cause)}`)
  if (problem.solution !== '')
    lines.add(2, `${words.solution}${words.colon}${visible(problem.solution)}`)
}

/** The message about a page says where it is; this line adds what it is, and where in a decompressed file. */
function firstPage(backup: VerifiedBackup, language: Language): string | undefined {
  const { details, paths, problem, objectName } = backup
  const found = details?.firstDamagedPage
  if (found === undefined) return undefined
  const words = verifyWords[language]
  const { page, offset, imageOffset, stripe, weight, file } = found
  const type = words.pageTypes[page.pageType]
  const owner =
    objectName === undefined || type === undefined ? type : words.pageOf(type, visible(objectName))
  const isSaid = problem?.message.includes(`${page.fileId}:${page.pageId}`)
  const facts = [
    ...(owner === undefined ? [] : [owner]),
    ...(isSaid ? [] : [words.place(String(offset), visible(paths[stripe] ?? file))]),
    ...(imageOffset === undefined ? [] : [words.inImage(String(imageOffset))]),
  ]
  const name = `${page.fileId}:${page.pageId}`
  return `${words.firstPage[weight]}${words.colon}${[name, ...facts].join(words.comma)}`
}

function provedText({ details }: VerifiedBackup, language: Language): string | undefined {
  if (details === undefined) return undefined
  const words = verifyWords[language]
  const { proved, bytesTotal } = details
  const facts: readonly (readonly [number, (count: string) => string])[] = [
    [proved.chunks, words.chunks],
    [proved.pagesByChecksum, words.pagesByChecksum],
    [proved.pagesByTornBits, words.pagesByTornBits],
    [proved.pagesInPlace, words.pagesInPlace],
    [proved.extentsByMaps, words.extentsByMaps],
    [proved.dataChecksums, words.dataChecksums],
    [proved.logChecksums, words.logChecksums],
  ]
  const counted = facts.flatMap(([count, say]) => (count > 0 ? [say(formatCount(count))] : []))
  const parts =
    proved.bytesCovered > 0 && bytesTotal > 0
      ? [
          words.covered(share(proved.bytesCovered, bytesTotal, language), formatBytes(bytesTotal)),
          ...counted,
        ]
      : counted
  if (proved.blocks > 0)
    parts.push(words.blocks(formatCount(proved.blocks), formatCount(proved.streams)))
  return parts.length > 0 ? parts.join(words.comma) : words.nothingProved
}

/** One digit behind the point, never rounded up to the whole. */
function share(part: number, whole: number, language: Language): string {
  return `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)}${percentSign(language)}`
}
