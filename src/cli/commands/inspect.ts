/** `sqlferry inspect`: what backup files say about themselves and hold, offline. Each question has its own file. */
import { InvalidArgumentError } from 'commander'
import { appError } from '../../app/index.ts'
import type { CommandHost } from '../main.ts'

/** The options as commander gives them. */
export interface InspectFlags {
  readonly files?: boolean
  readonly long?: boolean
  readonly chain?: boolean
  readonly verify?: boolean
  readonly tables?: boolean
  readonly features?: boolean
  readonly rows?: string
  readonly limit?: number
  readonly format?: 'csv' | 'jsonl'
  readonly with?: readonly string[]
  readonly position?: number
  readonly count: boolean
}

/** Answers one question about the files. */
type Ask = (paths: readonly string[], flags: InspectFlags, host: CommandHost) => Promise<void>

/** Each is loaded when it is asked. */
async function questionOf(flags: InspectFlags): Promise<Ask> {
  if (flags.chain) return (await import('./inspect/ask-chain.ts')).askChain
  if (flags.verify) return (await import('./inspect/ask-verify.ts')).askVerify
  if (flags.tables) return (await import('./inspect/ask-tables.ts')).askTables
  if (flags.features) return (await import('./inspect/ask-features.ts')).askFeatures
  if (flags.rows !== undefined) return (await import('./inspect/ask-rows.ts')).askRows
  return (await import('./inspect/ask-header.ts')).askHeader
}

const questions = ['chain', 'verify', 'tables', 'features', 'rows'] as const
type Question = (typeof questions)[number]

const commandName = 'sqlferry inspect'

/** Options that change the answer to some questions only; `header` is the question of a command line without one. */
const companions: Readonly<Record<string, readonly (Question | 'header')[]>> = {
  '--files': ['header'],
  '--long': ['header', 'tables', 'features'],
  '--no-count': ['tables'],
  '--limit': ['rows'],
  '--format': ['rows'],
  '--with': ['tables', 'features', 'rows'],
  '--position': ['tables', 'features', 'rows'],
}

/**
 * Refuses an option that would be ignored: whoever typed it believes that it did something.
 *
 * @throws CLI_OPTION_WITHOUT_EFFECT, CLI_CONFLICTING_OPTIONS
 */
function refuseIdleOptions(flags: InspectFlags, { text, globals }: CommandHost): void {
  const isGiven: Readonly<Record<string, boolean>> = {
    '--files': flags.files === true,
    '--long': flags.long === true,
    '--no-count': !flags.count,
    '--limit': flags.limit !== undefined,
    '--format': flags.format !== undefined,
    '--with': flags.with !== undefined,
    '--position': flags.position !== undefined,
  }
  const asked = questions.find((question) => flags[question] !== undefined) ?? 'header'
  for (const [option, goesWith] of Object.entries(companions)) {
    if (!isGiven[option] || goesWith.includes(asked)) continue
    const uses = goesWith.map((use) => (use === 'header' ? `${commandName} <path>` : `--${use}`))
    throw appError('CLI_OPTION_WITHOUT_EFFECT', {
      ...{ option, command: commandName, uses: uses.join(', ') },
    })
  }
  if (globals.json && flags.format === 'csv') {
    const reason = text({ en: '--json and --format csv', zh: '--json 和 --format csv' })
    throw appError('CLI_CONFLICTING_OPTIONS', { command: commandName, reason })
  }
}

