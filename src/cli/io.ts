/** The streams a command writes to, so that the whole CLI runs in a test with captured ones. */
import type { Clock, Ids } from '../core/index.ts'

export interface Output {
  write(text: string): void
  /** Resolves when the reader has taken enough for more to be written; absent where writing never waits. */
  drained?(): Promise<void>
  /** True where progress may be redrawn and colours make sense. */
  readonly isTerminal: boolean
  /** Width in columns that lines may take; Infinity where lines go to a file or another program. */
  readonly columns: number
}

export interface CliIo {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly clock: Clock
  readonly ids: Ids
  readonly signal: AbortSignal
  /** Asks a question and returns the typed line; rejects where nobody can answer (not a terminal). */
  ask(question: string): Promise<string>
  /** Everything that is piped into the command, up to its end; absent where nothing can be. */
  readInput?(): Promise<string>
}
