/**
 * What a reading of one file has found wrong so far: the problem that ended or spoiled the walk, and warnings.
 */
import type { MigrationError } from '../core/index.ts'
import { isDamage } from './damage.ts'
import { bakError } from './errors.ts'
import type { BackupWarning } from './inspection.ts'

/** More warnings than this say nothing new, and a crafted file could hold millions. */
const maxWarnings = 100

type WarningCode =
  | 'BAK_UNKNOWN_BLOCK'
  | 'BAK_UNKNOWN_STREAM'
  | 'BAK_UNKNOWN_RECORD'
  | 'BAK_CONTRADICTION'
  | 'BAK_DATE_INVALID'

/** Collects what one reading of a file finds wrong; warnings beyond a hundred are only counted as one more. */
export class Findings {
  readonly file: string
  readonly warnings: BackupWarning[] = []
  #problem: MigrationError | undefined

  /** @param file  how the file is named in texts */
  constructor(file: string) {
    this.file = file
  }

  /** The first problem reported; later ones are usually its consequences. */
  get problem(): MigrationError | undefined {
    return this.#problem
  }

  get walk(): 'ok' | 'truncated' | 'damaged' {
    if (this.#problem === undefined) return 'ok'
    return this.#problem.code === 'BAK_TRUNCATED' ? 'truncated' : 'damaged'
  }

  /** Keeps an error that describes the file; anything else is thrown on: the file could not be read at all. */
  keepOrThrow(error: unknown): void {
    if (!isDamage(error)) throw error
    this.#problem ??= error
  }

  /** Reports a contradiction; `first` and `second` use the format's own field names. */
  contradiction(offset: number, first: string, second: string): void {
    this.#warn(offset, bakError('BAK_CONTRADICTION', { file: this.file, offset, first, second }))
  }

  /** Reports something unknown that was skipped; `type` is its four letters. */
  unknown(kind: 'block' | 'stream' | 'record', type: string, offset: number): void {
    const codes = {
      block: 'BAK_UNKNOWN_BLOCK',
      stream: 'BAK_UNKNOWN_STREAM',
      record: 'BAK_UNKNOWN_RECORD',
    } as const satisfies Record<string, WarningCode>
    this.#warn(offset, bakError(codes[kind], { file: this.file, type, offset }))
  }

  invalidDate(offset: number, field: string): void {
    this.#warn(offset, bakError('BAK_DATE_INVALID', { file: this.file, field, offset }))
  }

  incompleteSet(offset: number, position: number): void {
    this.#warn(offset, bakError('BAK_SET_INCOMPLETE', { file: this.file, position }))
  }

  #warn(offset: number, error: MigrationError): void {
    if (this.warnings.length > maxWarnings) return
    const last = this.warnings.length === maxWarnings
    const said = last
      ? bakError('BAK_MORE_WARNINGS', { file: this.file, count: maxWarnings, offset })
      : error
    this.warnings.push({
      code: said.code,
      offset,
      message: said.message,
      details: said.details,
    })
  }
}
