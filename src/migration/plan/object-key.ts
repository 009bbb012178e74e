/**
 * Names for objects in the bucket. They are ours, made of letters, digits, `_` and `.` only, because documents
 * disagree on what else RDS takes; the database's name comes from the header, never from the key.
 */

/** @source Characters that every edition of the RDS guide allows, cloud-api facts 5.3 [spec] */
const safePrefix = /^(?:[A-Za-z0-9_.]+\/)*[A-Za-z0-9_.]+\/?$/

/** Of a database's name in a key; the rest of the 1,023 bytes belongs to the prefix. */
const maxNameLength = 60

/** Tells whether a prefix (with or without a slash at its end, or empty) consists of safe characters. */
export function isSafePrefix(prefix: string): boolean {
  return (
    prefix === '' || (prefix.length <= 512 && safePrefix.test(prefix) && !prefix.includes('..'))
  )
}

/**
 * Returns the key under which a backup is uploaded: `prefix/Name_FULL_20260131093000_0123abcd.bak`. The same backup
 * gives the same key on every machine; different backups give different ones.
 *
 * @param identity  what tells this backup from any other: GUID, LSNs, size
 * @param finish  local server time `YYYY-MM-DD hh:mm:ss`, or undefined
 */
export function objectKey(backup: {
  readonly prefix: string
  readonly database: string
  readonly finish: string | undefined
  readonly identity: string
}): string {
  const folder =
    backup.prefix === '' || backup.prefix.endsWith('/') ? backup.prefix : `${backup.prefix}/`
  const moment = backup.finish?.replace(/\D/g, '').slice(0, 14) || 'undated'
  const mark = fingerprint(`${backup.database}\n${backup.identity}`).slice(0, 10)
  return `${folder}${safeName(backup.database)}_FULL_${moment}_${mark}.bak`
}

/** Returns a name in letters, digits and `_`; other characters become `u` and their code point in hex. */
export function safeName(name: string): string {
  const safe = [...name]
    .map((character) =>
      /[A-Za-z0-9_]/.test(character)
        ? character
        : /[\s.-]/.test(character)
          ? '_'
          : `u${character.codePointAt(0)?.toString(16)}`,
    )
    .join('')
  return safe.slice(0, maxNameLength) || 'database'
}

/** Returns 16 hex digits that depend on the whole text (FNV-1a, 64 bits): equal texts agree on every machine. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
