/** What is known of a bucket, as lines: facts, verdicts, and what to do. */
import type { BucketReport } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import type { Colors } from './colors.ts'
import { formatInstant } from './format.ts'
import { padEnd } from './table.ts'

const words = {
  en: {
    created: (name: string) => `bucket ${name} was created`,
    existed: (name: string) => `bucket ${name} exists`,
    ok: 'ok',
    warning: 'warning',
    blocker: 'blocker',
    endpoints: 'public endpoint',
    internal: 'internal endpoint',
    created_at: 'created',
    redundancy: 'redundancy',
    owner: 'owner',
    ready: 'RDS can read backups from this bucket.',
    blocked: 'RDS cannot use this bucket as it is.',
    doubtful: 'RDS can use this bucket; mind the warnings.',
  },
  zh: {
    created: (name: string) => `已创建 Bucket ${name}`,
    existed: (name: string) => `Bucket ${name} 已存在`,
    ok: '正常',
    warning: '警告',
    blocker: '阻断',
    endpoints: '外网 Endpoint',
    internal: '内网 Endpoint',
    created_at: '创建时间',
    redundancy: '冗余类型',
    owner: 'Bucket 拥有者',
    ready: 'RDS 可以从该 Bucket 读取备份。',
    blocked: 'RDS 无法使用该 Bucket。',
    doubtful: 'RDS 可以使用该 Bucket，请留意警告。',
  },
} as const

/** Returns the report as lines. @param withFacts  also what is only worth knowing */
export function renderBucket(
  report: BucketReport,
  withFacts: boolean,
  { language, colors }: { readonly language: Language; readonly colors: Colors },
): string {
  const say = words[language]
  const { info } = report
  const lines = [report.isNew ? say.created(report.name) : say.existed(report.name)]
  const paint = { ok: colors.green, warning: colors.yellow, blocker: colors.red }
  for (const { verdict, fact, advice } of report.findings) {
    lines.push(`  ${paint[verdict](padEnd(say[verdict], 8))} ${fact[language]}`)
    if (advice[language] !== '') lines.push(`           ${advice[language]}`)
  }
  if (withFacts) {
    const facts = [
      [say.endpoints, info.extranetEndpoint],
      [say.internal, info.intranetEndpoint],
      [say.created_at, formatInstant(info.createdAt, 'local')],
      [say.redundancy, info.redundancy ?? '?'],
      [say.owner, info.ownerId],
    ] as const
    for (const [name, value] of facts) lines.push(`  ${padEnd(name, 17)} ${value}`)
  }
  lines.push(report.exit === 4 ? say.blocked : report.exit === 3 ? say.doubtful : say.ready)
  return `${lines.join('\n')}\n`
}
