/** The cases of the specification, by their numbers: heaps of a few sets and what must come of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bakError } from '../../../src/bak/errors.ts'
import {
  type BranchPlan,
  branchFindings,
  type ChainFile,
  type ChainOptions,
  type ChainReport,
  choiceFindings,
  planChains,
} from '../../../src/bak/index.ts'
import { randomNumbers } from './history.ts'
import { fileOf, type HeapOptions, heap, lsn } from './made-heap.ts'

/** One task costs more than any file, so that fewer tasks win, then fewer bytes. */
const byTasks = (set: { readonly bytes: number }) => 1e9 + set.bytes

function plan(files: readonly ChainFile[], options: ChainOptions = {}): ChainReport {
  return planChains(files, { cost: byTasks, ...options })
}

function branchOf(report: ChainReport, fork = 'A', family = 0): BranchPlan {
  const found = report.families[family]?.branches.find((branch) => branch.fork === fork)
  assert.ok(found, `branch ${fork}`)
  return found
}

/** `F1 L1 T120 E160 gaps 120-130 140-150`. */
function told(branch: BranchPlan): string {
  const sets = branch.chain?.sets.map((set) => set.guid) ?? []
  const gaps = branch.gaps.map(({ from, to }) => `${from.block}-${to.block}`)
  return [
    ...sets,
    ...(branch.chain ? [`T${branch.chain.reach.block}`] : ['no chain']),
    ...(branch.isBehind ? [`E${branch.knownEnd.block}`] : []),
    ...(gaps.length > 0 ? ['gaps', ...gaps] : []),
  ].join(' ')
}

function told1(text: string, options: HeapOptions = {}, more: ChainOptions = {}): string {
  return told(branchOf(plan(heap(text, options), more)))
}

function reasonOf(branch: BranchPlan, guid: string): string {
  const found = branch.sets.find(({ set }) => set.guid === guid)
  return found ? `${found.class} ${found.reason}` : 'absent'
}

function codes(branch: BranchPlan, options: ChainOptions = {}): string[] {
  return branchFindings(branch, options).map(({ error }) => error.code)
}

const simple: readonly (readonly [number, string, string])[] = [
  [1, 'F1 100-110, L1 100-120, L2 120-130', 'F1 L1 L2 T130'],
  [2, 'F1 100-110, L1 90-120', 'F1 L1 T120'],
  [3, 'F1 100-110, L1 110-120', 'F1 L1 T120'],
  [4, 'F1 100-110, L1 111-120', 'F1 T110 E120 gaps 110-111'],
  [5, 'F1 100-110, L1 100-110, L2 110-120', 'F1 L2 T120'],
  [6, 'F1 100-110, L1 80-105, L2 105-120', 'F1 L2 T120'],
  [7, 'F1 100-110, L1 100-120, L2 120-120, L3 120-130', 'F1 L1 L3 T130'],
  [8, 'F1 100-110, L1 130-130', 'F1 T110 E130 gaps 110-130'],
  [9, 'F1 100-110, L1 100-120, L3 130-140, L4 150-160', 'F1 L1 T120 E160 gaps 120-130 140-150'],
  [10, 'F1 100-110, D1(F1) 115-118, D2(F1) 125-128', 'F1 D2 T128'],
  [11, 'F1 100-110, D1(F1) 110-112, D2(F1) 112-114', 'F1 D2 T114'],
  [13, 'F1 100-110, D1(F1) 118-125, L1 126-130', 'F1 D1 T125 E130 gaps 125-126'],
  [14, 'F1 100-110, D1(F9) 118-125, L1 100-120', 'F1 L1 T120 E125'],
  [15, 'F1 100-110, D1(F1) 115-118, F2 120-130, D2(F2) 140-145', 'F2 D2 T145'],
  [16, 'F1 100-110, C1 120-130, D1(F1) 140-145', 'F1 D1 T145'],
  [17, 'C1 120-130, D1(F1) 140-145, L1 105-150', 'C1 L1 T150'],
  [19, 'F2 120-130, L1 100-140, L2 140-150', 'F2 L1 L2 T150'],
  [20, 'F1 100-110, L1 100-120, F2 120-130, L2 120-140, L3 140-150', 'F2 L2 L3 T150'],
  [21, 'F1 100-110, L1 100-120, M1 120-125, L2 120-130', 'F1 L1 L2 T130'],
  [22, 'F1 100-110, M1 100-130, L1 100-120, L2 120-130', 'F1 M1 T130'],
  [33, 'F1 100-110, D1(null) 115-118, L1 100-120', 'F1 L1 T120'],
  [34, 'L1 100-120, L2 120-130', 'no chain E130'],
  [41, 'F1 100-110, L1 100-120, P1 130-140', 'F1 L1 T120 E140'],
]
for (const [number, sets, expected] of simple)
  test(`case ${number}: ${sets} gives ${expected}`, () => {
    assert.equal(told1(sets), expected)
  })

