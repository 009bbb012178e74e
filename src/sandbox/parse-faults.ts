/** Reads fault settings from JSON, as `--fault` takes them, and refuses what would silently do nothing. */
import { sandboxError } from './errors.ts'
import type { Fault, FaultEffect } from './faults.ts'

type Kind = FaultEffect['kind']
type Check = (value: unknown) => boolean

const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const positive: Check = (value) => typeof value === 'number' && value > 0
const text: Check = (value) => typeof value === 'string'
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value)

/** The values of each kind; a `?` marks those that may be left out. */
const shapes: Readonly<Record<Kind, Readonly<Record<string, Check>>>> = {
  drop: { after: whole, direction: oneOf('request', 'response') },
  error: { status: whole, 'code?': text, 'message?': text },
  throttle: { 'retryAfterSeconds?': whole },
  'lost-reply': {},
  slow: { 'delayMs?': whole, 'bytesPerSecond?': positive },
  corrupt: { offset: whole, where: oneOf('stored', 'returned') },
  'expire-token': {},
  'stuck-task': {},
  'fail-task': { description: text },
}

const matchShape: Readonly<Record<string, Check>> = {
  'service?': oneOf('oss', 'rds'),
  'operation?': text,
  'key?': text,
  'partNumber?': positive,
  'nth?': positive,
}

const example = '{"kind":"throttle","match":{"operation":"UploadPart","nth":2},"count":3}'

/**
 * Returns the faults of a JSON text: one object or an array.
 * @throws SANDBOX_FAULT_INVALID  naming what is wrong
 */
export function parseFaults(json: string): Fault[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    throw invalid('it is not JSON')
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).map(readFault)
}

function readFault(value: unknown): Fault {
  if (!isRecord(value)) throw invalid('a fault is an object')
  const { kind, match, count, ...rest } = value
  if (!isKind(kind)) throw invalid(`kind is one of ${Object.keys(shapes).join(', ')}`)
  checkShape(kind, rest, shapes[kind])
  if (match !== undefined) {
    if (!isRecord(match)) throw invalid('match is an object')
    checkShape('match', match, matchShape)
  }
  const isCount = count === undefined || count === 'always' || (whole(count) && count !== 0)
  if (!isCount) throw invalid('count is 1 or more, or "always"')
  // Each value was checked against the shape of its kind.
  return value as unknown as Fault
}

function checkShape(
  what: string,
  values: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<string, Check>>,
): void {
  for (const name of Object.keys(values))
    if (!Object.hasOwn(shape, name) && !Object.hasOwn(shape, `${name}?`))
      throw invalid(`${what} has no value named ${name}`)
  for (const [entry, check] of Object.entries(shape)) {
    const name = entry.replace('?', '')
    const value = values[name]
    if (value === undefined ? !entry.endsWith('?') : !check(value))
      throw invalid(`${name} of ${what} is missing or of the wrong form`)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(shapes, value)
}

function invalid(reason: string) {
  return sandboxError('SANDBOX_FAULT_INVALID', { reason, example })
}
