/**
 * The command line: options in, app functions called, exit code out. Holds no logic of its own.
 * Every command is one file in commands/ that only describes its options; what it does is loaded when it runs.
 */
import { Command, CommanderError } from 'commander'
import type { AppContext } from '../app/index.ts'
import { exitCodes } from '../core/index.ts'
import type { CliIo } from './io.ts'

/** What a command file gets to register itself. */
export interface CommandHost {
  readonly program: Command
  readonly io: CliIo
  readonly context: AppContext
  /** Sets the exit code of the run; the highest-ranking one wins. */
  finish(exitCode: number): void
}

/** Runs one command and returns the exit code. Throws nothing. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const program = new Command('sqlferry')
  program.exitOverride()
  program.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    throw error
  }
}
