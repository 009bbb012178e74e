/**
 * How single values stand on the wire: instants, booleans, megabytes, positions of objects, statuses.
 * Both directions, because the sandbox answers with the same words that the client reads.
 */
import type { BackupMode, CheckMode, OssDownload } from './restore-target.ts'

/** Where an object lies, as RDS wants it. */
export interface ObjectPosition {
  /** Host without scheme and bucket, such as `oss-cn-hangzhou.aliyuncs.com`; may carry a port. */
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
}

export const backupModes: readonly BackupMode[] = ['FULL', 'UPDF']
export const checkModes: readonly CheckMode[] = ['AsyncExecuteDBCheck', 'SyncExecuteDBCheck']

/** Returns `yyyy-MM-ddTHH:mmZ`, the form of times in requests; seconds are cut off. */
export function formatMinute(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`
}

/** Returns `yyyy-MM-ddTHH:mm:ssZ`, the form of times in answers. */
export function formatSecond(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

/**
 * Returns the instant of a time with or without seconds and milliseconds, read as UTC, or undefined when the text
 * is no time. `yyyy-MM-dd HH:mm:ss` is accepted as well.
 */
export function parseInstant(text: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?Z?$/.exec(text.trim())
  if (!match) return undefined
  const at = new Date(`${match[1]}T${match[2]}${match[3] ?? ':00'}${match[4] ?? ''}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** Returns `True` or `False`: RDS writes booleans as capitalised words. */
export function formatBoolean(value: boolean): string {
  return value ? 'True' : 'False'
}

/** Returns the boolean of `True`, `true`, `1` and their opposites, or undefined for anything else. */
export function parseBoolean(value: unknown): boolean | undefined {
  const word = String(value).trim().toLowerCase()
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  return undefined
}

/**
 * Returns `endpoint:bucket:key`. A port of the endpoint (only on loopback) is kept; nothing is encoded.
 *
 * @source CreateMigrateTask, OssObjectPositions [spec]; keys with other characters than ASCII [guess]
 */
export function formatOssObjectPosition(position: ObjectPosition): string {
  const endpoint = position.endpoint.replace(/^[a-z]+:\/\//i, '').replace(/\/+$/, '')
  return `${endpoint}:${position.bucket}:${position.key}`
}

/**
 * Returns the parts of `endpoint:bucket:key`, or undefined where a part is missing. The key may hold colons.
 * Only a loopback endpoint may end in a port: elsewhere what follows the host is the bucket, even if all digits.
 */
export function parseOssObjectPosition(text: string): ObjectPosition | undefined {
  const match =
    /^((?:127(?:\.\d{1,3}){3}|localhost|\[::1\]):\d{1,5}):([^:]+):(.+)$/s.exec(text) ??
    /^([^:/]+):([^:]+):(.+)$/s.exec(text)
  const [, endpoint, bucket, key] = match ?? []
  if (!endpoint || !bucket || !key) return undefined
  return { endpoint, bucket, key }
}

/** Returns several signed addresses as one parameter value. The HTTP layer encodes it once. */
export function formatOssUrls(urls: readonly string[]): string {
  return urls.join('|')
}

/** Returns the addresses of an OSSUrls value, which may have been percent-encoded once more by its sender. */
export function parseOssUrls(value: string): string[] {
  const plain = /^https?%3a/i.test(value) ? decodeURIComponent(value) : value
  return plain.split('|').filter((url) => url !== '')
}

const bytesPerMegabyte = 2 ** 20
export const bytesPerGigabyte = 2 ** 30

/** Returns the whole megabytes of a file, rounded up, as DescribeOssDownloads writes them. */
export function formatMegabytes(sizeBytes: number | undefined): string {
  return sizeBytes === undefined ? '' : String(Math.ceil(sizeBytes / bytesPerMegabyte))
}

/** Returns the bytes of a size in megabytes, or undefined where the service says nothing or a negative number. */
export function parseMegabytes(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const megabytes = Number(value)
  return Number.isFinite(megabytes) && megabytes >= 0
    ? Math.round(megabytes * bytesPerMegabyte)
    : undefined
}

const backupKindWords = {
  full: 'Database',
  differential: 'Differential_Database',
  log: 'Transaction_Log',
  unknown: '',
} as const

/** Returns the word of DescribeOssDownloads for what a file holds. */
export function formatBackupKind(kind: OssDownload['backupKind']): string {
  return backupKindWords[kind]
}

/** Returns what a file holds, `unknown` for a word that is not in the reference. */
export function parseBackupKind(word: string): OssDownload['backupKind'] {
  if (word === backupKindWords.full) return 'full'
  if (word === backupKindWords.differential) return 'differential'
  if (word === backupKindWords.log) return 'log'
  return 'unknown'
}
