/** Help pages in both languages: commander's own words are translated here, the commands bring theirs. */
import type { Argument, Command, HelpConfiguration, Option } from 'commander'
import type { Language } from '../core/index.ts'

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
  const hasDefault = item.defaultValue !== undefined && typeof item.defaultValue !== 'boolean'
  if (item.defaultValueDescription) facts.push(`默认：${item.defaultValueDescription}`)
  else if (hasDefault) facts.push(`默认：${String(item.defaultValue)}`)
  return facts.length > 0 ? `${item.description}（${facts.join('；')}）` : item.description
}

/** Adds `--help` and, where there are commands, the help command in the person's language. */
export function addHelp(command: Command, language: Language): void {
  const zh = language === 'zh'
  command.helpOption('-h, --help', zh ? '显示帮助' : 'show this help')
  for (const each of command.commands)
    each.helpOption('-h, --help', zh ? '显示帮助' : 'show this help')
  if (command.commands.length === 0) return
  command.helpCommand('help [command]', zh ? '显示某个命令的帮助' : 'show the help of a command')
}
