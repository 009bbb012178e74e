/** `sqlferry status`: migration tasks and their files, once or live. */
import { InvalidArgumentError } from 'commander'
import type { StatusReport, StatusSource } from '../../app/index.ts'
import { exitCodes } from '../../core/index.ts'
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'
import { parseMoment } from '../parse-moment.ts'

const statuses = ['NoStart', 'Running', 'Success', 'Failed', 'Waiting'] as const
type Status = (typeof statuses)[number]

type StatusFlags = Parameters<typeof cloudOverrides>[0] & {
  readonly since?: Date
  readonly until?: Date
  readonly database?: string
  readonly status?: readonly Status[]
  readonly watch?: boolean
  readonly interval?: number
}

const defaultIntervalSeconds = 15
const clearScreen = '\x1b[H\x1b[2J'

export function registerStatus(host: CommandHost): void {
  const { program, text, context } = host
  const moment = (value: string) => {
    const at = parseMoment(value, context.clock.now())
    if (at) return at
    const reason = {
      en: 'must be a date, a time, or a time ago such as 12h or 7d',
      zh: '必须为日期、时间，或 12h、7d 这样的时长',
    }
    throw new InvalidArgumentError(text(reason))
  }
  const command = program
    .command('status')
    .description(
      text({
        en: 'Show migration tasks and their files, of the last seven days by default, with what each failure means (exit code 3: a task has failed)',
        zh: '查看迁移任务及其文件（默认最近 7 天），并解读失败原因（退出码 3：有任务失败）',
      }),
    )
    .option(
      '--since <time>',
      text({
        en: 'from: 2026-11-22, "2026-11-22 14:05", 12h, 7d',
        zh: '起始时间：2026-11-22、"2026-11-22 14:05"、12h、7d',
      }),
      moment,
    )
    .option(
      '--until <time>',
      text({ en: 'to; default: now', zh: '结束时间，默认为当前时间' }),
      moment,
    )
    .option('--database <name>', text({ en: 'tasks of one database', zh: '只看一个数据库的任务' }))
    .option(
      '--status <words>',
      text({
        en: `of ${statuses.join(', ')}, separated by commas`,
        zh: `${statuses.join('、')}，用逗号分隔`,
      }),
      (value: string) => statusWords(host, value),
    )
    .option(
      '--watch',
      text({ en: 'ask again and again until Ctrl-C', zh: '持续刷新，按 Ctrl-C 结束' }),
    )
    .option(
      '--interval <seconds>',
      text({
        en: 'time between two questions with --watch, 5 to 3600 (default: 15)',
        zh: '--watch 的刷新间隔（秒），5～3600，默认 15',
      }),
      (value: string) => seconds(host, value),
    )
    .option(
      '--json',
      text({
        en: 'print JSON; with --watch one object per line',
        zh: '输出 JSON；与 --watch 同用时每行一个对象',
      }),
    )
  addCloudOptions(command, host, ['instance'])
  command.action(async (flags: StatusFlags) => {
    const { openStatus } = await import('../../app/index.ts')
    const { since, until, database, status } = flags
    const filter = { since, until, database, statuses: status }
    const source = await openStatus(context, cloudOverrides(flags, host), filter)
    try {
      if (flags.watch) await watch(host, source, flags.interval ?? defaultIntervalSeconds)
      else {
        const report = await source.ask()
        await show(host, report)
        host.finish(hasFailed(report) ? exitCodes.warnings : exitCodes.done)
      }
    } finally {
      await source.close()
    }
  })
}

function hasFailed(report: StatusReport): boolean {
  return report.tasks.some(({ task }) => task.status === 'Failed')
}

async function show({ io, globals, context }: CommandHost, report: StatusReport): Promise<void> {
  const { renderStatus, statusToJson } = await import('../render/status.ts')
  const nowMs = context.clock.now()
  const { language } = globals
  io.stdout.write(
    globals.json
      ? `${JSON.stringify(await statusToJson(report, nowMs))}\n`
      : await renderStatus(report, { language, output: io.stdout, env: io.env, nowMs }),
  )
}

/** Redraws on a terminal; elsewhere prints a line for each change. Ends with the signal. */
async function watch(host: CommandHost, source: StatusSource, everySeconds: number): Promise<void> {
  const { io, globals, context, endsBySignal } = host
  const { renderStatusChanges } = await import('../render/status.ts')
  endsBySignal()
  let before: StatusReport | undefined
  while (!context.signal.aborted) {
    const report = await source.ask()
    if (globals.json) await show(host, report)
    else if (io.stdout.isTerminal) {
      io.stdout.write(clearScreen)
      await show(host, report)
    } else io.stdout.write(renderStatusChanges(report, before, globals.language))
    before = report
    // The signal ends the wait; that is how watching is meant to end.
    await context.clock.sleep(everySeconds * 1000, context.signal).catch(() => {})
  }
}

function statusWords(host: CommandHost, value: string): Status[] {
  return value.split(',').map((word) => {
    const found = statuses.find((status) => status.toLowerCase() === word.trim().toLowerCase())
    if (found) return found
    const known = statuses.join(', ')
    throw new InvalidArgumentError(
      host.text({ en: `must be of ${known}`, zh: `必须为 ${known} 之一` }),
    )
  })
}

function seconds(host: CommandHost, value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0
  if (number >= 5 && number <= 3600) return number
  throw new InvalidArgumentError(host.text({ en: 'must be 5 to 3600', zh: '必须为 5～3600' }))
}