test('cases 5 to 8: logs that end before the chain are covered, empty ones are empty or prove a gap', () => {
  const five = branchOf(plan(heap('F1 100-110, L1 100-110, L2 110-120')))
  assert.equal(reasonOf(five, 'L1'), 'redundant COVERED')
  const seven = branchOf(plan(heap('F1 100-110, L1 100-120, L2 120-120, L3 120-130')))
  assert.equal(reasonOf(seven, 'L2'), 'redundant EMPTY')
  const eight = branchOf(plan(heap('F1 100-110, L1 130-130')))
  assert.equal(reasonOf(eight, 'L1'), 'evidence EMPTY_BEHIND_GAP')
  assert.deepEqual(codes(eight), ['BAK_LOG_GAP', 'BAK_BEHIND_KNOWN_END'])
  const nine = branchOf(plan(heap('F1 100-110, L1 100-120, L3 130-140, L4 150-160')))
  const gaps = nine.sets.flatMap(({ set, gap }) => (gap ? [`${set.guid} ${gap.from.block}`] : []))
  assert.deepEqual(gaps, ['L3 120', 'L4 140'])
})

test('case 10: a superseded differential is not needed', () => {
  const branch = branchOf(plan(heap('F1 100-110, D1(F1) 115-118, D2(F1) 125-128')))
  assert.equal(reasonOf(branch, 'D1'), 'redundant SUPERSEDED')
})

test('case 12: a differential or a log at the same price leads to the same end', () => {
  const sets = 'F1 100-110, L1 100-120, D1(F1) 118-125, L2 120-130'
  assert.match(told1(sets), /^F1 (L1|D1) L2 T130$/)
  const cheapLog = { sets: { D1: { backupSize: 2_000_000 } } }
  assert.equal(told1(sets, cheapLog), 'F1 L1 L2 T130')
  const cheapDifferential = { sets: { L1: { backupSize: 2_000_000 } } }
  assert.equal(told1(sets, cheapDifferential), 'F1 D1 L2 T130')
})

test('cases 14 and 17: a differential without its base is an orphan with the GUID that it wants', () => {
  const branch = branchOf(plan(heap('F1 100-110, D1(F9) 118-125, L1 100-120')))
  assert.equal(reasonOf(branch, 'D1'), 'orphan BASE_MISSING')
  assert.deepEqual(codes(branch), ['BAK_BEHIND_KNOWN_END', 'BAK_DIFFERENTIAL_BASE_MISSING'])
  assert.match(branchFindings(branch)[1]?.error.message ?? '', /needs the full backup F9 /)
  const second = branchOf(plan(heap('C1 120-130, D1(F1) 140-145, L1 105-150')))
  assert.equal(reasonOf(second, 'D1'), 'orphan BASE_MISSING')
})

test('cases 15 and 16: fulls that are not used are not needed, and a copy-only one is told apart', () => {
  const times = {
    sets: {
      C1: { start: '2026-01-14 22:00:00', finish: '2026-01-14 22:10:00' },
      D1: { start: '2026-01-14 23:00:00', databaseBackupLsn: lsn(100) },
    },
  }
  const branch = branchOf(plan(heap('F1 100-110, C1 120-130, D1(F1) 140-145', times)))
  assert.equal(reasonOf(branch, 'C1'), 'redundant OTHER_FULL')
  assert.deepEqual(
    branch.sets.map(({ set, flags }) => [set.guid, ...flags]),
    [['F1'], ['C1', 'copyOnly'], ['D1']],
  )
})

