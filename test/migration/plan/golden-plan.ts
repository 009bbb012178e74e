/**
 * What must become of every real backup beside the checkout on a 2019 destination, worked out from golden.json (an
 * independent reader's values) and the rules below; our reader and our planner have no part in it.
 *
 * The first rule that applies to a file names the reason:
 *  1 not a backup, 2 encrypted, 3 compressed: as the container says
 *  4 media password: `passwd` in the file's own name, because golden.json has no field for it
 *  5 one of several stripes: missing ones by the files that share the media set
 *  6 several sets in the file
 *  7 a system database
 *  8 a differential whose base GUID no full backup has, or a log whose fork no full backup has; otherwise it is
 *    there, but full-only migration does not use it
 *  9 SQL Server 2000 (major version 8)
 * 10 newer than the destination (major version over 15)
 * 11 one of several files left that claim the same database
 */
import { readFileSync } from 'node:fs'
import { sharedPath } from '../../shared-files.ts'

interface GoldenSet {
  readonly type: 'FULL' | 'DIFF' | 'LOG'
  readonly database: string
  readonly version: string
  readonly backupSetGuid?: string
  readonly recoveryForkId?: string
  readonly differentialBaseGuid?: string | null
}

export interface GoldenFile {
  readonly bytes: number
  readonly container: 'mtf' | 'compressed' | 'encrypted' | 'not-a-backup'
  readonly sets?: readonly GoldenSet[]
  readonly mediaSetId?: string
  readonly families?: number
  readonly family?: number
}

export type Golden = Readonly<Record<string, GoldenFile>>

export type Expected =
  | { readonly verdict: 'restored'; readonly database: string }
  | { readonly verdict: 'refused'; readonly code: string; readonly missing?: string }

const systemNames = ['master', 'model', 'msdb', 'tempdb', 'distribution']

export function readGolden(): Golden {
  return JSON.parse(readFileSync(sharedPath('bak', 'golden.json'), 'utf8'))
}

/** Returns the expected verdict on every file. */
export function expectedVerdicts(golden: Golden): Map<string, Expected> {
  const verdicts = new Map<string, Expected>()
  const claims = new Map<string, string[]>()
  for (const [name, file] of Object.entries(golden)) {
    const refused = refuse(name, file, golden)
    if (refused) verdicts.set(name, refused)
    else {
      const database = file.sets?.[0]?.database ?? ''
      claims.set(database.toLowerCase(), [...(claims.get(database.toLowerCase()) ?? []), name])
      verdicts.set(name, { verdict: 'restored', database })
    }
  }
  for (const names of claims.values())
    if (names.length > 1)
      for (const name of names)
        verdicts.set(name, { verdict: 'refused', code: 'PLAN_DATABASE_CLAIMED_TWICE' })
  return verdicts
}

function refuse(name: string, file: GoldenFile, golden: Golden): Expected | undefined {
  const no = (code: string, missing?: string): Expected => ({
    verdict: 'refused',
    code,
    ...(missing !== undefined && { missing }),
  })
  if (file.container === 'not-a-backup') return no('BAK_NOT_A_BACKUP')
  if (file.container === 'encrypted') return no('BAK_ENCRYPTED')
  if (name.includes('passwd')) return no('PLAN_MEDIA_PASSWORD')
  const set = file.sets?.[0]
  if (!set) throw new Error(`golden.json has no set for ${name}`)
  if ((file.families ?? 1) > 1) {
    const present = new Set(
      Object.values(golden)
        .filter((other) => other.mediaSetId === file.mediaSetId)
        .map((other) => other.family),
    )
    const missing = Array.from({ length: file.families ?? 1 }, (_, index) => index + 1).filter(
      (number) => !present.has(number),
    )
    return missing.length > 0 ? no('PLAN_STRIPE_MISSING', missing.join(', ')) : no('PLAN_STRIPED')
  }
  if ((file.sets?.length ?? 0) > 1) return no('PLAN_SEVERAL_SETS')
  if (systemNames.includes(set.database.toLowerCase())) return no('PLAN_SYSTEM_DATABASE')
  if (set.type !== 'FULL') return no(hasFull(set, golden) ? 'PLAN_FULL_ONLY' : 'PLAN_FULL_MISSING')
  const major = Number(set.version.split('.')[0])
  if (major > 15) return no('PLAN_TOO_NEW')
  if (major === 8) return no('PLAN_TOO_OLD')
  return undefined
}

function hasFull(set: GoldenSet, golden: Golden): boolean {
  const fulls = Object.values(golden).flatMap((file) =>
    file.container === 'mtf' || file.container === 'compressed'
      ? (file.sets ?? []).filter((one) => one.type === 'FULL')
      : [],
  )
  return fulls.some((full) =>
    set.type === 'DIFF'
      ? full.backupSetGuid === set.differentialBaseGuid
      : full.recoveryForkId === set.recoveryForkId,
  )
}
