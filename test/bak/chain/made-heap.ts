/** Heaps of made-up backup files for the planner, written as the table of cases does: `F1 100-110, D1(F1) 115-118@B`. */
import type { BackupSet, ChainFile } from '../../../src/bak/index.ts'
import type { Lsn } from '../../../src/core/index.ts'
import { madeInspection, madeLabel, madeSet } from '../../migration/made-up.ts'

/** The LSN that a number in a case stands for. */
export function lsn(number: number): Lsn {
  return { vlf: 7, block: number, slot: 1 }
}

export interface HeapOptions {
  /** Branch name to its parent and the LSN at which it left it; A has none. */
  readonly forks?: Readonly<Record<string, readonly [parent: string, at: number]>>
  /** Header fields of single sets, by their names. */
  readonly sets?: Readonly<Record<string, Partial<BackupSet>>>
}

/** Returns one file for each set, in the order in which they are written. */
export function heap(text: string, options: HeapOptions = {}): ChainFile[] {
  return text.split(', ').map((one) => fileOf([one], options))
}

/** Returns one file that holds several sets. */
export function fileOf(
  texts: readonly string[],
  options: HeapOptions = {},
  {
    path = texts.map((text) => /^\w+/.exec(text)?.[0]).join('-'),
    label = {},
    bytes = 1_000_000,
  }: {
    readonly path?: string
    readonly label?: Parameters<typeof madeLabel>[0]
    readonly bytes?: number
  } = {},
): ChainFile {
  return {
    path,
    inspection: madeInspection({
      name: path,
      sizeBytes: bytes,
      label: madeLabel({ mediaSetId: path, ...label }),
      sets: texts.map((text, index) => ({ ...setOf(text, options), position: index + 1 })),
    }),
  }
}

const form = /^([A-Z]\w*?)(\d*)(?:\((\w+)\))? (\d+)-(\d+)(?:@(\w+))?$/

/** Returns the set of `D1(F1) 115-118@B`: F full, C copy-only full, D differential, L log, M copy-only log, P partial. */
export function setOf(text: string, { forks = {}, sets = {} }: HeapOptions = {}): BackupSet {
  const match = form.exec(text)
  if (match === null) throw new TypeError(`not a set: ${text}`)
  const [, letter = '', number = '', base, first = '', last = '', fork = 'A'] = match
  const name = letter + number
  const parent = forks[fork]
  const kind = letter[0] ?? ''
  const types = {
    F: 'FULL',
    C: 'FULL',
    D: 'DIFFERENTIAL',
    L: 'LOG',
    M: 'LOG',
    P: 'PARTIAL',
  } as const
  return madeSet({
    type: types[kind as keyof typeof types] ?? 'LOG',
    backupSetGuid: name,
    backupSize: 1_000_000,
    firstLsn: lsn(Number(first)),
    lastLsn: lsn(Number(last)),
    checkpointLsn: lsn(Number(first)),
    recoveryForkId: fork,
    familyGuid: 'family',
    firstRecoveryForkId: parent?.[0],
    forkPointLsn: parent && lsn(parent[1]),
    differentialBaseGuid: kind !== 'D' || base === 'null' ? undefined : base,
    ...sets[name],
  })
}