test('case 18: a log that spans a full serves either full, and size decides', () => {
  const sets = 'F1 100-110, L1 100-140, F2 120-130, L2 140-150'
  assert.equal(told1(sets, { sets: { F1: { backupSize: 5_000_000 } } }), 'F2 L1 L2 T150')
  assert.equal(told1(sets, { sets: { F2: { backupSize: 5_000_000 } } }), 'F1 L1 L2 T150')
})

const b125: HeapOptions = { forks: { B: ['A', 125] } }

test('case 23: a log that spans the fork leads into the branch, and two ends leave the choice to a person', () => {
  const report = plan(heap('F1 100-110, L1 100-120, L2 120-140, L4 120-135@B', b125))
  assert.equal(told(branchOf(report)), 'F1 L1 L2 T140')
  assert.equal(told(branchOf(report, 'B')), 'F1 L1 L4 T135')
  const [family] = report.families
  assert.equal(family?.mustChoose, true)
  assert.deepEqual(family && choiceFindings(family).map(({ error }) => error.code), [
    'BAK_SEVERAL_BRANCHES',
  ])
})

test('case 24: a log of the old branch that runs past the fork does not lead into the new one', () => {
  const report = plan(heap('F1 100-110, L1 100-120, L2 120-140, L4 125-135@B', b125))
  assert.equal(told(branchOf(report)), 'F1 L1 L2 T140')
  assert.equal(told(branchOf(report, 'B')), 'no chain E135 gaps 120-125')
})

test('case 25: the end of the old branch is the fork point, and the first log behind it is missing', () => {
  const report = plan(
    heap('F1 100-110, L1 100-120, L2 120-140, L4 125-135@B', { forks: { B: ['A', 120] } }),
  )
  assert.equal(told(branchOf(report, 'B')), 'no chain E135 gaps 120-125')
})

test('case 26: a differential proves by its GUID that its base lies before the fork', () => {
  const report = plan(
    heap('F1 100-110, D1(F1) 130-135@B, L1 115-140@B', { forks: { B: ['A', 115] } }),
  )
  assert.equal(told(branchOf(report, 'B')), 'F1 D1 L1 T140')
})

test('case 27: a branch whose way nobody wrote down is refused', () => {
  const report = plan(heap('F1 100-110, L1 100-120, L9 118-130@C', { forks: { C: ['B', 118] } }))
  assert.equal(told(branchOf(report)), 'F1 L1 T120')
  const branch = branchOf(report, 'C')
  assert.equal(told(branch), 'no chain E130')
  assert.equal(reasonOf(branch, 'L9'), 'unreachable FORK_UNKNOWN')
  assert.deepEqual(codes(branch), ['BAK_FORK_UNKNOWN'])
})

test('cases 28 and 29: families never mix, whatever their names', () => {
  const z = { familyGuid: 'z', recoveryForkId: 'Z' }
  const both = plan(heap('F1 100-110, L1 110-120, F2 50-60, L2 60-70', { sets: { F2: z, L2: z } }))
  assert.deepEqual(
    both.families.map(({ branches }) => branches.map(told)),
    [['F1 L1 T120'], ['F2 L2 T70']],
  )
  const lone = plan(heap('F1 100-110, L2 60-70', { sets: { L2: z } }))
  assert.deepEqual(
    lone.families.map(({ branches }) => branches.map(told)),
    [['F1 T110'], ['no chain E70']],
  )
  const log = lone.families[1]?.branches[0]
  assert.ok(log)
  assert.deepEqual(codes(log), ['BAK_FULL_NEVER_NAMED'])
})

function stripe(text: string, number: number, count: number, path: string): ChainFile {
  const label = { mediaSetId: `media of ${text}`, familyCount: count, familyNumber: number }
  return fileOf([text], {}, { path, label })
}

