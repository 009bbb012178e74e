/**
 * What may stand in sqlferry.yaml, and in the settings made from it; the only file that knows valibot.
 *
 *   profile: production           which profile to use when nobody names one
 *   defaults: { region: ... }     settings for all profiles
 *   profiles: { production: { instance: ..., bucket: ... } }
 */
import * as v from 'valibot'
import { appError } from './errors.ts'
import { mostSimilar } from './similar.ts'

/**
 * The settings of one profile; every one may be missing. Written out, so that the published types need no valibot.
 */
export interface ProfileSettings {
  region?: string | undefined
  instance?: string | undefined
  bucket?: string | undefined
  /** Of the object keys. */
  prefix?: string | undefined
  ossEndpoint?: string | undefined
  rdsEndpoint?: string | undefined
  /** Internal endpoints: for machines in the region of the bucket. */
  internal?: boolean | undefined
  signatureVersion?: 'v4' | 'v1' | undefined
  /** URL with http or https. */
  proxy?: string | undefined
  /** Path of a PEM file. */
  caFile?: string | undefined
  /** 1 to 64. */
  parallel?: number | undefined
  /** Such as `20MiB`, per second. */
  limitRate?: string | undefined
}

export type SettingName = keyof ProfileSettings

const text = v.pipe(v.string('must be text'), v.trim(), v.minLength(1, 'must not be empty'))
const url = v.pipe(text, v.check(isProxyUrl, 'must be a URL such as http://proxy:3128'))
const rate = v.pipe(
  text,
  v.regex(/^\d+(\.\d+)? ?([kmgt]i?b?)?(\/s)?$/i, 'must be a rate such as 20MiB'),
)

const settingEntries = {
  region: v.pipe(
    text,
    v.regex(/^[a-z]{2,}-[a-z0-9-]+$/, 'must be a region id such as cn-hangzhou'),
  ),
  instance: text,
  bucket: text,
  prefix: v.string('must be text'),
  ossEndpoint: text,
  rdsEndpoint: text,
  internal: v.boolean('must be true or false'),
  signatureVersion: v.picklist(['v4', 'v1'], 'must be v4 or v1'),
  proxy: url,
  caFile: text,
  parallel: v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(1, 'must be 1 to 64'),
    v.maxValue(64, 'must be 1 to 64'),
  ),
  limitRate: rate,
} satisfies Readonly<Record<SettingName, v.GenericSchema>>

const settingsSchema = v.partial(v.object(settingEntries))

export const settingNames = Object.keys(settingEntries) as readonly SettingName[]

export interface ConfigFile {
  readonly profile: string | undefined
  readonly defaults: ProfileSettings
  readonly profiles: Readonly<Record<string, ProfileSettings>>
}

const fileKeys = ['profile', 'defaults', 'profiles'] as const
const secretKey = /secret|password|passwd|token|access.?key/i

/**
 * Returns the checked contents of a configuration file.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_SECRET_IN_FILE, CONFIG_BAD_VALUE; each names the key with its full path
 */
export function checkConfigFile(document: unknown, path: string): ConfigFile {
  const file = objectAt(document ?? {}, '', path)
  refuseUnknown(file, '', fileKeys, path)
  const { profile, defaults, profiles } = file
  if (profile !== undefined && typeof profile !== 'string') {
    throw appError('CONFIG_BAD_VALUE', { key: 'profile', source: path, reason: 'must be text' })
  }
  const named = Object.entries(objectAt(profiles ?? {}, 'profiles', path)).map(
    ([name, value]) => [name, settingsAt(value ?? {}, `profiles.${name}`, path)] as const,
  )
  return {
    profile,
    defaults: settingsAt(defaults ?? {}, 'defaults', path),
    profiles: Object.fromEntries(named),
  }
}

/** The source of settings that stood on the command line, where they have other names. */
export const optionsSource = 'the options'

/** `limitRate` as `--limit-rate`. */
function optionName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Returns the value of one setting from another source than the file. @throws CONFIG_BAD_VALUE */
export function checkSettings(values: unknown, source: string): ProfileSettings {
  const result = v.safeParse(settingsSchema, values, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const key = issue.path?.map((item) => String(item.key)).join('.') ?? ''
  const named = source === optionsSource ? optionName(key) : key
  throw appError('CONFIG_BAD_VALUE', { key: named, source, reason: issue.message })
}

function settingsAt(value: unknown, at: string, path: string): ProfileSettings {
  const settings = objectAt(value, at, path)
  refuseUnknown(settings, at, settingNames, path)
  return checkSettings(settings, path)
}

function objectAt(value: unknown, at: string, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  const key = at || 'the whole file'
  throw appError('CONFIG_BAD_VALUE', { key, source: path, reason: 'must be keys with values' })
}

function refuseUnknown(
  object: Readonly<Record<string, unknown>>,
  at: string,
  accepted: readonly string[],
  path: string,
): void {
  for (const name of Object.keys(object)) {
    if (accepted.includes(name)) continue
    const key = at ? `${at}.${name}` : name
    if (secretKey.test(name)) throw appError('CONFIG_SECRET_IN_FILE', { path, key })
    throw appError('CONFIG_UNKNOWN_KEY', {
      key,
      path,
      nearest: mostSimilar(name, accepted) ?? '-',
      accepted: accepted.join(', '),
    })
  }
}

function isProxyUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
