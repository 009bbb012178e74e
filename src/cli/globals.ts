/**
 * The options that stand before or after any command, read once before commander does: the language decides how
 * the commands describe themselves, `--json` and `--verbose` how an early error is shown.
 */
import type { Language } from '../core/index.ts'

export interface GlobalOptions {
  readonly language: Language
  readonly profile: string | undefined
  /** Path of the configuration file. */
  readonly config: string | undefined
  /** State folder. */
  readonly home: string | undefined
  readonly verbose: boolean
  /** Whether the command was asked for JSON; errors then are JSON too. */
  readonly json: boolean
  /** The command's name, such as `upload`, as far as it can be told before parsing. */
  readonly command: string | undefined
}

const valueOptions = ['--lang', '--profile', '--config', '--home'] as const

/**
 * Returns the global options of a command line without judging it: what is wrong is reported by the parser proper.
 * @param argv  without the program's name
 */
export function readGlobals(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): GlobalOptions {
  const values = new Map<string, string>()
  const flags = new Set<string>()
  let command: string | undefined
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? ''
    if (argument === '--') break
    const option = valueOptions.find((name) => argument === name || argument.startsWith(`${name}=`))
    if (!option) {
      flags.add(argument)
      if (!argument.startsWith('-')) command ??= argument
    } else if (argument === option) values.set(option, argv[++index] ?? '')
    else values.set(option, argument.slice(option.length + 1))
  }
  return {
    language: chooseLanguage(values.get('--lang'), env),
    profile: values.get('--profile'),
    config: values.get('--config'),
    home: values.get('--home'),
    verbose: flags.has('--verbose'),
    json: flags.has('--json'),
    command,
  }
}

/** Returns the asked language, else SQLFERRY_LANG's, else the locale's; English where none is ours. */
export function chooseLanguage(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (asked === 'en' || asked === 'zh') return asked
  const locale = env['SQLFERRY_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en'
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
