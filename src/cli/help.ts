/** Help pages in both languages: commander's own words are translated here, the commands bring theirs. */
import type { Argument, Command, HelpConfiguration, Option } from 'commander'
import type { Language } from '../core/index.ts'
import { examplesSection } from './examples.ts'

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Global Options:': '全局选项：',
  'Commands:': '命令：',
}

/** Returns commander's help settings for a language. */
export async function helpConfiguration(
  language: Language,
  columns: number,
): Promise<HelpConfiguration> {
  const common: HelpConfiguration = {
    helpWidth: Math.max(50, Math.min(columns, 110)),
    showGlobalOptions: true,
    minWidthToWrap: 24,
  }
  if (language === 'en') return common
  const { displayWidth, wrapText } = await import('./render/table.ts')
  return {
    ...common,
    displayWidth,
    boxWrap: (text, width) => wrapText(text, width).join('\n'),
    styleTitle: (title) => titles[title] ?? title,
    styleSubcommandTerm: (term) => term.replace('[options]', '[选项]'),
    styleUsage: (usage) => usage.replace('[options]', '[选项]').replace('[command]', '[命令]'),
    optionDescription: describeInChinese,
    argumentDescription: describeInChinese,
  }
}

/** Returns the description with its choices and default, as commander adds them in English. */
function describeInChinese(item: Option | Argument): string {
  const facts: string[] = []
  if (item.argChoices) facts.push(`可选值：${item.argChoices.join('、')}`)
  const { defaultValue } = item
  const isEmptyList = Array.isArray(defaultValue) && defaultValue.length === 0
  const hasDefault = defaultValue !== undefined && typeof defaultValue !== 'boolean' && !isEmptyList
  if (item.defaultValueDescription) facts.push(`默认：${item.defaultValueDescription}`)
  else if (hasDefault) facts.push(`默认：${String(defaultValue)}`)
  return facts.length > 0 ? `${item.description}（${facts.join('；')}）` : item.description
}

/** Returns the names that lead to a command, without the program's. */
function commandWords(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

/** Adds `--help` with examples and, where there are commands, the help command in the person's language. */
export function addHelp(command: Command, language: Language): void {
  const zh = language === 'zh'
  // The program is the only command without one above it; the others are told of by the one above them.
  const own = command.parent === null ? [command] : []
  for (const each of [...own, ...command.commands]) {
    each.helpOption('-h, --help', zh ? '显示帮助' : 'show this help')
    each.addHelpText('after', examplesSection(commandWords(each), language))
  }
  if (command.commands.length === 0) return
  command.helpCommand('help [command]', zh ? '显示某个命令的帮助' : 'show the help of a command')
}
