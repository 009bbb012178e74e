/**
 * What every command is given besides its own options: the machine, the time, the person's language.
 * Made once by the CLI, the console or a test; the commands in this folder never touch process.* themselves.
 */
import type { Clock, Ids, Language } from '../core/index.ts'

export interface AppContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path that relative paths start from. */
  readonly cwd: string
  readonly clock: Clock
  readonly ids: Ids
  readonly language: Language
  /** Aborted on Ctrl-C and SIGTERM; the reason is an error to show. */
  readonly signal: AbortSignal
  /** A fact worth a line while work goes on (a retry, a warning). Never contains secrets. */
  readonly notify: (notice: Notice) => void
  /** Told of every secret as soon as it is known, so that nothing printed later can contain it. */
  readonly keepSecret?: (secret: string) => void
}

export interface Notice {
  readonly level: 'info' | 'warning'
  readonly text: Readonly<Record<Language, string>>
}