test('case 30: a full without its second stripe is left for an older one', () => {
  const files = [stripe('F1 100-110', 1, 2, 'F1.1'), ...heap('F0 50-60, L1 50-90, L2 90-120')]
  const branch = branchOf(plan(files))
  assert.equal(told(branch), 'F0 L1 L2 T120')
  assert.equal(reasonOf(branch, 'F1'), 'evidence STRIPES_MISSING')
  assert.deepEqual(branch.sets.find(({ set }) => set.guid === 'F1')?.set.missingStripes, [2])
  assert.deepEqual(codes(branch), ['BAK_STRIPE_MISSING'])
})

test('case 31: a stripe of a log shows how far data goes, and RDS takes no stripes', () => {
  const files = [
    stripe('F1 100-110', 1, 2, 'F1.1'),
    stripe('F1 100-110', 2, 2, 'F1.2'),
    stripe('L1 100-120', 2, 2, 'L1.2'),
  ]
  const branch = branchOf(plan(files))
  assert.equal(told(branch), 'F1 T110 E120')
  assert.equal(branch.rds.chain, undefined)
  assert.deepEqual(codes(branch), [
    'BAK_BEHIND_KNOWN_END',
    'BAK_STRIPE_MISSING',
    'BAK_RDS_STRIPED_FULL',
  ])
  assert.match(branchFindings(branch)[1]?.error.message ?? '', /stripe 1 of 2 is missing/)
})

test('a striped differential and a striped log are named with what to do instead', () => {
  const files = [
    ...heap('F1 100-110'),
    ...[1, 2].map((n) => stripe('D1(F1) 115-118', n, 2, `D1.${n}`)),
    ...[1, 2].map((n) => stripe('L1 115-130', n, 2, `L1.${n}`)),
  ]
  const branch = branchOf(plan(files))
  assert.equal(told(branch), 'F1 D1 L1 T130')
  assert.equal(branch.rds.chain?.reach.block, 110)
  assert.deepEqual(branch.rds.lost, { from: lsn(110), to: lsn(130) })
  assert.deepEqual(codes(branch), [
    'BAK_RDS_STRIPED_DIFFERENTIAL',
    'BAK_RDS_STRIPED_LOG',
    'BAK_RDS_BEHIND',
  ])
})

test('case 32: copies change nothing and are named', () => {
  const files = heap('F1 100-110, L1 100-120')
  const copies = files.map((file) => ({ ...file, path: `copy of ${file.path}` }))
  const branch = branchOf(plan([...copies, ...files]))
  assert.equal(told(branch), 'F1 L1 T120')
  assert.deepEqual(
    branch.chain?.sets.map((set) => set.files.length + set.copies.length),
    [2, 2],
  )
})

test('case 33: a differential of several bases is refused', () => {
  const branch = branchOf(plan(heap('F1 100-110, D1(null) 115-118, L1 100-120')))
  assert.equal(reasonOf(branch, 'D1'), 'refused MULTI_BASE')
  assert.deepEqual(codes(branch), ['BAK_DIFFERENTIAL_MULTI_BASE'])
})

test('case 34: without a full the wanted one is named', () => {
  const wants = { L1: { lastFullGuid: 'F7', databaseBackupLsn: lsn(95) } }
  const branch = branchOf(plan(heap('L1 100-120, L2 120-130', { sets: wants })))
  assert.equal(branch.wanted?.guid, 'F7')
  assert.deepEqual(branch.wanted?.checkpointLsn, lsn(95))
  assert.deepEqual(codes(branch), ['BAK_NO_USABLE_FULL'])
  assert.equal(reasonOf(branch, 'L1'), 'unreachable NO_FULL')
})

test('cases 35 and 36: a base is told by its GUID, never by its LSN', () => {
  const busy = { sets: { F1: { checkpointLsn: lsn(104) }, D1: { differentialBaseLsn: lsn(104) } } }
  assert.equal(told1('F1 90-110, D1(F1) 115-118', busy), 'F1 D1 T118')
  const report = plan(
    heap('F1 100-110, F9 100-112@B, D1(F9) 115-118@B', {
      forks: { B: ['A', 90] },
      sets: { D1: { differentialBaseLsn: lsn(100) } },
    }),
  )
  assert.equal(told(branchOf(report, 'B')), 'F9 D1 T118')
})

