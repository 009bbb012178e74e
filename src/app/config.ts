/**
 * Settings of a run: what the options say, else the environment, else the profile, else the defaults.
 * Secrets are no settings: credentials.ts finds them.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import {
  type ConfigFile,
  checkConfigFile,
  checkSettings,
  optionsSource,
  type ProfileSettings,
  type SettingName,
  settingNames,
} from './config-schema.ts'
import { parseYaml } from './config-yaml.ts'
import type { AppContext } from './context.ts'
import { appError } from './errors.ts'
import { defaultHome } from './home.ts'
import { mostSimilar } from './similar.ts'

/** What a command got as options; undefined counts as not given. */
export type SettingOverrides = { readonly [K in SettingName]?: ProfileSettings[K] | undefined } & {
  readonly profile?: string | undefined
  /** Path of the configuration file. */
  readonly config?: string | undefined
  /** Path of the state folder. */
  readonly home?: string | undefined
}

export interface Settings extends ProfileSettings {
  readonly internal: boolean
  readonly signatureVersion: 'v4' | 'v1'
  /** Parts and files in flight, 1 to 64. */
  readonly parallel: number
  /** Absolute path of the state folder. */
  readonly home: string
  /** The file the profile came from, or undefined. */
  readonly configPath: string | undefined
  readonly profile: string | undefined
  /** Proxies of the environment; `proxy` outranks them. */
  readonly environmentProxy: EnvironmentProxy
}

export interface EnvironmentProxy {
  readonly http: string | undefined
  readonly https: string | undefined
  /** Hosts that are reached directly, as NO_PROXY lists them. */
  readonly except: readonly string[]
}

/** Names in the order in which they are looked up. */
const variables: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  region: ['REGION', 'ALIBABA_CLOUD_REGION_ID'],
  instance: ['INSTANCE_ID'],
  bucket: ['OSS_BUCKET'],
  ossEndpoint: ['OSS_ENDPOINT'],
  rdsEndpoint: ['RDS_ENDPOINT'],
  caFile: ['NODE_EXTRA_CA_CERTS'],
}

const options: Readonly<Partial<Record<SettingName, string>>> = {
  instance: '--instance ID',
  bucket: '--bucket NAME',
  region: '--region ID',
}

/**
 * Returns the settings of a run.
 * @throws CONFIG_FILE_MISSING, CONFIG_FILE_UNREADABLE, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE, CONFIG_SECRET_IN_FILE,
 *   CONFIG_PROFILE_UNKNOWN
 */
export async function loadSettings(
  context: Pick<AppContext, 'env' | 'cwd'>,
  overrides: SettingOverrides = {},
): Promise<Settings> {
  const { env, cwd } = context
  const found = await readConfigFile(env, cwd, overrides.config)
  const profile = overrides.profile ?? (env['SQLFERRY_PROFILE'] || found?.file.profile)
  const { profile: _profile, config: _config, home: _home, ...given } = overrides
  const merged: ProfileSettings = {
    ...found?.file.defaults,
    ...(profile === undefined ? {} : profileNamed(profile, found)),
    ...settingsInEnvironment(env),
    ...checkSettings(withoutUndefined(given), optionsSource),
  }
  return {
    ...merged,
    internal: merged.internal ?? false,
    signatureVersion: merged.signatureVersion ?? 'v4',
    parallel: merged.parallel ?? 4,
    home: resolve(cwd, overrides.home ?? (env['SQLFERRY_HOME'] || defaultHome(env))),
    configPath: found?.path,
    profile,
    environmentProxy: proxyOfEnvironment(env),
  }
}

/** Returns a setting that the command cannot do without. @throws CONFIG_SETTING_MISSING with the ways to give it */
export function requireSetting(
  settings: Settings,
  key: 'region' | 'instance' | 'bucket' | 'ossEndpoint' | 'rdsEndpoint',
): string {
  const value = settings[key]
  if (value !== undefined) return value
  const variable = variables[key]?.[0] ?? ''
  throw appError('CONFIG_SETTING_MISSING', {
    key,
    variable,
    option: options[key] ?? `${key}: VALUE`,
  })
}

async function readConfigFile(
  env: AppContext['env'],
  cwd: string,
  asked: string | undefined,
): Promise<{ readonly path: string; readonly file: ConfigFile } | undefined> {
  const named = asked ?? (env['SQLFERRY_CONFIG'] || undefined)
  const path = named === undefined ? join(cwd, 'sqlferry.yaml') : absolute(cwd, named)
  if (!existsSync(path)) {
    if (named === undefined) return undefined
    throw appError('CONFIG_FILE_MISSING', { path })
  }
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw appError('CONFIG_FILE_UNREADABLE', { path, reason: error.message }, { cause: error })
  })
  return { path, file: checkConfigFile(await parseYaml(text, path), path) }
}

function profileNamed(
  profile: string,
  found: { readonly path: string; readonly file: ConfigFile } | undefined,
): ProfileSettings {
  const profiles = found?.file.profiles ?? {}
  if (Object.hasOwn(profiles, profile)) return profiles[profile] ?? {}
  const names = Object.keys(profiles)
  throw appError('CONFIG_PROFILE_UNKNOWN', {
    profile,
    path: found?.path ?? 'sqlferry.yaml',
    nearest: mostSimilar(profile, names) ?? '-',
    accepted: names.join(', ') || '-',
  })
}

function settingsInEnvironment(env: AppContext['env']): ProfileSettings {
  const values: Record<string, string> = {}
  let source = ''
  for (const name of settingNames) {
    const variable = variables[name]?.find((each) => env[each])
    const value = variable === undefined ? undefined : env[variable]
    if (variable === undefined || value === undefined) continue
    values[name] = value
    source += `${source ? ', ' : ''}${variable}`
  }
  return checkSettings(values, source)
}

function proxyOfEnvironment(env: AppContext['env']): EnvironmentProxy {
  const first = (...names: string[]) => names.map((name) => env[name]).find((value) => value)
  return {
    http: first('http_proxy', 'HTTP_PROXY'),
    https: first('https_proxy', 'HTTPS_PROXY'),
    except: (first('no_proxy', 'NO_PROXY') ?? '').split(/[\s,]+/).filter((host) => host !== ''),
  }
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function absolute(cwd: string, path: string): string {
  return isAbsolute(path) ? path : resolve(cwd, path)
}
