/**
 * Builds the real clients of the bucket and the destination from settings and credentials. The only place that does;
 * everything above gets the ports.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CloudCredentials, CredentialProvider } from '../core/index.ts'
import type { ObjectStorage } from '../oss/index.ts'
import type { RestoreTarget } from '../rds/index.ts'
import { requireSetting, type Settings } from './config.ts'
import type { AppContext } from './context.ts'
import { credentialProvider } from './credentials.ts'
import { hostOf, internalRdsEndpointOf, ossEndpointOf, regionOfOssEndpoint } from './endpoints.ts'
import { appError } from './errors.ts'
import { proxyFor } from './proxy.ts'

export interface Cloud {
  readonly region: string
  readonly storage: ObjectStorage
  readonly target: RestoreTarget
  readonly credentials: CredentialProvider
  /** The host to name in restore tasks: RDS reads the bucket itself, so it is not the one that we send through. */
  readonly ossEndpointForTasks: string
  /** Secrets learned so far: nothing that is printed or stored may contain them. */
  secrets(): readonly string[]
  /** Ends idle connections. */
  close(): Promise<void>
}

export interface CloudOptions {
  /** Keys given as options; outrank the environment. */
  readonly credentials?: CloudCredentials
}

/**
 * Returns the clients for the settings. Makes no call: wrong keys and unreachable hosts show at the first one.
 * @throws CONFIG_SETTING_MISSING where the region is neither given nor told by the endpoint, CONFIG_CA_FILE_UNREADABLE
 */
export async function openCloud(
  context: AppContext,
  settings: Settings,
  options: CloudOptions = {},
): Promise<Cloud> {
  const secrets = new Set<string>()
  const keepSecret = (secret: string) => {
    secrets.add(secret)
    context.keepSecret?.(secret)
  }
  const region = regionOf(settings)
  const ossEndpoint = settings.ossEndpoint ?? ossEndpointOf(region, settings.internal)
  const rdsEndpoint =
    settings.rdsEndpoint ?? (settings.internal ? internalRdsEndpointOf(region) : undefined)
  const credentials = credentialProvider(
    { ...context, keepSecret },
    options.credentials ? { given: options.credentials } : {},
  )
  const ca = await readCertificates(context, settings.caFile)
  const proxyTo = (endpoint: string) => {
    const proxy = proxyFor(endpoint, settings.proxy, settings.environmentProxy)
    if (proxy === undefined) return {}
    const { password } = new URL(proxy)
    if (password) keepSecret(decodeURIComponent(password))
    return { proxy }
  }
  const common = {
    credentials,
    clock: context.clock,
    ids: context.ids,
    ...(ca === undefined ? {} : { ca }),
  }
  const [{ ossStorage }, { rdsTarget }] = await Promise.all([
    import('../oss/index.ts'),
    import('../rds/index.ts'),
  ])
  const storage = ossStorage({
    ...common,
    ...proxyTo(ossEndpoint),
    endpoint: ossEndpoint,
    region,
    signatureVersion: settings.signatureVersion,
  })
  const target = rdsTarget({
    ...common,
    ...proxyTo(rdsEndpoint ?? `rds.${region}.aliyuncs.com`),
    ...(rdsEndpoint === undefined ? {} : { endpoint: rdsEndpoint }),
    regionId: region,
  })
  return {
    region,
    storage,
    target,
    credentials,
    ossEndpointForTasks: endpointForTasks(ossEndpoint),
    secrets: () => [...secrets],
    close: () => storage.close(),
  }
}

function regionOf(settings: Settings): string {
  const told =
    settings.region ??
    (settings.ossEndpoint === undefined ? undefined : regionOfOssEndpoint(settings.ossEndpoint))
  return told ?? requireSetting(settings, 'region')
}

/** @source CreateMigrateTask, OssObjectPositions: the examples name the public host [spec] */
function endpointForTasks(ossEndpoint: string): string {
  const region = regionOfOssEndpoint(ossEndpoint)
  return region === undefined ? hostOf(ossEndpoint) : ossEndpointOf(region, false)
}

async function readCertificates(
  context: AppContext,
  path: string | undefined,
): Promise<string | undefined> {
  if (path === undefined) return undefined
  const absolute = resolve(context.cwd, path)
  const text = await readFile(absolute, 'utf8').catch((error: Error) => {
    throw appError(
      'CONFIG_CA_FILE_UNREADABLE',
      { path: absolute, reason: error.message },
      { cause: error },
    )
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw appError('CONFIG_CA_FILE_UNREADABLE', {
    path: absolute,
    reason: 'it holds no PEM certificate',
  })
}
