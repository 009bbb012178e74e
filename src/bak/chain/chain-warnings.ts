/** What a person should know about a chain that can be restored all the same. */
import { compareLsn, type Lsn } from '../../core/index.ts'
import { type ChainSet, setFlagBits } from './chain-set.ts'
import type { Branch } from './fork-tree.ts'

export type ChainWarning =
  /** A log was taken WITH NORECOVERY, which ends a database's life, and yet later sets of the branch exist. */
  | { readonly kind: 'AFTER_NORECOVERY'; readonly tail: ChainSet; readonly later: ChainSet }
  /** The data backup lists fewer files than a later log, and they are no newer than the backup. */
  | {
      readonly kind: 'FILE_LIST_CHANGED'
      readonly full: ChainSet
      readonly log: ChainSet
      readonly files: readonly string[]
    }
  | { readonly kind: 'RECOVERY_MODEL_CHANGED'; readonly models: readonly string[] }
  /** A later set of the chain was taken by a later release: the destination must be at least that. */
  | { readonly kind: 'VERSION_CHANGED'; readonly from: ChainSet; readonly to: ChainSet }
  /** The base of a read-only database may be wrong without a sign. */
  | { readonly kind: 'READ_ONLY'; readonly set: ChainSet }

/** Returns the warnings of one branch's chain. */
export function chainWarnings(branch: Branch, chain: readonly ChainSet[]): ChainWarning[] {
  const warnings: ChainWarning[] = []
  const after = afterNoRecovery(branch.sets)
  if (after) warnings.push({ kind: 'AFTER_NORECOVERY', ...after })
  const files = changedFiles(chain)
  if (files) warnings.push({ kind: 'FILE_LIST_CHANGED', ...files })
  const models = new Set(chain.flatMap(({ set }) => set.recoveryModel ?? []))
  if (models.size > 1) warnings.push({ kind: 'RECOVERY_MODEL_CHANGED', models: [...models].sort() })
  const versions = changedVersion(chain)
  if (versions) warnings.push({ kind: 'VERSION_CHANGED', ...versions })
  const readOnly = chain.find(({ set }) => (set.flags & setFlagBits.readOnly) !== 0)
  if (readOnly) warnings.push({ kind: 'READ_ONLY', set: readOnly })
  return warnings
}

/** A tail taken WITH NORECOVERY is the last set of its branch. @source TAIL [spec] */
function afterNoRecovery(sets: readonly ChainSet[]) {
  let tail: ChainSet | undefined
  for (const set of sets)
    if ((set.set.flags & setFlagBits.noRecovery) !== 0 && (!tail || isBefore(set.last, tail.last)))
      tail = set
  if (tail === undefined) return undefined
  const end = tail.last
  const later = sets.find((set) => isBefore(end, set.last))
  return later && { tail, later }
}

function isBefore(a: Lsn, b: Lsn): boolean {
  return compareLsn(a, b) < 0
}

/** SFIN's type of data files. @source bak-format facts 1.8 [measured] */
const rows = 1

/** A file that a log lists and the data backup does not was added in between, or the backup was not of everything. */
function changedFiles(chain: readonly ChainSet[]) {
  const data = chain.findLast(({ set }) => set.type !== 'LOG')
  const full = chain.find(({ set }) => set.type === 'FULL')
  if (full === undefined || data === undefined || full.set.files.length === 0) return undefined
  const listed = new Set([...full.set.files, ...data.set.files].map((file) => file.fileId))
  for (const log of chain) {
    if (log.set.type !== 'LOG') continue
    const files = log.set.files.filter(
      ({ fileId, type, createLsn }) =>
        type === rows &&
        !listed.has(fileId) &&
        !(createLsn !== undefined && compareLsn(createLsn, full.first) >= 0),
    )
    if (files.length > 0) return { full, log, files: files.map((file) => file.logicalName) }
  }
  return undefined
}

function changedVersion(chain: readonly ChainSet[]) {
  const [from] = chain
  if (from === undefined) return undefined
  const to = chain.findLast(({ set }) => set.databaseVersion > from.set.databaseVersion)
  return to && { from, to }
}