test('case 37: neither the order of files nor times nor names change the plan', () => {
  const draw = randomNumbers(37)
  for (let round = 0; round < 1000; round++) {
    const time = () => `2026-01-${10 + draw(9)} 00:00:00`
    const files = heap('F1 100-110, L1 100-120, L2 120-130', {
      sets: { F1: { start: time(), finish: time() }, L2: { start: time(), finish: time() } },
    })
    const mixed = files
      .map((file) => ({ file: { ...file, path: `${draw(1000)} ${file.path}` }, key: draw(1000) }))
      .sort((a, b) => a.key - b.key)
      .map(({ file }) => file)
    assert.equal(told(branchOf(plan(mixed))), 'F1 L1 L2 T130')
  }
})

test('case 38: sets of one GUID that contradict each other are both refused', () => {
  const files = [...heap('F1 100-110, L1 100-120'), fileOf(['L1 100-125'], {}, { path: 'other' })]
  const branch = branchOf(plan(files))
  assert.equal(told(branch), 'F1 T110 E125')
  assert.equal(reasonOf(branch, 'L1'), 'refused CONFLICT')
  assert.ok(codes(branch).includes('BAK_SET_CONFLICT'))
})

test('case 39: a differential bridges the time without a log chain', () => {
  const branch = branchOf(plan(heap('F1 100-110, L1 100-120, D1(F1) 150-155, L2 150-170')))
  assert.equal(told(branch), 'F1 D1 L2 T170')
  assert.deepEqual(
    branch.bridgedGaps.map(({ from, to }) => [from.block, to.block]),
    [[120, 150]],
  )
})

test('case 40: a set behind a tail that closed the database is planned, with a warning', () => {
  const branch = branchOf(
    plan(heap('F1 100-110, L1 100-120, L2 120-130', { sets: { L1: { flags: 0x140 } } })),
  )
  assert.equal(told(branch), 'F1 L1 L2 T130')
  assert.deepEqual(codes(branch), ['BAK_AFTER_NORECOVERY'])
  assert.deepEqual(branch.sets.find(({ set }) => set.guid === 'L1')?.flags, [
    'tailLog',
    'noRecovery',
  ])
})

test('case 41: a partial backup is refused, and the rest is planned without it', () => {
  const branch = branchOf(plan(heap('F1 100-110, L1 100-120, P1 90-95')))
  assert.equal(told(branch), 'F1 L1 T120')
  assert.equal(reasonOf(branch, 'P1'), 'refused UNSUPPORTED_TYPE')
  assert.deepEqual(codes(branch), ['BAK_SET_TYPE_REFUSED'])
})

test('case 42: system databases are refused by name and by number', () => {
  for (const system of [{ database: 'master' }, { database: 'renamed', databaseId: 4 }]) {
    const branch = branchOf(plan(heap('F1 100-110', { sets: { F1: system } })))
    assert.equal(reasonOf(branch, 'F1'), 'refused SYSTEM_DATABASE')
    assert.deepEqual(codes(branch), ['BAK_SYSTEM_DATABASE'])
  }
})

test('case 43: a set of a later version than the destination is refused', () => {
  const files = heap('F1 100-110, L1 100-120', {
    sets: { F1: { databaseVersion: 706 }, L1: { databaseVersion: 852 } },
  })
  const older = branchOf(plan(files, { databaseVersion: 706 }))
  assert.equal(told(older), 'F1 T110 E120')
  assert.equal(reasonOf(older, 'L1'), 'refused VERSION')
  assert.ok(codes(older, { databaseVersion: 706 }).includes('BAK_SET_TOO_NEW'))
  const newer = branchOf(plan(files, { databaseVersion: 852 }))
  assert.equal(told(newer), 'F1 L1 T120')
  assert.deepEqual(codes(newer), ['BAK_CHAIN_VERSION_CHANGED'])
})

test('case 44: servers and binding ids vary within one chain of an availability group', () => {
  const at = (server: string) => ({ server, bindingId: `binding of ${server}` })
  assert.equal(
    told1('C1 100-110, L1 100-120, L2 120-130', {
      sets: { C1: at('S2'), L1: at('S1'), L2: at('S2') },
    }),
    'C1 L1 L2 T130',
  )
})

