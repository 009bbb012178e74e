/** `sqlferry import`: in place of the official Python script, with the same short options. */
import { InvalidArgumentError } from 'commander'
import type { ImportReport, ImportRequest } from '../../app/index.ts'
import { type CloudCredentials, exitCodes, isMigrationError } from '../../core/index.ts'
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'
import type { ImportRendering } from '../render/import.ts'

type ImportFlags = Omit<Parameters<typeof cloudOverrides>[0], 'ossEndpoint'> & {
  readonly accessKeyId?: string
  readonly accessKeySecret?: string
  readonly endpoint?: string
  readonly ossEndpoint?: string
  readonly directory: string
  readonly byHeader?: boolean
  readonly dryRun?: boolean
  readonly wait?: boolean
  readonly again?: readonly string[]
  readonly only?: readonly string[]
  readonly map?: Readonly<Record<string, string>>
  readonly skipChecks?: boolean
}

/** The line that the script prints for `-h`. @source manual, step 3 [spec] */
const usage =
  '-k <access_key_id> -s <access_key_secret> -i <rds_instance_id> -e <oss_endpoint> -b <oss_bucket> -d <directory>'

const tokenVariables = ['OSS_SESSION_TOKEN', 'ALIBABA_CLOUD_SECURITY_TOKEN']
const secretVariables = ['OSS_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET']