export function registerInspect(host: CommandHost): void {
  const { program, text } = host
  const command = program.command('inspect').argument(
    '<path...>',
    text({
      en: 'backup files, and folders whose files are read whatever their extension',
      zh: '备份文件；或文件夹，其中的文件不论扩展名都会读取',
    }),
  )
  const add = (name: string, texts: { en: string; zh: string }) => {
    const option = command.createOption(name, text(texts))
    const own = questions.find((question) => option.attributeName() === question)
    if (own) option.conflicts(questions.filter((question) => question !== own))
    command.addOption(option)
    return option
  }
  add('--files', {
    en: 'add the database files in each backup set',
    zh: '列出每个备份集中的数据库文件',
  })
  add('--long', {
    en: 'add everything the header says, and the files; with --tables the columns and indexes, with --features all that was looked for',
    zh: '列出备份标头的全部信息和数据库文件；与 --tables 一起使用时列出列和索引，与 --features 一起使用时列出所有检查项',
  })
  add('--chain', {
    en: 'say for each database which backups to restore in which order, what is missing and what is not needed (exit code 0: whole; 3: something is missing or in question; 30: nothing can be restored)',
    zh: '说明每个数据库应按什么顺序还原哪些备份、缺少什么、哪些不需要（退出码 0：完整；3：有缺失或疑问；30：无法还原）',
  })
  add('--verify', {
    en: 'read every byte and check every checksum and the place of every page, as RESTORE VERIFYONLY WITH CHECKSUM does (exit code 0: all sound; 3: something is doubtful or cannot be verified; 30: damaged or incomplete)',
    zh: '读取每个字节，检查所有校验和以及每一页的位置，相当于 RESTORE VERIFYONLY WITH CHECKSUM（退出码 0：全部完好；3：有存疑或无法校验的备份；30：已损坏或不完整）',
  })
  add('--tables', {
    en: 'list the tables in full backups with their rows, columns and sizes; a differential named beside its full is laid over it',
    zh: '列出完整备份中的表及其行数、列数和大小；如果同时给出差异备份的文件，则在其完整备份之上应用',
  })
  add('--no-count', {
    en: 'with --tables: take row counts from the catalog instead of counting in the pages, which reads less',
    zh: '与 --tables 一起使用：行数取自系统目录，而不是逐页统计，读取量更小',
  })
  add('--features', {
    en: 'list what in the database matters for a migration: FILESTREAM, CLR, CDC, Service Broker, users without login and more',
    zh: '列出数据库中影响迁移的功能：FILESTREAM、CLR、CDC、Service Broker、没有登录名的用户等',
  })
  add('--rows <schema.table>', {
    en: 'print the rows of a table of a full backup',
    zh: '输出完整备份中一个表的行',
  }).argParser((name) => {
    if (name.trim() !== '') return name
    throw new InvalidArgumentError(
      host.text({
        en: 'it must be the name of a table, such as dbo.Orders',
        zh: '必须为表名，例如 dbo.Orders',
      }),
    )
  })
  add('--limit <rows>', {
    en: 'with --rows: print so many rows at most',
    zh: '与 --rows 一起使用：最多输出的行数',
  }).argParser(parseNumber(host, 0))
  add('--format <format>', {
    en: 'with --rows: how rows are printed (csv by default)',
    zh: '与 --rows 一起使用：输出格式（默认 csv）',
  }).choices(['csv', 'jsonl'])
  add('--with <file>', {
    en: 'with --tables, --features, --rows: lay this differential backup over the full one (repeat it for stripes)',
    zh: '与 --tables、--features、--rows 一起使用：在完整备份之上应用该差异备份（条带化备份可重复指定）',
  }).argParser((file, files: readonly string[] = []) => [...files, file])
  add('--position <number>', {
    en: 'with --tables, --features, --rows: the backup set wanted of a file that has several; the newest full one by default',
    zh: '与 --tables、--features、--rows 一起使用：文件中有多个备份集时，指定备份集的位置；默认为最新的完整备份',
  }).argParser(parseNumber(host, 1))
  add('--json', {
    en: 'print one JSON object, keyed by path; with --chain one with all databases, with --rows one object per row',
    zh: '输出一个以路径为键的 JSON 对象；与 --chain 一起使用时输出包含所有数据库的一个对象，与 --rows 一起使用时每行数据输出一个对象',
  })
  command
    .description(
      text({
        en: 'Read backup files without a SQL Server and check every header checksum (exit code 3: some files have problems or warnings; 30: no sound backup among them)',
        zh: '不依赖 SQL Server 读取备份文件，并检查所有头信息校验和（退出码 3：部分文件有问题或警告；30：其中没有完好的备份）',
      }),
    )
    .action(async (paths: readonly string[], flags: InspectFlags) => {
      refuseIdleOptions(flags, host)
      await (await questionOf(flags))(paths, flags, host)
    })
}

function parseNumber(host: CommandHost, least: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
    throw new InvalidArgumentError(
      host.text({
        en: `it must be a whole number, ${least} or more`,
        zh: `必须为不小于 ${least} 的整数`,
      }),
    )
  }
}