const from = (position: number, base: string | undefined = 'F1') => ({
  start: { position: lsn(position), fork: 'A', base },
})

test('case 45: a destination that restores already takes a differential of its base, never a full', () => {
  const files = heap('L1 100-120, L2 120-130, D1(F1) 125-140, F2 150-160')
  const branch = branchOf(plan(files, from(120)))
  assert.equal(told(branch), 'D1 T140 E160')
  assert.equal(reasonOf(branch, 'F2'), 'redundant FULL_WHILE_RESTORING')
})

test('case 46: a differential of a full taken meanwhile is foreign', () => {
  const files = heap('F2 140-145, D2(F2) 160-165, L2 120-150, L3 150-170')
  const branch = branchOf(plan(files, from(120)))
  assert.equal(told(branch), 'L2 L3 T170')
  assert.equal(reasonOf(branch, 'D2'), 'orphan FOREIGN_BASE')
  assert.deepEqual(codes(branch), ['BAK_DIFFERENTIAL_FOREIGN'])
})

test('case 47: a differential behind the destination has nothing to give', () => {
  const branch = branchOf(plan(heap('F1 100-110, D1(F1) 115-125'), from(130)))
  assert.equal(told(branch), 'T130')
  assert.equal(reasonOf(branch, 'D1'), 'redundant SUPERSEDED')
})

test('a destination on the branch before a fork goes on into the new one', () => {
  const files = heap('D1(F1) 130-135@B, L1 115-140@B', { forks: { B: ['A', 115] } })
  assert.equal(told(branchOf(plan(files, from(110)), 'B')), 'D1 L1 T140')
  assert.equal(told(branchOf(plan(files, from(116)), 'B')), 'no chain E140')
})

const sixtyLogs = Array.from({ length: 60 }, (_, n) => `L${n} ${200 + n}-${201 + n}`).join(', ')
const hourly = Object.fromEntries(
  Array.from({ length: 60 }, (_, n) => [
    `L${n}`,
    { start: `2026-01-${10 + Math.floor(n / 24)} ${String(n % 24).padStart(2, '0')}:00:00` },
  ]),
)

test('case 48: with more logs than tasks a differential saves the day', () => {
  const files = heap(`${sixtyLogs}, D1(F1) 250-257`, { sets: hourly })
  // Bytes alone would send all logs.
  const cost = (set: { readonly bytes: number; readonly guid: string }) =>
    set.guid === 'D1' ? 1e9 : 1
  const options = { ...from(200), quota: { tasksLeft: 9 }, cost }
  const branch = branchOf(planChains(files, options))
  assert.equal(branch.chain?.steps, 60)
  assert.deepEqual(
    branch.rds.chain?.sets.map((set) => set.guid),
    ['D1', 'L57', 'L58', 'L59'],
  )
  assert.equal(branch.rds.lag, undefined)
})

test('case 49: without a differential that fits, the lag and the rate that is needed are told', () => {
  const files = heap(`${sixtyLogs}, D1(F2) 250-257`, { sets: hourly })
  const branch = branchOf(plan(files, { ...from(200), quota: { tasksLeft: 9 } }))
  assert.equal(branch.rds.chain?.steps, 60)
  const { lag } = branch.rds
  assert.equal(lag?.today, 9)
  assert.equal(lag?.leastHoursBetweenLogs.toFixed(2), '1.41')
  assert.equal(lag?.logsPerDay, 24)
  assert.equal(lag?.neverCatchesUp, true)
  assert.ok(codes(branch).includes('BAK_RDS_QUOTA_LAG'))
})

test('case 50: sets that share a file make a chain, but not for RDS', () => {
  const branch = branchOf(plan([fileOf(['F1 100-110', 'L1 100-120'])]))
  assert.equal(told(branch), 'F1 L1 T120')
  assert.equal(branch.rds.chain, undefined)
  assert.deepEqual(codes(branch), ['BAK_RDS_SEVERAL_SETS', 'BAK_RDS_SEVERAL_SETS'])
})

