/** The explanation of an error for a terminal: the person's language first, then the other one to pass on. */
import type { ExplainedFailure, Explanation } from '../../app/index.ts'
import { type FailurePlace, type Language, languages } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { padEnd, readableWidth, wrapText } from './table.ts'

type Texts = Readonly<Record<Language, string>>

const labels = {
  en: { cause: 'cause', solution: 'next', detail: 'detail' },
  zh: { cause: '原因', solution: '处理', detail: '补充' },
} as const

const sentences = {
  seenIn: { en: 'seen in', zh: '出现位置' },
  alternatives: { en: 'may also be', zh: '也可能是' },
  retry: { en: 'try again', zh: '能否重试' },
  exit: { en: 'exit code', zh: '退出码' },
  also: { en: 'also in this text', zh: '同一段文字中还有' },
  unknown: {
    en: 'This text is not known: it is in none of the lists of RDS, OSS, RAM, STS, SQL Server and sqlferry errors.',
    zh: '未收录这段文字：RDS、OSS、RAM、STS、SQL Server 和 sqlferry 的错误列表中都没有它。',
  },
  partly: {
    en: 'This code is not in the lists; the entry below only says where to ask.',
    zh: '列表中没有这个错误码，以下条目只说明可以向哪里查询。',
  },
  advice: {
    en: 'Paste the whole message with its code, or the code alone.',
    zh: '请粘贴包含错误码的完整信息，或只输入错误码。',
  },
  near: { en: 'Near to it', zh: '相近的错误码' },
} as const satisfies Record<string, Texts>

const retries: Readonly<Record<ExplainedFailure['retry'], Texts>> = {
  now: { en: 'yes, at once', zh: '可以立即重试' },
  later: { en: 'yes, after a while', zh: '稍后可以重试' },
  never: { en: 'only after something was changed', zh: '须先处理，再重试' },
  none: { en: 'not a failure', zh: '不是失败' },
}

const places: Readonly<Record<FailurePlace, Texts>> = {
  'migration-script': { en: 'migration script', zh: '迁移脚本' },
  'cloud-api': { en: 'cloud API', zh: '云 API' },
  'rds-api': { en: 'RDS API', zh: 'RDS API' },
  'ram-api': { en: 'RAM API', zh: 'RAM API' },
  'sts-api': { en: 'STS API', zh: 'STS API' },
  'oss-api': { en: 'OSS', zh: 'OSS' },
  'oss-client': { en: 'OSS client', zh: 'OSS 客户端' },
  'task-description': { en: 'task description', zh: '任务描述' },
  'file-status': { en: 'file status of a task', zh: '任务文件状态' },
  console: { en: 'RDS console', zh: 'RDS 控制台' },
  network: { en: 'network', zh: '网络' },
  check: { en: 'check before the task', zh: '任务前检查' },
  'sql-server': { en: 'SQL Server', zh: 'SQL Server' },
  'tds-driver': { en: 'SQL Server driver', zh: 'SQL Server 驱动' },
}

interface Rendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

const maxWidth = 100 // longer lines are hard to read
const labelWidth = 8

/** Returns the explanation as lines with a line break at the end. */
export function renderExplanation(
  explanation: Explanation,
  { language, output, env }: Rendering,
): string {
  const colors = colorsFor(output, env)
  const width = readableWidth(output.columns, maxWidth)
  const lines: string[] = []
  if (explanation.verdict === 'unknown') {
    lines.push(...wrapText(sentences.unknown[language], width))
    lines.push(...wrapText(sentences.advice[language], width))
    if (explanation.suggestions.length > 0)
      lines.push(
        labelled(
          sentences.near[language],
          explanation.suggestions.join(commaOf(language)),
          language,
        ),
      )
  }
  if (explanation.verdict === 'partly') lines.push(...wrapText(sentences.partly[language], width))
  for (const [position, failure] of explanation.failures.entries()) {
    if (position === 1) lines.push('', `${sentences.also[language]}${colonOf(language)}`.trimEnd())
    if (position > 0) lines.push('')
    lines.push(...failureLines(failure, language, width, colors))
  }
  for (const id of explanation.requestIds) lines.push('', labelled('RequestId', id, language))
  return `${lines.join('\n')}\n`
}

function failureLines(
  failure: ExplainedFailure,
  language: Language,
  width: number,
  colors: Colors,
): string[] {
  const number = failure.sqlNumber === undefined ? '' : `SQL Server ${failure.sqlNumber}`
  const title = [number, failure.vendorCodes.join(', ')].filter(Boolean).join(', ')
  const lines = [`${colors.bold(failure.code)}${title ? `  ${title}` : ''}`]
  const order = language === 'en' ? languages : [...languages].reverse()
  for (const each of order) {
    lines.push(...paragraph(labels[each].cause, failure[each].cause, width))
    for (const detail of failure.details)
      lines.push(...paragraph(labels[each].detail, detail[each], width))
    lines.push(...paragraph(labels[each].solution, failure[each].solution, width))
  }
  const facts = [
    failure.seenIn.length > 0
      ? labelled(
          sentences.seenIn[language],
          failure.seenIn.map((place) => places[place][language]).join(commaOf(language)),
          language,
        )
      : '',
    labelled(sentences.retry[language], retries[failure.retry][language], language),
    labelled(sentences.exit[language], String(failure.exit), language),
  ].filter(Boolean)
  lines.push(...indented(facts.join(language === 'zh' ? '；' : '; '), width))
  if (failure.alternatives.length > 0)
    lines.push(
      ...indented(
        labelled(
          sentences.alternatives[language],
          failure.alternatives.join(commaOf(language)),
          language,
        ),
        width,
      ),
    )
  return lines
}

function commaOf(language: Language): string {
  return language === 'zh' ? '、' : ', '
}

function colonOf(language: Language): string {
  return language === 'zh' ? '：' : ': '
}

function labelled(label: string, value: string, language: Language): string {
  return `${label}${colonOf(language)}${value}`
}

function paragraph(label: string, value: string, width: number): string[] {
  return wrapText(value, width - labelWidth - 2).map(
    (line, at) => `  ${padEnd(at === 0 ? label : '', labelWidth)}${line}`,
  )
}

function indented(value: string, width: number): string[] {
  return wrapText(value, width - 2).map((line) => `  ${line}`)
}
