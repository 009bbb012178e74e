/** Makes the page of documented failures that are not ours: OSS, RDS, RAM, STS, SQL Server, and their sources. */
import { loadKnownBackupFailures } from '../src/bak/index.ts'
import type { KnownFailure } from '../src/core/index.ts'
import { loadKnownOssFailures } from '../src/oss/index.ts'
import { loadKnownRdsFailures } from '../src/rds/index.ts'
import { loadKnownSqlServerFailures } from '../src/sqlserver/index.ts'

/** What stands behind the keys in `sources`. Read in November 2026. */
const sources: readonly (readonly [key: string, text: string])[] = [
  ['S1', 'instance-level migration page, English edition of February 2024'],
  ['S2', 'the same page, English edition of 2025'],
  ['S3', 'the same page in Chinese with the table 解释, edition of December 2018'],
  ['S4', 'incremental migration page, current English edition'],
  ['S5', 'incremental migration page in Chinese, editions of 2018 and 2019'],
  ['S6', 'full migration page in English, edition of 2021'],
  ['S7', 'full migration page in Chinese, editions of 2018 and current'],
  ['S8', 'CreateMigrateTask reference in Chinese, 2018, section 错误码'],
  ['S9', 'RDS common errors (公共错误), beginning only'],
  ['S10', 'RDS error list and error tables of operation pages, in part'],
  ['S11', 'OSS error pages by HTTP status, Chinese and English, July 2021'],
  ['S12', 'OSS documentation on STS problems'],
  ['S13', 'RAM and STS error tables and AssumeRole page, July 2021'],
  ['S14', 'Microsoft, database engine events and errors, English'],
  ['S14r', 'the same, text recalled and not compared'],
  ['S15', 'Microsoft, the same in Chinese, November 2020'],
  ['S16', 'tedious, the driver, as of July 2026'],
  ['S17', 'ali-oss 6.23.0 and its HTTP client'],
  ['S18', 'measured with Node 20 and OpenSSL 3.0'],
  ['S19', 'copies of common error tables in public client code, to be confirmed'],
  ['S20', 'RDS API reference 2014-08-15'],
]

/** Returns the page as text with a line break at its end. */
export async function knownFailuresPage(): Promise<string> {
  const areas = [
    ['RDS, RAM, STS', await loadKnownRdsFailures()],
    ['OSS', await loadKnownOssFailures()],
    ['Backups · 备份', await loadKnownBackupFailures()],
    ['SQL Server', await loadKnownSqlServerFailures()],
  ] as const
  const lines = [
    '# Known failures · 已收录的错误',
    '',
    'Made by `npm run docs` from the catalogue of `sqlferry explain`; do not edit. What the services and SQL Server are',
    'documented to say, and what to do. `sqlferry explain TEXT` finds the entry of a pasted message.',
    '',
    '本页由 `npm run docs` 生成，请勿手工修改。执行 `sqlferry explain 错误原文` 可直接查找。',
  ]
  for (const [area, { exit, failures }] of areas) {
    lines.push('', `## ${area}`, '', `Exit code ${exit}.`)
    for (const failure of [...failures].sort((a, b) => (a.code < b.code ? -1 : 1)))
      lines.push(...failureLines(failure))
  }
  lines.push('', '## Sources · 来源', '', '| key | source |', '| --- | --- |')
  for (const [key, text] of sources) lines.push(`| ${key} | ${text} |`)
  return `${lines.join('\n')}\n`
}

function failureLines(failure: KnownFailure): string[] {
  const { code, vendorCodes = [], sharedVendorCodes = [], sqlNumber } = failure
  const names = [
    ...(sqlNumber === undefined ? [] : [`SQL Server ${sqlNumber}`]),
    ...[...vendorCodes, ...sharedVendorCodes].map((name) => `\`${name}\``),
  ]
  return [
    '',
    `### ${code}`,
    '',
    `${[...names, `retry: ${failure.retry}`].join(', ')} (${failure.sources.join(', ')})`,
    '',
    ...[...failure.texts.en, ...failure.texts.zh].map((text) => `> - ${plain(text)}`),
    ...(failure.texts.en.length + failure.texts.zh.length > 0 ? [''] : []),
    `- ${plain(failure.en.cause)} ${plain(failure.en.solution)}`,
    `- ${plain(failure.zh.cause)}${plain(failure.zh.solution)}`,
  ]
}

/** Keeps what stands in angle brackets from being taken for a tag. */
function plain(text: string): string {
  return text.replaceAll(/<(?=[A-Za-z])/g, '&lt;')
}