test('a password on the media keeps a set from RDS', () => {
  const branch = branchOf(plan([fileOf(['F1 100-110'], {}, { label: { hasMediaPassword: true } })]))
  assert.deepEqual(codes(branch), ['BAK_RDS_MEDIA_PASSWORD'])
})

test('case 51: of a mirrored set one whole copy of each stripe is enough', () => {
  const label = { mediaSetId: 'media', mirrorCount: 2 }
  const whole = fileOf(['F1 100-110'], {}, { path: 'b', label })
  const cut = fileOf(['F1 100-109'], { sets: { F1: { isComplete: false } } }, { path: 'a', label })
  const branch = branchOf(plan([cut, whole]))
  assert.equal(told(branch), 'F1 T110')
  assert.deepEqual(branch.chain?.sets[0]?.files, ['b'])
  const alone = branchOf(plan([cut]))
  assert.equal(reasonOf(alone, 'F1'), 'refused TRUNCATED')
  assert.deepEqual(codes(alone), ['BAK_SET_NOT_WHOLE'])
})

test('case 52: LSNs of 25 digits that differ in the last one are told apart', () => {
  const far = (slot: number) => ({ vlf: 4_000_000_000, block: 4_000_000_000, slot })
  const sets = {
    F1: { firstLsn: far(1), lastLsn: far(2) },
    L1: { firstLsn: far(2), lastLsn: far(3) },
    L2: { firstLsn: far(4), lastLsn: far(5) },
  }
  const branch = branchOf(plan(heap('F1 1-2, L1 2-3, L2 4-5', { sets })))
  assert.deepEqual(branch.chain?.reach, far(3))
  assert.deepEqual(
    branch.gaps.map((gap) => [gap.from.slot, gap.to.slot]),
    [[3, 4]],
  )
})

test('case 53: across a change of clocks LSNs order the logs, and gaps are told in UTC', () => {
  const sets = {
    F1: { start: '2026-10-24 20:00:00', utcOffsetMinutes: 120 },
    L1: { start: '2026-10-25 02:30:00', finish: '2026-10-25 02:40:00', utcOffsetMinutes: 120 },
    L2: { start: '2026-10-25 02:10:00', finish: '2026-10-25 02:20:00', utcOffsetMinutes: 60 },
    L3: { start: '2026-10-25 02:50:00', utcOffsetMinutes: 60 },
  }
  const text = 'F1 100-110, L1 100-120, L2 120-130, L3 131-140'
  const branch = branchOf(plan(heap(text, { sets })))
  assert.equal(told(branch), 'F1 L1 L2 T130 E140 gaps 130-131')
  const [gap] = branch.gaps
  assert.equal(gap?.afterMs, Date.UTC(2026, 9, 25, 1, 20))
  assert.equal(gap?.beforeMs, Date.UTC(2026, 9, 25, 1, 50))
})

test('case 54: a file that cannot be read may fill the gap, and is named', () => {
  const encrypted: ChainFile = {
    path: 'Sales_LOG_20260114_230000.trn',
    inspection: {
      kind: 'encrypted',
      name: 'x',
      sizeBytes: 5,
      certificateThumbprint: 'AB',
      problem: bakError('BAK_EMPTY', { file: 'x' }),
    },
  }
  const other: ChainFile = { path: 'other.bak', inspection: { kind: 'unreadable' } }
  const named = (text: string, hour: string) =>
    fileOf([text], {}, { path: `Sales_LOG_20260114_${hour}0000.trn` })
  const files = [
    ...heap('F1 100-110'),
    named('L1 100-120', '22'),
    named('L3 130-140', '24'),
    encrypted,
    other,
  ]
  const branch = branchOf(plan(files))
  assert.equal(told(branch), 'F1 L1 T120 E140 gaps 120-130')
  assert.equal(branch.gaps[0]?.namePattern, 'Sales_LOG_20260114_*.trn')
  assert.deepEqual(
    branch.gaps[0]?.hiddenFiles.map(({ path }) => path),
    ['Sales_LOG_20260114_230000.trn'],
  )
  assert.ok(codes(branch).includes('BAK_GAP_MAY_BE_FILLED'))
})

