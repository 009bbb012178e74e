/** `sqlferry sandbox`: a stand-in for OSS and RDS on loopback, until it is told to stop. */
import { InvalidArgumentError, Option } from 'commander'
import type { appError, SandboxFacts, SandboxRequest } from '../../app/index.ts'
import type { CommandHost } from '../main.ts'

interface SandboxFlags {
  readonly data?: string
  readonly ossPort: number
  readonly rdsPort: number
  readonly region: string
  readonly instanceId: string
  readonly instanceVersion: string
  readonly edition: string
  readonly category: string
  readonly storageGb: number
  readonly storageType?: string
  readonly state: string
  readonly lockMode: string
  readonly fault?: readonly string[]
  readonly speed: number
  readonly accessKeyId?: string
  readonly accessKeySecret?: string
}

type InstanceVersion = NonNullable<SandboxRequest['instance']['version']>
type InstanceEdition = NonNullable<SandboxRequest['instance']['edition']>
type InstanceCategory = NonNullable<SandboxRequest['instance']['category']>

const versions: readonly InstanceVersion[] = [
  '2008r2',
  '2012',
  '2014',
  '2016',
  '2017',
  '2019',
  '2022',
]
const editions: readonly InstanceEdition[] = ['web', 'std', 'ent']
const categories: readonly InstanceCategory[] = ['Basic', 'HighAvailability', 'AlwaysOn']

export function registerSandbox(host: CommandHost): void {
  const { program, io, context, globals, text, endsBySignal } = host
  const port = (value: string) => number(host, value, 0, 65_535, true)
  program
    .command('sandbox')
    .description(
      text({
        en: 'Run a stand-in for OSS and RDS on 127.0.0.1 and print how to reach it; stop it with Ctrl-C or SIGTERM',
        zh: '在 127.0.0.1 上运行 OSS 与 RDS 的本地沙箱并输出连接信息；按 Ctrl-C 或发送 SIGTERM 停止',
      }),
    )
    .option(
      '--data <folder>',
      text({
        en: 'folder that keeps buckets, databases and tasks between runs (default: a temporary one)',
        zh: '保存存储空间、数据库和任务的目录，供下次运行继续使用（默认使用临时目录）',
      }),
    )
    .option(
      '--oss-port <port>',
      text({ en: 'port of OSS, 0 picks a free one', zh: 'OSS 端口，0 表示自动选取空闲端口' }),
      port,
      0,
    )
    .option(
      '--rds-port <port>',
      text({
        en: 'port of RDS, RAM and STS, 0 picks a free one',
        zh: 'RDS、RAM 和 STS 端口，0 表示自动选取空闲端口',
      }),
      port,
      0,
    )
    .option('--region <region>', text({ en: 'region', zh: '地域' }), 'cn-hangzhou')
    .option(
      '--instance-id <id>',
      text({ en: 'id of the instance', zh: '实例 ID' }),
      'rm-sandbox0001',
    )
    .addOption(
      new Option(
        '--instance-version <version>',
        text({ en: 'SQL Server version of the instance', zh: '实例的 SQL Server 版本' }),
      )
        .choices(versions)
        .default('2019'),
    )
    .addOption(
      new Option('--edition <edition>', text({ en: 'edition of the instance', zh: '实例版本类型' }))
        .choices(editions)
        .default('std'),
    )
    .addOption(
      new Option('--category <category>', text({ en: 'series of the instance', zh: '实例系列' }))
        .choices(categories)
        .default('HighAvailability'),
    )
    .option(
      '--storage-gb <gigabytes>',
      text({ en: 'storage of the instance in GB', zh: '实例存储空间，单位 GB' }),
      (value: string) => number(host, value, 1, 65_536, true),
      100,
    )
    .option(
      '--storage-type <type>',
      text({
        en: 'such as local_ssd or cloud_essd (default: what the version usually has)',
        zh: '存储类型，例如 local_ssd 或 cloud_essd（默认取该版本常用的类型）',
      }),
    )
    .option(
      '--state <state>',
      text({ en: 'DBInstanceStatus of the instance', zh: '实例状态 DBInstanceStatus' }),
      'Running',
    )
    .option(
      '--lock-mode <mode>',
      text({ en: 'LockMode of the instance', zh: '实例锁定模式 LockMode' }),
      'Unlock',
    )
    .option(
      '--fault <json>',
      text({
        en: 'fault to meet, may be repeated, such as {"kind":"lost-reply","match":{"operation":"CreateMigrateTask"}}',
        zh: '要模拟的故障，可重复指定，例如 {"kind":"lost-reply","match":{"operation":"CreateMigrateTask"}}',
      }),
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option(
      '--speed <factor>',
      text({
        en: 'how many times faster restore tasks run than their made-up rates',
        zh: '还原任务的加速倍数',
      }),
      (value: string) => number(host, value, 0.001, 1_000_000, false),
      1,
    )
    .option(
      '--access-key-id <id>',
      text({ en: 'made-up access key id to accept', zh: '沙箱接受的虚构 AccessKey ID' }),
    )
    .option(
      '--access-key-secret <secret>',
      text({
        en: 'made-up secret of that key; never a real one',
        zh: '对应的虚构 AccessKey Secret，切勿使用真实密钥',
      }),
    )
    .option(
      '--json',
      text({ en: 'print one JSON object instead of lines', zh: '以一个 JSON 对象输出连接信息' }),
    )
    .action(async (flags: SandboxFlags) => {
      endsBySignal()
      const { appError, runSandbox } = await import('../../app/index.ts')
      await runSandbox(context, requestOf(flags, appError), (facts) => {
        io.stdout.write(globals.json ? `${JSON.stringify(facts)}\n` : shellLines(facts))
      })
    })
}

function requestOf(flags: SandboxFlags, makeError: typeof appError): SandboxRequest {
  const { accessKeyId, accessKeySecret, storageType } = flags
  const version = versions.find((known) => known === flags.instanceVersion) ?? '2019'
  const edition = editions.find((known) => known === flags.edition) ?? 'std'
  const category = categories.find((known) => known === flags.category) ?? 'HighAvailability'
  if ((accessKeyId === undefined) !== (accessKeySecret === undefined))
    throw makeError('CLI_MISSING_OPTION', {
      option: accessKeyId === undefined ? '--access-key-id' : '--access-key-secret',
      command: 'sqlferry sandbox',
    })
  return {
    dataFolder: flags.data,
    ossPort: flags.ossPort,
    rdsPort: flags.rdsPort,
    region: flags.region,
    instance: {
      instanceId: flags.instanceId,
      version,
      edition,
      category,
      storageGigabytes: flags.storageGb,
      status: flags.state,
      lockMode: flags.lockMode,
      regionId: flags.region,
      ...(storageType === undefined ? {} : { storageType }),
    },
    faults: flags.fault ?? [],
    speed: flags.speed,
    ...(accessKeyId === undefined || accessKeySecret === undefined
      ? {}
      : { accessKey: { accessKeyId, accessKeySecret } }),
  }
}

/** Returns `NAME=value` lines that a POSIX shell can read with `eval` or `source`. */
function shellLines(facts: SandboxFacts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${shellWord(String(value))}\n`)
    .join('')
}

function shellWord(value: string): string {
  return /^[\w./:@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

function number(
  host: CommandHost,
  text: string,
  least: number,
  most: number,
  isWhole: boolean,
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value)))
    throw new InvalidArgumentError(
      host.text({ en: `must be ${least} to ${most}`, zh: `必须为 ${least}～${most}` }),
    )
  return value
}