export function registerImport(host: CommandHost): void {
  const { program, text } = host
  const command = program
    .command('import')
    .usage(usage)
    .description(
      text({
        en: 'Create one restore task per full backup in a folder of a bucket; takes the options of RDSSQLCreateMigrateTasksBatchly.py (exit code 3: some files were left out)',
        zh: '为 Bucket 文件夹中的每个完整备份创建一个还原任务；参数与 RDSSQLCreateMigrateTasksBatchly.py 相同（退出码 3：部分文件未导入）',
      }),
    )
    .option(
      '-k, --access-key-id <id>',
      text({
        en: 'AccessKey ID; better left to the environment or a profile',
        zh: 'AccessKey ID；建议改用环境变量或配置文件',
      }),
    )
    .option(
      '-s, --access-key-secret <secret>',
      text({
        en: 'AccessKey secret; other users of this machine can see it here, so set ALIBABA_CLOUD_ACCESS_KEY_SECRET instead',
        zh: 'AccessKey Secret；本机其他用户可以看到命令行，请改用环境变量 ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      }),
    )
    .option(
      '-i, --instance <id>',
      text({ en: 'destination instance, rm-...', zh: '目标 RDS 实例 ID（rm-...）' }),
    )
    .option(
      '-e, --endpoint <host>',
      text({
        en: 'OSS endpoint of the bucket, such as oss-cn-beijing.aliyuncs.com',
        zh: 'Bucket 的 OSS Endpoint，例如 oss-cn-beijing.aliyuncs.com',
      }),
    )
    .option(
      '-b, --bucket <name>',
      text({ en: 'bucket that holds the backups', zh: '存放备份文件的 Bucket' }),
    )
    .requiredOption(
      '-d, --directory <folder>',
      text({ en: 'folder in the bucket; / for its root', zh: 'Bucket 中的文件夹；根目录填 /' }),
    )
    .option(
      '--by-header',
      text({
        en: 'the header of each backup says which database it is, not its name',
        zh: '由备份头决定库名，而不是文件名',
      }),
    )
    .option('--dry-run', text({ en: 'only show what would be created', zh: '只显示将创建的任务' }))
    .option('--wait', text({ en: 'watch the tasks until they have ended', zh: '等待所有任务结束' }))
    .option(
      '--only <files>',
      text({ en: 'files to import, separated by commas', zh: '只导入指定的文件，用逗号分隔' }),
      list,
    )
    .option(
      '--map <old=new>',
      text({ en: 'another name for a database; may be repeated', zh: '更改库名，可重复指定' }),
      (value: string, before: ImportFlags['map']) => ({ ...before, ...renaming(host, value) }),
    )
    .option(
      '--again <databases>',
      text({
        en: 'create a task although one failed, ended, or waits for a decision',
        zh: '即使已有失败、结束或等待人工决定的任务，也再次创建',
      }),
      list,
    )
    .option(
      '--skip-checks',
      text({ en: 'do not run the checks of doctor first', zh: '不先运行 doctor 的检查' }),
    )
    .option('--json', text({ en: 'print one JSON object', zh: '输出一个 JSON 对象' }))
  addCloudOptions(command, host)
  command.action(async (flags: ImportFlags) => runImport(host, flags))
}

async function runImport(host: CommandHost, flags: ImportFlags): Promise<void> {
  const { io, context, globals, finish } = host
  const [{ importBackups }, render] = await Promise.all([
    import('../../app/index.ts'),
    import('../render/import.ts'),
  ])
  const how: ImportRendering = {
    language: globals.language,
    output: io.stdout,
    env: io.env,
    given: {
      instanceId: flags.instance ?? io.env['INSTANCE_ID'] ?? '',
      bucket: flags.bucket ?? io.env['OSS_BUCKET'] ?? '',
      directory: flags.directory,
    },
  }
  const { directory, byHeader, dryRun, wait, again, only, skipChecks } = flags
  const { ossEndpoint = flags.endpoint, ...rest } = flags
  const request: ImportRequest = {
    ...cloudOverrides({ ...rest, ...(ossEndpoint !== undefined && { ossEndpoint }) }, host),
    ...{ directory, byHeader, dryRun, wait, again, only, skipChecks },
    renames: flags.map,
    credentials: givenCredentials(host, flags),
  }
  const printed = new Map<string, string>()
  let printing: Promise<void> = Promise.resolve()
  const onFile = (file: ImportReport['files'][number]) => {
    printing = printing.then(async () => {
      const lines = await render.renderImportedFile(file, how)
      // While tasks are watched a file is told of again; its warnings are not news then.
      if (lines !== '' && printed.get(file.key) !== lines) io.stdout.write(lines)
      printed.set(file.key, lines)
    })
  }
  try {
    const report = await importBackups(context, request, {
      ...(!globals.json && { onFile }),
      onFindings: (findings) => showFindings(host, findings),
    })
    await printing
    io.stdout.write(
      globals.json
        ? `${JSON.stringify(await render.importToJson(report))}\n`
        : render.renderImportReport(report, how),
    )
    for (const code of exitCodesOf(report)) finish(code)
  } catch (error) {
    await printing
    // The script's own line first, for whoever looks for it; cause and solution follow from main.
    const documented = isMigrationError(error) && (await documentedLine(error, how))
    if (documented && !globals.json) io.stdout.write(`${documented}\n`)
    throw error
  }
}

async function documentedLine(
  error: Parameters<typeof import('../../app/index.ts').documentedMessage>[0],
  how: ImportRendering,
): Promise<string | undefined> {
  const { documentedMessage } = await import('../../app/index.ts')
  return documentedMessage(error, how.given)
}

/** A failed task decides the exit code by its error; files that were left out are a warning. */
function exitCodesOf(report: ImportReport) {
  return report.files.flatMap(({ outcome, error }) => {
    if (outcome === 'failed') return [error?.exit ?? exitCodes.rds]
    return outcome === 'filtered' || outcome === 'refused' || outcome === 'not-run'
      ? [exitCodes.warnings]
      : []
  })
}

function showFindings(
  { context, globals }: CommandHost,
  findings: Parameters<
    NonNullable<Parameters<typeof import('../../app/index.ts').importBackups>[2]['onFindings']>
  >[0],
): void {
  for (const { verdict, title, fact, action } of findings) {
    if (verdict !== 'blocked' && verdict !== 'warning') continue
    const line = (language: typeof globals.language) => {
      const [colon, stop] = language === 'zh' ? (['：', '。'] as const) : ([': ', '. '] as const)
      return `${title[language]}${colon}${fact[language]}${action ? `${stop}${action[language]}` : ''}`
    }
    context.notify({ level: 'warning', text: { en: line('en'), zh: line('zh') } })
  }
}

/** Keys of the command line, with the secret from the environment where only the id was given. */
function givenCredentials(
  { context, io }: CommandHost,
  flags: ImportFlags,
): CloudCredentials | undefined {
  const inEnvironment = (names: readonly string[]) =>
    names.map((name) => io.env[name]).find((value) => value)
  if (flags.accessKeySecret !== undefined) {
    context.keepSecret?.(flags.accessKeySecret)
    context.notify({
      level: 'warning',
      text: {
        en: 'the AccessKey secret was given on the command line, where other users and the shell history can see it; set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET instead',
        zh: 'AccessKey Secret 出现在命令行中，其他用户和命令历史都可能看到；请改用环境变量 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      },
    })
  }
  const { accessKeyId, accessKeySecret = inEnvironment(secretVariables) } = flags
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined
  // A temporary key needs its token, which the script had no option for.
  const securityToken = accessKeyId.startsWith('STS.') ? inEnvironment(tokenVariables) : undefined
  return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) }
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function renaming(host: CommandHost, value: string): Record<string, string> {
  const at = value.indexOf('=')
  if (at > 0 && at < value.length - 1) return { [value.slice(0, at)]: value.slice(at + 1) }
  throw new InvalidArgumentError(
    host.text({ en: 'must be <old>=<new>', zh: '必须为 <原名>=<新名>' }),
  )
}