test('a log that lacks a stripe, a data backup that knows the next log: both are told with the gap', () => {
  const sets = { D1: { nextLogLsn: lsn(125), version: '14.0.1000' } }
  const files = [
    ...heap('F1 100-110, D1(F8) 126-128, L3 130-140', { sets }),
    stripe('L2 115-120', 1, 2, 'L2.1'),
  ]
  const branch = branchOf(plan(files))
  assert.equal(told(branch), 'F1 T110 E140 gaps 110-115 115-130')
  const [, second] = branch.gaps
  assert.deepEqual(second?.splitAt, [lsn(125)])
  assert.deepEqual(
    second?.unusable.map(({ guid }) => guid),
    ['L2'],
  )
})

test('headers that contradict each other about the fork refuse the branch', () => {
  const files = [
    ...heap('F1 100-110'),
    ...heap('L1 120-130@B', { forks: { B: ['A', 110] } }),
    ...heap('L2 130-140@B', { forks: { B: ['A', 111] } }),
  ]
  const branch = branchOf(plan(files), 'B')
  assert.equal(reasonOf(branch, 'L1'), 'refused FORK_CONFLICT')
  assert.deepEqual(codes(branch), ['BAK_FORK_CONFLICT', 'BAK_FORK_CONFLICT'])
  const circle = plan(
    heap('L1 120-130@B, L2 130-140@C', { forks: { B: ['C', 110], C: ['B', 111] } }),
  )
  assert.deepEqual(
    circle.families[0]?.branches.map((one) => one.sets[0]?.reason),
    ['FORK_CONFLICT', 'FORK_CONFLICT'],
  )
})

test('damaged sets, sets of SQL Server 2000 and differentials of unusable fulls are refused with a reason', () => {
  const sets = { F1: { flags: 0x20 } }
  const branch = branchOf(plan(heap('F1 100-110, D1(F1) 115-120', { sets })))
  assert.equal(reasonOf(branch, 'F1'), 'refused DAMAGED')
  assert.equal(reasonOf(branch, 'D1'), 'orphan BASE_UNUSABLE')
  assert.deepEqual(codes(branch), [
    'BAK_NO_USABLE_FULL',
    'BAK_SET_MARKED_DAMAGED',
    'BAK_DIFFERENTIAL_BASE_UNUSABLE',
  ])
  const old = branchOf(plan(heap('F1 100-110', { sets: { F1: { version: '8.0.760' } } })))
  assert.deepEqual(codes(old), ['BAK_SET_TOO_OLD'])
})

test('a read-only database, a changed recovery model and a full of some files are warned of', () => {
  const file = (fileId: number) => ({
    ...{ fileId, type: 1, filegroupId: 1, sizeBytes: 1, backupSizeBytes: 1 },
    ...{ logicalName: `data${fileId}`, physicalName: '', uniqueId: undefined },
    ...{ differentialBaseLsn: undefined, differentialBaseGuid: undefined },
  })
  const sets = {
    F1: { files: [{ ...file(1), createLsn: undefined }], flags: 0x4 },
    L1: {
      files: [
        { ...file(1), createLsn: undefined },
        { ...file(3), createLsn: lsn(50) },
        { ...file(4), createLsn: lsn(115) },
      ],
      recoveryModel: 'BULK_LOGGED' as const,
    },
  }
  const branch = branchOf(plan(heap('F1 100-110, L1 100-120', { sets })))
  assert.deepEqual(codes(branch), [
    'BAK_FILE_LIST_CHANGED',
    'BAK_RECOVERY_MODEL_CHANGED',
    'BAK_CHAIN_READ_ONLY',
  ])
  assert.match(branchFindings(branch)[0]?.error.message ?? '', /does not: data3$/)
})

test('a wanted branch makes the others other branches', () => {
  const files = heap('F1 100-110, L1 100-120, L2 120-140, L4 120-135@B', b125)
  const report = plan(files, { fork: 'A' })
  assert.equal(reasonOf(branchOf(report, 'B'), 'L4'), 'other-branch OTHER_BRANCH')
  assert.equal(report.families[0]?.mustChoose, false)
})

test('a cost of nothing is refused', () => {
  assert.throws(() => planChains(heap('F1 100-110'), { cost: () => 0 }), RangeError)
})
