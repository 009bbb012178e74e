/** What a feature of a database is, and how it is known. */

export type FeatureName =
  | 'agent-calls-in-modules'
  | 'always-encrypted'
  | 'asymmetric-keys'
  | 'bulk-insert-in-modules'
  | 'certificates'
  | 'change-data-capture'
  | 'change-tracking'
  | 'clr-assemblies'
  | 'columnstore'
  | 'contained-users'
  | 'cross-database-names'
  | 'data-masking'
  | 'database-mail-in-modules'
  | 'database-owner'
  | 'ddl-triggers'
  | 'distributed-transactions-in-modules'
  | 'extended-procedures-in-modules'
  | 'external-tables'
  | 'filestream'
  | 'four-part-names'
  | 'full-text'
  | 'ledger'
  | 'memory-optimized'
  | 'old-raiserror-in-modules'
  | 'ole-automation-in-modules'
  | 'openrowset-in-modules'
  | 'orphaned-owners'
  | 'page-compression'
  | 'partitioning'
  | 'read-only-filegroups'
  | 'replication'
  | 'row-compression'
  | 'server-commands-in-modules'
  | 'service-broker'
  | 'sparse-columns'
  | 'spatial-indexes'
  | 'sql-users'
  | 'symmetric-keys'
  | 'synonyms-to-other-databases'
  | 'tde'
  | 'temporal-tables'
  | 'text-columns'
  | 'trustworthy'
  | 'unreadable-modules'
  | 'users-without-login'
  | 'windows-users'
  | 'xml-indexes'
  | 'xp-cmdshell-in-modules'

/**
 * `measured`: seen so in real backups. `spec`: as the definitions of SQL Server's catalog views or its documents say.
 * `guess`: likely, but neither.
 */
export type FeatureBasis = 'measured' | 'spec' | 'guess'

/** The answer to one of the questions, and what it rests on. */
export interface DatabaseFeature {
  readonly name: FeatureName
  readonly present: 'yes' | 'no' | 'not determinable'
  /** How many pieces of evidence there are. */
  readonly count: number
  /** What was found: names of objects, at most `maxEvidence`. */
  readonly evidence: readonly string[]
  readonly basis: FeatureBasis
  /** In English: what the answer leaves open; undefined where nothing. */
  readonly note: string | undefined
}

/** Names that are kept of each feature; `count` counts them all. */
export const maxEvidence = 20

/** Collects evidence without growing over `maxEvidence` names. */
export class Evidence {
  readonly #names = new Set<string>()
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Adds a piece; one that is kept already is not counted again. */
  add(name: string): void {
    if (this.#names.has(name)) return
    this.#count++
    if (this.#names.size < maxEvidence) this.#names.add(name)
  }

  /** Returns the feature: present where there is evidence. */
  feature(name: FeatureName, basis: FeatureBasis, note?: string): DatabaseFeature {
    return {
      name,
      present: this.#count > 0 ? 'yes' : 'no',
      count: this.#count,
      evidence: [...this.#names],
      basis,
      note,
    }
  }

  /** As `feature`, but where there is no evidence nothing is said. */
  featureIfFound(name: FeatureName, basis: FeatureBasis, note: string): DatabaseFeature {
    return this.#count > 0 ? this.feature(name, basis, note) : notDeterminable(name, note)
  }
}

/** Returns a feature of which the backup says nothing, and why. */
export function notDeterminable(name: FeatureName, note: string): DatabaseFeature {
  return { name, present: 'not determinable', count: 0, evidence: [], basis: 'guess', note }
}
