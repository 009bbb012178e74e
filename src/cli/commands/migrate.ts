/** `sqlferry migrate`: a folder of backups becomes databases on an RDS instance. */
import { InvalidArgumentError } from 'commander'
import type { DoctorReport, MigrateOutcome } from '../../app/index.ts'
import { exitCodes } from '../../core/index.ts'
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'

type MigrateFlags = Parameters<typeof cloudOverrides>[0] & {
  readonly prefix?: string
  readonly yes?: boolean
  readonly only?: readonly string[]
  readonly again?: readonly string[]
  readonly adopt?: readonly { readonly database: string; readonly migrateTaskId: string }[]
  readonly parallelUploads?: number
  readonly parallelRestores?: number
  readonly paranoid?: boolean
  readonly verify?: boolean
}

export function registerMigrate(host: CommandHost): void {
  const { program, text } = host
  const command = program
    .command('migrate')
    .argument('<folder>', text({ en: 'folder of backup files', zh: '备份文件所在的文件夹' }))
    .description(
      text({
        en: 'Migrate a folder of full backups: check, inspect, show the plan and ask, upload, have RDS restore, watch. Run it again after any interruption (exit code 3: some files were refused)',
        zh: '迁移一个文件夹中的完整备份：检查、读取、显示迁移计划并询问、上传、由 RDS 还原并跟踪。中断后重新运行同一命令即可继续（退出码 3：部分文件被拒绝）',
      }),
    )
    .option(
      '-y, --yes',
      text({ en: 'carry out the plan without asking', zh: '不询问，直接执行迁移计划' }),
    )
    .option(
      '--prefix <prefix>',
      text({
        en: 'where object keys begin: letters, digits, _ . and / (default: sqlferry)',
        zh: 'Object 名称前缀：字母、数字、_、. 和 /（默认 sqlferry）',
      }),
    )
    .option(
      '--only <names>',
      text({
        en: 'databases or files to migrate, separated by commas; a file decides between two claims to one database',
        zh: '只迁移指定的数据库或文件，用逗号分隔；多个文件含有同一数据库时用文件名指定其一',
      }),
      list,
    )
    .option(
      '--again <databases>',
      text({
        en: 'restore once more what failed at RDS, was dropped there, or waits for a decision',
        zh: '再次还原在 RDS 上失败、被删除或等待人工决定的数据库',
      }),
      list,
    )
    .option(
      '--adopt <database=task>',
      text({
        en: 'say which RDS task is ours, for a database that waits for a decision; may be repeated',
        zh: '为等待人工决定的数据库指定属于我们的 RDS 任务，可重复指定',
      }),
      (value: string, before: MigrateFlags['adopt']) => [...(before ?? []), adoption(host, value)],
    )
    .option(
      '--parallel-uploads <n>',
      text({ en: 'files uploaded at once (default: 2)', zh: '同时上传的文件数（默认 2）' }),
      count(host),
    )
    .option(
      '--parallel-restores <n>',
      text({
        en: 'databases that RDS restores at once (default: 4)',
        zh: '由 RDS 同时还原的数据库数（默认 4）',
      }),
      count(host),
    )
    .option(
      '--paranoid',
      text({
        en: 'read again what an earlier run sent instead of trusting size and time of the file',
        zh: '重新读取此前已上传的部分，而不是相信文件大小和修改时间',
      }),
    )
    .option(
      '--no-verify',
      text({
        en: 'complete uploads without proving that each backup is sound',
        zh: '不校验备份是否完好即完成上传',
      }),
    )
    .option('--json', text({ en: 'print one JSON object per line', zh: '每行输出一个 JSON 对象' }))
  addCloudOptions(command, host, ['instance', 'bucket', 'parallel', 'limitRate'])
  command.action(async (folder: string, flags: MigrateFlags) => {
    const [{ migrate }, render] = await Promise.all([
      import('../../app/index.ts'),
      import('../render/migrate.ts'),
    ])
    const isApproved = flags.yes === true
    const view = host.globals.json
      ? render.jsonView(host, isApproved)
      : render.textView(host, isApproved)
    const { prefix, only, again, adopt, paranoid, parallelUploads, parallelRestores, verify } =
      flags
    const request = {
      ...cloudOverrides(flags, host),
      ...{ folder, prefix, only, again, paranoid, parallelUploads, parallelRestores, verify },
      ...(adopt && { adopt }),
    }
    try {
      const outcome = await migrate(host.context, request, view)
      await view.end()
      await showOutcome(host, outcome)
    } finally {
      await view.end()
    }
  })
}

/** Writes what came of it and sets the exit code. */
export async function showOutcome(host: CommandHost, outcome: MigrateOutcome): Promise<void> {
  const { io, globals, finish } = host
  switch (outcome.kind) {
    case 'declined':
      finish(exitCodes.cancelled)
      break
    case 'blocked':
      await showBlocked(host, outcome.report)
      finish(exitCodes.blocked)
      break
    case 'ended': {
      const { migrationResultToJson, renderMigrationResult } = await import(
        '../render/migrate-result.ts'
      )
      const { styleOf } = await import('../render/migrate.ts')
      io.stdout.write(
        globals.json
          ? `${JSON.stringify(await migrationResultToJson(outcome.result, globals.language))}\n`
          : await renderMigrationResult(outcome.result, styleOf(host)),
      )
      finish(outcome.result.exitCode)
      break
    }
  }
}

async function showBlocked({ io, globals }: CommandHost, report: DoctorReport): Promise<void> {
  const { renderBlocked } = await import('../render/migrate.ts')
  io.stdout.write(
    globals.json
      ? `${JSON.stringify({ type: 'blocked', report })}\n`
      : renderBlocked(report, globals.language),
  )
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function count(host: CommandHost): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : 0
    if (number >= 1 && number <= 64) return number
    throw new InvalidArgumentError(host.text({ en: 'must be 1 to 64', zh: '必须为 1～64' }))
  }
}

function adoption(host: CommandHost, value: string) {
  const at = value.lastIndexOf('=')
  if (at > 0 && at < value.length - 1)
    return { database: value.slice(0, at), migrateTaskId: value.slice(at + 1) }
  throw new InvalidArgumentError(
    host.text({ en: 'must be <database>=<task id>', zh: '必须为 <数据库>=<任务 ID>' }),
  )
}
