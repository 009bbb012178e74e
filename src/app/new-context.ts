/** What a program that uses the library hands to every command, with a default for each part. */
import { type Clock, type Ids, type Language, systemClock, systemIds } from '../core/index.ts'
import type { AppContext, Notice } from './context.ts'

export interface ContextOptions {
  /** Settings and keys, as the command line finds them in its environment; none by default. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Absolute path that relative paths start from; default the working directory. */
  readonly cwd?: string
  readonly language?: Language
  /** Aborts what is running; by default nothing does. */
  readonly signal?: AbortSignal
  readonly notify?: (notice: Notice) => void
  readonly clock?: Clock
  readonly ids?: Ids
}

/** Returns the context of a command. The process's environment is read only where `env` hands it over. */
export function newContext(options: ContextOptions = {}): AppContext {
  return {
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? systemIds,
    language: options.language ?? 'en',
    signal: options.signal ?? new AbortController().signal,
    notify: options.notify ?? (() => {}),
  }
}
