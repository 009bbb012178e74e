/** Shows what ended a run. Loaded only then, so that a run without errors starts faster. */
import { CommanderError } from 'commander'
import type { MigrationError } from '../core/index.ts'
import type { GlobalOptions } from './globals.ts'
import type { CliIo } from './io.ts'
import { colorsFor } from './render/colors.ts'
import { asMigrationError, renderError, renderErrorJson } from './render/error.ts'
import { usageError } from './usage-error.ts'

export interface FailedRun {
  readonly io: CliIo
  readonly globals: GlobalOptions
  readonly secrets: Iterable<string>
  /** The command line up to the command's name. */
  readonly command: string
}

/** Writes the error to stderr, as JSON when the command was asked for it, and returns it as one of ours. */
export async function showError(error: unknown, run: FailedRun): Promise<MigrationError> {
  const { io, globals, secrets } = run
  const { language, verbose } = globals
  const shown =
    error instanceof CommanderError
      ? usageError(error, run.command, language)
      : asMigrationError(error)
  const how = { language, secrets, verbose }
  io.stderr.write(
    globals.json
      ? await renderErrorJson(shown, how)
      : await renderError(shown, {
          ...how,
          colors: colorsFor(io.stderr, io.env),
          width: io.stderr.columns,
        }),
  )
  return shown
}
