/** An error as a person or a program reads it: what happened, why, what to do, and what the vendor said. */
import { appError, localizeError } from '../../app/index.ts'
import { type Language, MigrationError, redact } from '../../core/index.ts'
import type { Colors } from './colors.ts'
import { wrapText } from './table.ts'

const labels = {
  en: {
    error: 'error',
    cause: 'cause',
    next: 'next',
    vendor: 'reported by',
    node: 'the system said',
  },
  zh: { error: '错误', cause: '原因', next: '处理', vendor: '返回信息', node: '系统返回' },
} as const

/** Returns the error itself when it is ours, otherwise CLI_INTERNAL around it. */
export function asMigrationError(error: unknown): MigrationError {
  if (error instanceof MigrationError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return appError('CLI_INTERNAL', { reason }, { cause: error })
}

export interface ErrorRendering {
  readonly language: Language
  readonly colors: Colors
  readonly secrets: Iterable<string>
  /** Adds the stack and the chain of causes. */
  readonly verbose: boolean
  /** Columns of the window; Infinity for a pipe. */
  readonly width: number
}

/** Returns the error as lines for a terminal, without secrets, with a line break at the end. */
export async function renderError(error: MigrationError, how: ErrorRendering): Promise<string> {
  const text = await localizeError(error, how.language)
  const words = labels[how.language]
  const colon = how.language === 'zh' ? '：' : ': '
  const head = `${how.colors.red(`${words.error}${colon}`)}${text.message} [${error.code}]`
  const lines = wrapText(head, how.width)
  const add = (line: string) => {
    for (const each of wrapText(line, how.width - 2)) lines.push(`  ${each}`)
  }
  if (text.cause) add(`${words.cause}${colon}${text.cause}`)
  if (text.solution) add(`${words.next}${colon}${text.solution}`)
  const vendor = describeVendor(error, how.language)
  if (vendor) add(vendor)
  if (how.verbose) lines.push(...stackLines(error))
  return redact(`${lines.join('\n')}\n`, how.secrets)
}

/** Returns the error as one line of JSON under the key `error`, without secrets, with a line break at the end. */
export async function renderErrorJson(
  error: MigrationError,
  how: Omit<ErrorRendering, 'colors' | 'width'>,
): Promise<string> {
  const text = await localizeError(error, how.language)
  const clean = (value: string) => redact(value, how.secrets)
  const vendor = error.vendor
    ? Object.fromEntries(
        Object.entries(error.vendor).map(([key, value]) => [
          key,
          typeof value === 'string' ? clean(value) : value,
        ]),
      )
    : undefined
  const body = {
    code: error.code,
    message: clean(text.message),
    cause: clean(text.cause),
    solution: clean(text.solution),
    exit: error.exit,
    retry: error.retry,
    vendor,
    stack: how.verbose ? stackLines(error).map(clean) : undefined,
  }
  return `${JSON.stringify({ error: body })}\n`
}

function describeVendor(error: MigrationError, language: Language): string {
  const { vendor } = error
  if (!vendor) return ''
  const facts = [
    vendor.code,
    vendor.status === undefined ? undefined : `HTTP ${vendor.status}`,
    vendor.requestId === undefined ? undefined : `RequestId ${vendor.requestId}`,
    vendor.message === undefined ? undefined : `"${vendor.message}"`,
  ].filter((fact) => fact !== undefined)
  const words = labels[language]
  const said = facts.join(language === 'zh' ? '，' : ', ')
  const system = vendor.system.toUpperCase()
  if (language === 'zh')
    return vendor.system === 'node'
      ? `${words.node}：${said}`
      : `${system} ${words.vendor}：${said}`
  return vendor.system === 'node' ? `${words.node}: ${said}` : `${words.vendor} ${system}: ${said}`
}

function stackLines(error: unknown): string[] {
  const lines: string[] = []
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; depth++) {
    lines.push(...(at.stack ?? `${at.name}: ${at.message}`).split('\n'))
    at = at.cause
  }
  return lines
}
