/**
 * Finds the object that a task names and reads what it holds, as RDS does when it downloads, verifies and restores it.
 */
import { type BackupSet, inspectBackup, type MtfInspection } from '../../bak/index.ts'
import type { ByteSource } from '../../core/index.ts'
import type { CreateMigrateTaskRequest } from '../../rds/index.ts'
import type { SandboxObjects } from '../objects.ts'
import { databaseVersionOf, isLocal2008R2 } from './options.ts'
import { type FoundDamage, findDamage, type InspectedObject } from './read-damage.ts'
import { serviceError } from './service-error.ts'
import type { FileFacts, InstanceState } from './state.ts'

/** An object as a task will see it. */
export interface TaskObject {
  readonly fileName: string
  readonly sizeBytes: number
  readonly urlExpiresAt?: number
  readonly facts: FileFacts
}

interface Place {
  readonly bucket: string
  readonly key: string
  readonly endpoint: string
  readonly expiresAt?: number
  /** The signed address that leads there. */
  readonly url?: string
}

interface FoundObject {
  readonly place: Place
  readonly source: ByteSource
  readonly inspected: MtfInspection | undefined
  readonly isReachable: boolean
}

interface TaskSettings {
  readonly accountId: string
  readonly hasImportRole: boolean
  readonly readsWholeUpToBytes: number
}

/** 3 TiB. @source cloud-api facts 1.12: one backup file is at most 3 TB [spec]; binary terabytes [guess] */
const mostFileBytes = 3 * 2 ** 40
const extensions = ['bak', 'diff', 'trn', 'log']
/** Versions below SQL Server 2005 are refused by 2012 and later. */
const oldestDatabaseVersion = 611

/**
 * Returns the objects of a request: one, or several where 2008 R2 is given several addresses.
 * @throws RdsServiceError InvalidOssUrl, IncorrectFileExtension, BakFileSizeExceeded, MissingParameter
 */
export async function readTaskObjects(
  request: CreateMigrateTaskRequest,
  instance: InstanceState,
  objects: SandboxObjects,
  settings: TaskSettings,
): Promise<TaskObject[]> {
  const places = placesOf(request, instance)
  for (const { key } of places) {
    const fileName = fileNameOf(key)
    const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()
    if (!fileName.includes('.') || !extensions.includes(extension))
      throw serviceError('IncorrectFileExtension')
    // @source cloud-api facts 5.3: the two characters that all editions of the guide forbid [spec]
    if (/[@|]/.test(fileName)) throw serviceError('InvalidOssUrl')
  }
  await using opened = new AsyncDisposableStack()
  const found: FoundObject[] = []
  for (const place of places) {
    const bucket = await objects.bucketInfo(place.bucket)
    // Buckets of other accounts are refused at the call: cross-account migration is not supported.
    if (!bucket || bucket.ownerId !== settings.accountId) throw serviceError('InvalidOssUrl')
    if (!isEndpointOf(place.endpoint, bucket.region)) throw serviceError('InvalidOssUrl')
    const source = await objects.open(place.bucket, place.key)
    if (!source) throw serviceError('InvalidOssUrl')
    opened.defer(() => source.close())
    if (source.sizeBytes > mostFileBytes) throw serviceError('BakFileSizeExceeded')
    const inspection = await inspectBackup(source)
    found.push({
      place,
      source,
      inspected: inspection.kind === 'mtf' ? inspection : undefined,
      isReachable:
        bucket.region === instance.regionId &&
        bucket.storageClass === 'Standard' &&
        bucket.encryption === 'None' &&
        (place.url === undefined
          ? settings.hasImportRole
          : (objects.isReadableAt?.(place.url) ?? true)),
    })
  }
  const isWholeSet = hasAllStripes(found.map((file) => file.inspected))
  const read = found.map((file) => ({
    file,
    facts: factsOf(file.inspected, instance, isWholeSet, file.isReachable),
  }))
  const isRestored = read.every(({ facts }) => !facts.isUnreadable && !facts.isUnverifiable)
  const damage = isRestored ? await damageOf(found, request.database, settings) : {}
  return read.map(({ file: { place, source }, facts }) => ({
    fileName: fileNameOf(place.key),
    sizeBytes: source.sizeBytes,
    ...(place.expiresAt !== undefined && { urlExpiresAt: place.expiresAt }),
    facts: { ...facts, ...damage },
  }))
}

async function damageOf(
  found: readonly FoundObject[],
  database: string,
  settings: TaskSettings,
): Promise<FoundDamage> {
  const files = found.flatMap(({ place, source, inspected }): InspectedObject[] => {
    const set = inspected?.sets[0]
    const fileName = fileNameOf(place.key)
    return inspected && set ? [{ fileName, source, inspection: inspected, set }] : []
  })
  const [first, ...others] = files
  if (!first) return {}
  return await findDamage([first, ...others], {
    database,
    upToBytes: settings.readsWholeUpToBytes,
  })
}

function fileNameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

function placesOf(request: CreateMigrateTaskRequest, instance: InstanceState): Place[] {
  if (!isLocal2008R2(instance)) {
    if (!request.object) throw serviceError('MissingParameter', 'OssObjectPositions')
    return [request.object]
  }
  if (!request.ossUrls || request.ossUrls.length === 0)
    throw serviceError('MissingParameter', 'OSSUrls')
  return request.ossUrls.map(placeOfUrl)
}

/** Takes a signed address apart: the bucket is in the host, or before the key where the host is an address. */
function placeOfUrl(url: string): Place {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw serviceError('InvalidOssUrl')
  }
  let path: string
  try {
    path = decodeURIComponent(parsed.pathname).replace(/^\//, '')
  } catch {
    throw serviceError('InvalidOssUrl')
  }
  const isAddress = isLoopback(parsed.host)
  const bucket = isAddress
    ? path.slice(0, path.indexOf('/'))
    : (parsed.hostname.split('.')[0] ?? '')
  const key = isAddress ? path.slice(path.indexOf('/') + 1) : path
  const endpoint = isAddress ? parsed.host : parsed.hostname.split('.').slice(1).join('.')
  if (bucket === '' || key === '') throw serviceError('InvalidOssUrl')
  return { bucket, key, endpoint, url, expiresAt: expiryOf(parsed.searchParams) }
}

/** Milliseconds since 1970; an address without a signature never ends: the object is public. */
function expiryOf(query: URLSearchParams): number {
  const expires = Number(query.get('Expires') ?? '')
  if (expires > 0) return expires * 1000
  const signedAt = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('x-oss-date') ?? '')
  const seconds = Number(query.get('x-oss-expires') ?? '')
  if (!signedAt || !(seconds > 0)) return Number.MAX_SAFE_INTEGER
  const [, year, month, day, hour, minute, second] = signedAt.map(Number)
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
  return at + seconds * 1000
}

function isLoopback(endpoint: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(endpoint)
}

/** Public and internal endpoints of the bucket's region; on loopback any. */
function isEndpointOf(endpoint: string, region: string): boolean {
  return (
    isLoopback(endpoint) ||
    endpoint === `oss-${region}.aliyuncs.com` ||
    endpoint === `oss-${region}-internal.aliyuncs.com`
  )
}

function hasAllStripes(files: readonly (MtfInspection | undefined)[]): boolean {
  const labels = files.map((file) => file?.label)
  const first = labels[0]
  if (!first) return false
  const numbers = new Set(labels.map((label) => label?.familyNumber))
  return (
    labels.every((label) => label?.mediaSetId === first.mediaSetId) &&
    numbers.size === first.familyCount &&
    labels.length === first.familyCount
  )
}

const kinds: Readonly<Partial<Record<BackupSet['type'], FileFacts['kind']>>> = {
  FULL: 'full',
  DIFFERENTIAL: 'differential',
  LOG: 'log',
}

/** RESTORE takes the first set of a file where none is named. */
function factsOf(
  inspected: MtfInspection | undefined,
  instance: InstanceState,
  isWholeSet: boolean,
  isReachable: boolean,
): FileFacts {
  const set = inspected?.sets[0]
  const kind = (set && kinds[set.type]) ?? 'unknown'
  const newest = databaseVersionOf(instance.engineVersion) ?? 0
  const isReadable =
    inspected !== undefined &&
    set !== undefined &&
    isWholeSet &&
    !inspected.label.hasMediaPassword &&
    kind !== 'unknown' &&
    set.databaseVersion <= newest &&
    (set.databaseVersion >= oldestDatabaseVersion || newest < 706)
  const bytesOf = (isLog: boolean) =>
    (set?.files ?? [])
      .filter((file) => (file.type === 2) === isLog)
      .reduce((sum, file) => sum + file.sizeBytes, 0)
  return {
    kind,
    isUnreadable: !isReachable,
    isUnverifiable: !isReadable,
    dataBytes: bytesOf(false),
    logBytes: bytesOf(true),
    restoreBytes: set?.backupSize ?? 0,
    set: set && {
      guid: set.backupSetGuid,
      firstLsn: set.firstLsn,
      lastLsn: set.lastLsn,
      checkpointLsn: set.checkpointLsn,
      databaseBackupLsn: set.databaseBackupLsn,
      differentialBaseLsn: set.differentialBaseLsn,
      differentialBaseGuid: set.differentialBaseGuid,
      familyGuid: set.familyGuid,
      recoveryForkId: set.recoveryForkId,
      firstRecoveryForkId: set.firstRecoveryForkId,
    },
  }
}
