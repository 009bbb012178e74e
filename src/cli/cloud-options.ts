/**
 * The options of every command that talks to the cloud, so that they read the same everywhere. What they mean
 * together with the environment and the profile is decided in app.
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SettingOverrides } from '../app/index.ts'
import type { Language } from '../core/index.ts'
import type { CommandHost } from './main.ts'

type CloudOption = 'instance' | 'bucket' | 'parallel' | 'limitRate'

const texts = {
  region: { en: 'region id, such as cn-hangzhou', zh: '地域 ID，例如 cn-hangzhou' },
  ossEndpoint: { en: 'OSS endpoint, host or URL', zh: 'OSS 的 Endpoint（主机名或 URL）' },
  rdsEndpoint: { en: 'RDS endpoint, host or URL', zh: 'RDS 的 Endpoint（主机名或 URL）' },
  internal: {
    en: 'use the endpoints inside Alibaba Cloud (no traffic fee)',
    zh: '使用阿里云内网 Endpoint（不产生流量费用）',
  },
  signature: { en: 'signature version of OSS requests', zh: 'OSS 请求的签名版本' },
  proxy: { en: 'HTTP(S) proxy', zh: 'HTTP(S) 代理' },
  caFile: {
    en: 'PEM file with further certificate authorities',
    zh: '附加 CA 证书文件（PEM 格式）',
  },
  instance: { en: 'destination instance, rm-...', zh: '目标 RDS 实例 ID（rm-...）' },
  bucket: { en: 'bucket that the backups go through', zh: '存放备份文件的存储空间（Bucket）' },
  parallel: { en: 'parts sent at once, 1 to 64', zh: '并行上传的分片数（1～64）' },
  limitRate: {
    en: 'upper bound of the sending rate, such as 20MiB',
    zh: '上传速率上限，例如 20MiB',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>

/**
 * Adds the connection options to a command, and of the others those that it names.
 * Read them with `cloudOverrides` in the command's action.
 */
export function addCloudOptions(
  command: Command,
  host: CommandHost,
  also: readonly CloudOption[] = [],
): Command {
  const text = (name: keyof typeof texts) => host.text(texts[name])
  if (also.includes('instance')) command.option('--instance <id>', text('instance'))
  if (also.includes('bucket')) command.option('--bucket <name>', text('bucket'))
  if (also.includes('parallel'))
    command.option('--parallel <n>', text('parallel'), wholeNumber(host))
  if (also.includes('limitRate')) command.option('--limit-rate <rate>', text('limitRate'))
  command.option('--region <id>', text('region'))
  command.option('--oss-endpoint <host>', text('ossEndpoint'))
  command.option('--rds-endpoint <host>', text('rdsEndpoint'))
  command.option('--internal', text('internal'))
  command.addOption(
    new Option('--signature-version <version>', text('signature')).choices(['v4', 'v1']),
  )
  command.option('--proxy <url>', text('proxy'))
  command.option('--ca-file <file>', text('caFile'))
  return command
}

/** What commander makes of the options above. */
interface ParsedCloudOptions {
  readonly instance?: string
  readonly bucket?: string
  readonly parallel?: number
  readonly limitRate?: string
  readonly region?: string
  readonly ossEndpoint?: string
  readonly rdsEndpoint?: string
  readonly internal?: boolean
  readonly signatureVersion?: 'v4' | 'v1'
  readonly proxy?: string
  readonly caFile?: string
}

/** Returns the settings that the options and the global options give; what was not given is undefined. */
export function cloudOverrides(parsed: ParsedCloudOptions, host: CommandHost): SettingOverrides {
  const { profile, config, home } = host.globals
  const { instance, bucket, parallel, limitRate, region } = parsed
  const { ossEndpoint, rdsEndpoint, internal, signatureVersion, proxy, caFile } = parsed
  return {
    ...{ profile, config, home },
    ...{ instance, bucket, parallel, limitRate, region },
    ...{ ossEndpoint, rdsEndpoint, internal, signatureVersion, proxy, caFile },
  }
}

function wholeNumber(host: CommandHost): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text)) return Number(text)
    throw new InvalidArgumentError(host.text({ en: 'it must be a whole number', zh: '必须为整数' }))
  }
}
