/** Turns what commander complains about into our errors, so that they read and exit like all others. */
import type { CommanderError } from 'commander'
import { appError } from '../app/index.ts'
import type { Language, MigrationError } from '../core/index.ts'

/**
 * Returns our error for a complaint of commander 15.
 * @param command  the command line up to the command's name, such as `sqlferry upload`
 */
export function usageError(
  complaint: CommanderError,
  command: string,
  language: Language,
): MigrationError {
  const text = complaint.message.replace(/^error: /, '')
  const named = /'([^']*)'/.exec(text)?.[1] ?? ''
  const suggestion = suggestionSentence(text, language)
  switch (complaint.code) {
    case 'commander.unknownOption':
      return appError('CLI_UNKNOWN_OPTION', { option: named, command, suggestion })
    case 'commander.unknownCommand':
      return appError('CLI_UNKNOWN_COMMAND', { name: named, suggestion })
    case 'commander.optionMissingArgument':
      return appError('CLI_MISSING_VALUE', { option: named, command })
    case 'commander.missingMandatoryOptionValue':
      return appError('CLI_MISSING_OPTION', { option: named, command })
    case 'commander.missingArgument':
      return appError('CLI_MISSING_ARGUMENT', { name: named, command })
    case 'commander.excessArguments': {
      const counts = /Expected (\d+) .* got (\d+)/.exec(text)
      const [expected = '0', received = '0'] = counts?.slice(1) ?? []
      return appError('CLI_TOO_MANY_ARGUMENTS', { command, expected, received })
    }
    case 'commander.invalidArgument':
      return badValue(text, command, language)
    default:
      return appError('CLI_CONFLICTING_OPTIONS', { command, reason: conflictIn(text, language) })
  }
}

/** Names both options without commander's sentence around them; another complaint is given as it is. */
function conflictIn(text: string, language: Language): string {
  const [, one, other] = /^option '([^']*)' cannot be used with option '([^']*)'$/.exec(text) ?? []
  if (one === undefined || other === undefined) return text
  return language === 'zh' ? `${one} 和 ${other}` : `${one} and ${other}`
}

function suggestionSentence(text: string, language: Language): string {
  const names = /\(Did you mean (?:one of )?(.*)\?\)/.exec(text)?.[1]
  if (!names) return ''
  return language === 'zh' ? `是否要输入 ${names}？` : ` Did you mean ${names}?`
}

/** Two wordings: one for options, one for arguments. */
function badValue(text: string, command: string, language: Language): MigrationError {
  const ofOption = /^option '([^']*)' (?:argument|value) '(.*?)'.*? is invalid\. ?(.*)$/s.exec(text)
  const ofArgument =
    /^command-argument value '(.*?)' is invalid for argument '([^']*)'\. ?(.*)$/s.exec(text)
  const [, option = '', value = '', why = text] =
    ofOption ?? (ofArgument ? ['', ofArgument[2], ofArgument[1], ofArgument[3]] : [])
  const plain = why.replace(/\.$/, '')
  const reason =
    language === 'zh'
      ? plain.replace(/^Allowed choices are (.*)$/, '可选值为 $1')
      : plain.replace(/^Allowed/, 'allowed')
  return appError('CLI_BAD_VALUE', { option, value, reason, command })
}
