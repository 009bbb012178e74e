/** The exit code of questions that are asked of every database in some files. */
import { type ExitCode, exitCodes } from '../../../core/index.ts'

interface AskedDatabases {
  readonly databases: readonly { readonly problem: unknown }[]
  readonly unused: readonly unknown[]
}

/** Returns 0 where everything was read, 3 where something was not, 30 where nothing was. */
export function databaseExit({ databases, unused }: AskedDatabases): ExitCode {
  const read = databases.filter(({ problem }) => problem === undefined).length
  if (read === 0) return exitCodes.bak
  return read < databases.length || unused.length > 0 ? exitCodes.warnings : exitCodes.done
}
