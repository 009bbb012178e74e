/**
 * Names of backup objects: what the official pattern says about a file, which characters are safe, and the keys that
 * we choose ourselves.
 *
 * @source cloud-api facts 5.3 [spec]; the editions do not agree on the characters, so the narrowest set is used
 */

/** What a name of the form `Database_Type_Time.bak` says. */
export interface NamedBackup {
  readonly database: string
  readonly type: 'FULL' | 'DIFF' | 'LOG'
  /** `yyyymmddhhmmss`, local time of the source. */
  readonly time: string
}

/**
 * Returns what the name of a file or object says, or undefined where it does not follow the pattern. Folders before
 * the name are ignored; the database's name may hold underscores itself; the time must be a possible one.
 */
export function parseBackupName(name: string): NamedBackup | undefined {
  const match = /^(.+)_(FULL|DIFF|LOG)_(\d{14})\.bak$/is.exec(lastPart(name))
  const [, database, type, time] = match ?? []
  if (!database || !type || !time || !isPossibleTime(time)) return undefined
  return { database, type: type.toUpperCase() as NamedBackup['type'], time }
}

/** Returns the part of a key after its last slash. */
export function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

export interface KeyVerdict {
  /** `refused` for characters that every edition forbids, `doubtful` for those that one edition forbids. */
  readonly verdict: 'safe' | 'doubtful' | 'refused'
  /** The characters in question, each once. */
  readonly characters: string
}

/** Judges the characters of an object key. Slashes, letters, digits, `_` and `.` are safe; so is `-` to most editions. */
export function judgeKey(key: string): KeyVerdict {
  const forbidden = distinct(key, /[@|]/gu)
  if (forbidden) return { verdict: 'refused', characters: forbidden }
  const doubtful = distinct(key, /[^A-Za-z0-9_./-]/gu)
  return { verdict: doubtful ? 'doubtful' : 'safe', characters: doubtful }
}

/** What a key of ours is made of. */
export interface KeyParts {
  /** Folder in the bucket, with or without slashes around it; empty for the root. */
  readonly folder: string
  readonly database: string
  readonly type: NamedBackup['type']
  /** `yyyymmddhhmmss`. */
  readonly time: string
}

const longestDatabasePart = 100 // characters; a key may have 1,023 bytes

/**
 * Returns an object key of safe characters that follows the official pattern. A database whose name has other
 * characters, or is very long, gets them replaced and a mark of eight hex digits that depends on the whole name, so
 * that two databases never share a key.
 */
export function safeObjectKey(parts: KeyParts): string {
  const folder = parts.folder
    .split('/')
    .filter((part) => part !== '')
    .map(safePart)
    .join('/')
  const name = `${safePart(parts.database)}_${parts.type}_${parts.time}.bak`
  return folder === '' ? name : `${folder}/${name}`
}

function safePart(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.]+/g, '_').slice(0, longestDatabasePart)
  return safe === name && name !== '.' && name !== '..' ? safe : `${safe}_${mark(name)}`
}

/** FNV-1a over the UTF-16 units, 32 bits, as eight hex digits. */
function mark(name: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index)
    for (const byte of [unit & 0xff, unit >>> 8]) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  }
  return hash.toString(16).padStart(8, '0')
}

function distinct(text: string, pattern: RegExp): string {
  return [...new Set(text.match(pattern) ?? [])].join('')
}

function isPossibleTime(time: string): boolean {
  const [, year, month, day, hour, minute, second] = (
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(time) ?? []
  ).map(Number)
  const at = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second))
  return at.toISOString().slice(0, 19).replace(/\D/g, '') === time
}
