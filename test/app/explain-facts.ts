/**
 * Reads the rows that `explain` has to know out of the documents beside the checkout: the tables of the manual and
 * the entries of the facts. Shares no code and no data with the catalogue under test.
 */
import { readFileSync } from 'node:fs'
import { sharedPath } from '../shared-files.ts'

export interface FactEntry {
  readonly code: string
  readonly retry: string
  readonly sqlNumber: number | undefined
  /** Texts with placeholders filled. */
  readonly en: readonly string[]
  readonly zh: readonly string[]
}

const read = (...parts: string[]) => readFileSync(sharedPath(...parts), 'utf8')

/** Puts sample values where the documents print placeholders. */
export function fillSamples(text: string): string {
  return text
    .replace(/\{(\w+)\}/g, (_, name: string) => (/port|^n$/.test(name) ? '1433' : `sample${name}`))
    .replace(/%(?:S_[A-Z]+|#?0?\d*(?:\.\*)?(?:I64|l|h)?[a-zA-Z])/g, (format) =>
      /[dux]$/.test(format) ? '42' : 'Sample-1',
    )
    .replace(/[xX]{3,}/g, 'Orders2019')
    .replace(/<[A-Z][\w ]*>/g, 'Sample')
    .replace(/……|\.{6}/g, 'POST&%2F&AccessKeyId%3Dsample')
}

/** Every `#### CODE` entry of error-texts.md. */
export function factEntries(): FactEntry[] {
  const entries: FactEntry[] = []
  const blocks = read('facts', 'error-texts.md')
    .split(/^#### (?=[A-Z_]+$)/m)
    .slice(1)
  for (const block of blocks) {
    const lines = block.split('\n')
    const head = lines[1] ?? ''
    const field = (mark: string) =>
      (lines.find((line) => line.startsWith(`- ${mark} `)) ?? '').slice(mark.length + 3).trim()
    const number = /^SQL Server (\d+) /.exec(head)?.[1]
    entries.push({
      code: (lines[0] ?? '').trim(),
      retry: /\*\*(\w+)\*\*/.exec(head)?.[1] ?? 'none',
      sqlNumber: number === undefined ? undefined : Number(number),
      en: englishTexts(field('en')),
      zh: chineseTexts(field('zh')),
    })
  }
  return entries
}

/** Texts in parentheses as a whole say that there is none; notes in parentheses at the end are not part of it. */
function englishTexts(field: string): string[] {
  const whole = field.replace(/^`|`$/g, '')
  if (/^\(.*\)$/.test(whole)) return []
  return whole
    .split(' ‖ ')
    .map((text) =>
      text
        .replace(/ \((?:U|U wording|sic|text differs|current servers|often)\b.*\)$/, '')
        .replace(/^… | …$/g, ''),
    )
    .filter((text) => !/^(?:Pending|unsupported protocol)/.test(text))
    .map(fillSamples)
}

/** Quotes of Chinese pages: the note in parentheses after them and the words "heading", "message in" are ours. */
function chineseTexts(field: string): string[] {
  if (!/[\u4e00-\u9fff]/.test(field) || /^\(.*\)$/.test(field)) return []
  return field
    .replace(/ \([^()]*\)$/, '')
    .replace(/^zh error list for [\w.]+: /, '')
    .split(
      /; script heading |; message in English|; old OSS code list: |; the script takes .*| \/ (?=[\u4e00-\u9fff])/,
    )
    .map((text) =>
      text
        .replace(/^heading /, '')
        .replace(/^same row as above$/, '')
        .trim(),
    )
    .filter((text) => /[\u4e00-\u9fff]/.test(text) && !/^[^。]{0,8}。$/.test(text))
    .map((text) => text.replace(/[。，]?(?:……|…).{0,8}$/, ''))
    .map(fillSamples)
}

/** The table "Index by API and OSS code": vendor code and the codes it may mean. */
export function factVendorCodes(): { readonly vendor: string; readonly codes: string[] }[] {
  const section = read('facts', 'error-texts.md').split(/^## 25\./m)[1] ?? ''
  return [...section.matchAll(/^\| ([\w.<>]+) \| ([A-Z_, ]+) \|$/gm)].map((match) => ({
    vendor: match[1] ?? '',
    codes: (match[2] ?? '').split(', '),
  }))
}

/** The table "Index by SQL Server number". */
export function factSqlNumbers(): { readonly number: number; readonly code: string }[] {
  const section = (read('facts', 'error-texts.md').split(/^## 24\./m)[1] ?? '').split(/^## /m)[0]
  return [...(section ?? '').matchAll(/\| (\d+) \| ([A-Z_]+) (?=\|)/g)].map((match) => ({
    number: Number(match[1]),
    code: match[2] ?? '',
  }))
}

/** The blocks of the manual's "Common errors" between two titles, without empty lines. */
function manualLines(from: string, to: string): string[] {
  const text = read('manual.txt')
  const start = text.indexOf(`\n${from}\n`) + from.length + 2
  const lines = text.slice(start, text.indexOf(`\n${to}\n`, start)).split('\n')
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

/** First table of the manual: the messages that the script prints. */
export function manualMessages(): string[] {
  const isMessage =
    /^(?:HTTP Status:|RDS engine|Couldn't|\{'status'|There is no backup|Warning!|OPENAPI)/
  return manualLines('Common errors', 'Table 2. Error codes').filter((line) => isMessage.test(line))
}

/** Second table of the manual: HTTP status, code and message of CreateMigrateTask. */
export function manualCodes(): {
  readonly status: number
  readonly code: string
  readonly message: string
}[] {
  const lines = manualLines('Table 2. Error codes', 'Related operations')
  return lines.flatMap((line, at) =>
    /^[45]\d\d$/.test(line)
      ? [{ status: Number(line), code: lines[at + 1] ?? '', message: lines[at + 2] ?? '' }]
      : [],
  )
}

function cloudSection(from: string, to: string): string {
  const text = read('facts', 'cloud-api.md')
  const start = text.indexOf(from)
  return text.slice(start, text.indexOf(to, start + 1))
}

/** Rows `| HTTP | Code | Message |` of a section of cloud-api.md; codes joined by `/` are given one by one. */
export function cloudRows(
  from: string,
  to: string,
): { readonly codes: string[]; readonly message: string }[] {
  return [...cloudSection(from, to).matchAll(/^\| ([345]\d\d[^|]*)\| ([^|]+)\| ([^|]*)\|/gm)].map(
    (match) => ({
      codes: (match[2] ?? '')
        .split(/ \/ |; \d+ /)
        .map((code) => code.trim())
        .map((code, _, all) => (code.startsWith('.') ? `${all[0]?.split('.')[0]}${code}` : code)),
      message: (match[3] ?? '')
        .replace(/ ?[[(].*$/, '')
        .replace(/…$/, '')
        .trim(),
    }),
  )
}

/** The codes of OSS that section 3.5 names: words with an inner capital behind a status or a comma. */
export function ossCodes(): string[] {
  const prose = cloudSection('403 AccessDenied (messages', '### 3.6')
  return [
    ...new Set(
      [
        ...prose
          .replace(/"[^"]*"|`[^`]*`|\([^)]*\)/g, '')
          .matchAll(/\b[A-Z][a-z]+(?:[A-Z][A-Za-z]+)+\b/g),
      ].map((match) => match[0]),
    ),
  ].filter((code) => !/^(?:PutObject|StringToSign|SignatureProvided|CanonicalRequest)$/.test(code))
}

/** The task descriptions of section 5.7. */
export function taskDescriptions(): string[] {
  return [...cloudSection('### 5.7', '### 5.8').matchAll(/`([^`]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => !text.startsWith('…'))
    .map(fillSamples)
}
