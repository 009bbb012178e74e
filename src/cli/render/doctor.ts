/** The report of `doctor` for a terminal: one row per check, then what to do, the worst first. */
import type { DoctorReport } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { readableWidth, renderTable, wrapText } from './table.ts'

type Verdict = DoctorReport['findings'][number]['verdict']

const words = {
  en: {
    title: 'checks for instance {instance} and bucket {bucket}, {at}',
    columns: ['check', 'verdict', 'fact'],
    verdicts: { ok: 'ok', warning: 'warning', blocked: 'blocked', 'not-checked': 'not checked' },
    todo: 'What to do',
    ready: 'Ready: nothing stands in the way of the migration.',
    skipped: 'not checked',
    'ready-with-warnings': 'Ready, with warnings: {count}. Look at them first.',
    blocked: 'Blocked, checks to set right first: {count}.',
    policy: 'The smallest RAM policy: `sqlferry doctor --policy`',
  },
  zh: {
    title: '实例 {instance}、Bucket {bucket} 的检查结果，{at}',
    columns: ['检查项', '结论', '事实'],
    verdicts: { ok: '通过', warning: '警告', blocked: '阻断', 'not-checked': '未检查' },
    todo: '处理办法',
    ready: '已就绪：没有阻碍迁移的问题。',
    skipped: '未检查',
    'ready-with-warnings': '可以迁移，但请先查看上面的 {count} 项警告。',
    blocked: '不能迁移：请先处理 {count} 个阻断项。',
    policy: '最小 RAM 权限策略：`sqlferry doctor --policy`',
  },
} as const

interface Rendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

const maxWidth = 120
const urgency: readonly Verdict[] = ['blocked', 'warning', 'not-checked']

/** Returns the report as lines with a line break at the end. */
export function renderDoctor(report: DoctorReport, { language, output, env }: Rendering): string {
  const colors = colorsFor(output, env)
  const text = words[language]
  const width = readableWidth(output.columns, maxWidth)
  const title = text.title
    .replace('{instance}', report.instanceId)
    .replace('{bucket}', report.bucket)
    .replace('{at}', `${report.checkedAt.slice(0, 19).replace('T', ' ')} UTC`)
  const [check = '', verdict = '', fact = ''] = text.columns
  const shown = report.findings.filter(({ isSkipped }) => !isSkipped)
  const table = renderTable({
    columns: [{ title: check }, { title: verdict, minWidth: 20 }, { title: fact, minWidth: 24 }],
    rows: shown.map((finding) => [
      finding.title[language],
      coloured(finding.verdict, text.verdicts[finding.verdict], colors),
      finding.fact[language],
    ]),
    width,
  })
  return `${[...wrapText(title, width), '', table, ...skippedLines(report, language, width), ...todoLines(report, language, width, colors), closing(report, language)].join('\n')}\n`
}

/** Checks that were not wanted or could not be made, gathered by their reason. */
function skippedLines(report: DoctorReport, language: Language, width: number): string[] {
  const byReason = new Map<string, string[]>()
  for (const { isSkipped, fact, title } of report.findings) {
    if (!isSkipped) continue
    const reason = fact[language]
    byReason.set(reason, [...(byReason.get(reason) ?? []), title[language]])
  }
  const lines = [...byReason].flatMap(([reason, titles]) =>
    wrapText(
      language === 'zh'
        ? `${words.zh.skipped}（${reason}）：${titles.join('、')}`
        : `${words.en.skipped} (${reason}): ${titles.join(', ')}`,
      width,
    ),
  )
  return lines.length > 0 ? [...lines, ''] : []
}

function todoLines(
  report: DoctorReport,
  language: Language,
  width: number,
  colors: Colors,
): string[] {
  const text = words[language]
  const open = report.findings
    .filter(({ verdict, isSkipped, action }) => verdict !== 'ok' && !isSkipped && action)
    .sort((a, b) => urgency.indexOf(a.verdict) - urgency.indexOf(b.verdict))
  if (open.length === 0) return []
  return [
    colors.bold(text.todo),
    ...open.flatMap(({ title, verdict, action, code }) => {
      const colon = language === 'zh' ? '：' : ': '
      const head = `- ${title[language]} (${text.verdicts[verdict]})${code ? ` [${code}]` : ''}`
      return [
        language === 'zh'
          ? head.replace(' (', '（').replace(')', '）') + colon
          : head + colon.trimEnd(),
        ...wrapText(action?.[language] ?? '', width - 2).map((line) => `  ${line}`),
      ]
    }),
    '',
  ]
}

function closing(report: DoctorReport, language: Language): string {
  const text = words[language]
  const count = report.findings.filter(({ verdict, isSkipped }) =>
    report.verdict === 'blocked'
      ? verdict === 'blocked'
      : verdict === 'warning' || (verdict === 'not-checked' && !isSkipped),
  ).length
  const sentence = text[report.verdict].replace('{count}', String(count))
  const isActionRefused = report.actions.some(({ state }) => state === 'refused')
  return isActionRefused ? `${sentence}\n${text.policy}` : sentence
}

function coloured(verdict: Verdict, word: string, colors: Colors): string {
  if (verdict === 'blocked') return colors.red(word)
  if (verdict === 'ok') return colors.green(word)
  return colors.yellow(word)
}
