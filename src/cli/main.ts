/**
 * The command line: options in, app functions called, exit code out. Holds no logic of its own.
 * Every command is one file in commands/ that only describes its options; what it does is loaded when it runs.
 */
import { Command, CommanderError, Option } from 'commander'
import type { AppContext } from '../app/index.ts'
import { type ExitCode, exitCodes, type Language, redact } from '../core/index.ts'
import { registrations } from './commands/index.ts'
import { type GlobalOptions, readGlobals } from './globals.ts'
import { guardOutput } from './guard-output.ts'
import { addHelp, helpConfiguration } from './help.ts'
import type { CliIo } from './io.ts'
import { version } from './version.ts'

/** What a command file gets to register itself. */
export interface CommandHost {
  readonly program: Command
  readonly io: CliIo
  readonly context: AppContext
  readonly globals: GlobalOptions
  /** Returns the text in the person's language. */
  text(texts: Readonly<Record<Language, string>>): string
  /** Sets the exit code of the run; the worst one wins. */
  finish(exitCode: ExitCode): void
  /** Says that a signal is how this command is meant to end: it then exits as it finished, not as cancelled. */
  endsBySignal(): void
}

/** They print a key that opens nothing but the sandbox, and have no other. */
const printsMadeUpKeys = ['sandbox', 'demo']

/** From best to worst: a run that was cancelled says so whatever else happened. */
const severity: readonly ExitCode[] = [0, 3, 4, 1, 50, 40, 30, 20, 10, 2, 130]

/**
 * Runs one command and returns the exit code. Throws nothing: every error is shown on stderr, as JSON when the
 * command was asked for JSON, in the person's language and without secrets.
 *
 * @param argv  without the program's name
 * @param commands  the commands to offer; tests pass their own
 */
export async function main(
  argv: readonly string[],
  streams: CliIo,
  commands: readonly ((host: CommandHost) => void)[] = registrations,
): Promise<ExitCode> {
  const globals = readGlobals(argv, streams.env)
  const secrets = secretsIn(streams.env)
  // The sandbox prints its made-up key on purpose.
  const io = printsMadeUpKeys.includes(globals.command ?? '')
    ? streams
    : guardOutput(streams, secrets)
  let exitCode: ExitCode = exitCodes.done
  let isEndedBySignal = false
  let running = 'sqlferry'
  const finish = (code: ExitCode) => {
    if (severity.indexOf(code) > severity.indexOf(exitCode)) exitCode = code
  }
  try {
    const program = await makeProgram(globals.language, io)
    const context = makeContext(io, globals, secrets)
    const text = (texts: Readonly<Record<Language, string>>) => texts[globals.language]
    for (const register of commands) {
      const endsBySignal = () => {
        isEndedBySignal = true
      }
      register({ program, io, context, globals, text, finish, endsBySignal })
    }
    for (const group of [program, ...program.commands]) {
      addHelp(group, globals.language)
      group.hook('preSubcommand', (_, command) => {
        running = commandLine(command)
      })
    }
    await program.parseAsync([...argv], { from: 'user' })
    if (io.signal.aborted && !isEndedBySignal) throw io.signal.reason
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && isAnswer(error)) return exitCodes.done
    if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage
    const { showError } = await import('./show-error.ts')
    const shown = await showError(io.signal.aborted ? io.signal.reason : error, {
      io,
      globals,
      secrets,
      command: running,
    })
    finish(shown.exit)
    return exitCode
  }
}

function isAnswer(error: CommanderError): boolean {
  return error.exitCode === 0
}

async function makeProgram(language: Language, io: CliIo): Promise<Command> {
  const zh = language === 'zh'
  const program = new Command('sqlferry')
  program.description(
    zh
      ? '将自建 SQL Server 迁移到阿里云 RDS SQL Server：读取备份、上传到 OSS、还原到 RDS 并校验'
      : 'Moves self-managed SQL Server databases to ApsaraDB RDS for SQL Server: reads the backups, uploads them to OSS, has RDS restore them, and verifies',
  )
  program.exitOverride()
  program.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    // Complaints are shown once, by main, as MigrationErrors.
    outputError: () => {},
  })
  program.configureHelp(await helpConfiguration(language, io.stdout.columns))
  program.version(version, '--version', zh ? '显示版本' : 'print the version')
  program.addOption(
    new Option('--lang <language>', zh ? '界面语言' : 'language of messages').choices(['en', 'zh']),
  )
  program.option(
    '--profile <name>',
    zh ? '使用配置文件中的配置组' : 'profile of the configuration file to use',
  )
  program.option(
    '--config <file>',
    zh
      ? '配置文件，默认为当前目录下的 sqlferry.yaml'
      : 'configuration file, by default sqlferry.yaml here',
  )
  program.option(
    '--home <folder>',
    zh ? '存放迁移流水的状态目录' : 'state folder that holds the journal',
  )
  program.option('--verbose', zh ? '出错时显示详细信息' : 'show the details of unexpected errors')
  return program
}

function commandLine(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

function makeContext(io: CliIo, globals: GlobalOptions, secrets: Set<string>): AppContext {
  const labels = {
    en: { info: '', warning: 'warning: ' },
    zh: { info: '', warning: '警告：' },
  }[globals.language]
  return {
    env: io.env,
    cwd: io.cwd,
    clock: io.clock,
    ids: io.ids,
    language: globals.language,
    signal: io.signal,
    notify: (notice) => {
      io.stderr.write(redact(`${labels[notice.level]}${notice.text[globals.language]}\n`, secrets))
    },
    keepSecret: (secret) => {
      if (secret) secrets.add(secret)
    },
  }
}

/** Values of environment variables whose name says that they are secret. */
function secretsIn(env: Readonly<Record<string, string | undefined>>): Set<string> {
  const found = new Set<string>()
  for (const [name, value] of Object.entries(env)) {
    if (value && /SECRET|PASSWORD|PASSWD|TOKEN/i.test(name) && !/FILE|URI|PATH/i.test(name)) {
      found.add(value)
    }
  }
  return found
}
