/** Case 55: the chains among the real backups, and the verdicts that were worked out by hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type BranchPlan,
  branchFindings,
  type ChainFile,
  type ChainOptions,
  type ChainReport,
  choiceFindings,
  inspectBackup,
  planChains,
  reportFindings,
} from '../../../src/bak/index.ts'
import { formatLsn } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { backupNames, backupSource } from '../golden.ts'

let files: Promise<ChainFile[]> | undefined

/** Returns what every real backup says about itself. */
function realFiles(): Promise<ChainFile[]> {
  files ??= Promise.all(
    backupNames().map(async (path) => ({
      path,
      inspection: await inspectBackup(backupSource(path)),
    })),
  )
  return files
}

async function realReport(options: ChainOptions = {}): Promise<ChainReport> {
  return planChains(await realFiles(), options)
}

function branch(report: ChainReport, database: string, fork = ''): BranchPlan {
  const found = report.families
    .flatMap(({ branches }) => branches)
    .find((plan) => plan.names.includes(database) && plan.fork.startsWith(fork))
  assert.ok(found, database)
  return found
}

/** The ends of the files' names, which tell the sets of a chain apart. */
function told({ chain }: BranchPlan): string[] {
  const names = chain?.sets.map(({ files: [file = ''] }) => /__(.*)\.\w+$/.exec(file)?.[1] ?? file)
  return [...(names ?? []), chain ? formatLsn(chain.reach) : 'none']
}

function classes(plan: BranchPlan): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { reason } of plan.sets) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

test(
  'chain A: of two differentials in one second the later LSN is used',
  needsShared('bak'),
  async () => {
    const plan = branch(await realReport(), 'doublediff')
    assert.deepEqual(told(plan), ['difftest-full', 'difftest-diff2', '24:134:1'])
    assert.deepEqual(classes(plan), { IN_CHAIN: 2, SUPERSEDED: 1 })
  },
)

test(
  'chain B: a differential makes four logs needless, two of them empty',
  needsShared('bak'),
  async () => {
    const plan = branch(await realReport(), 'OlaMsFilterTest')
    assert.deepEqual(told(plan), [
      'test_FULL_20160629_141300',
      'test_DIFF_20160629_141900',
      '21:199:1',
    ])
    assert.deepEqual(classes(plan), { IN_CHAIN: 2, SUPERSEDED: 1, COVERED: 2, EMPTY: 2 })
    assert.deepEqual([plan.gaps, plan.isBehind], [[], false])
  },
)

test(
  'chain D: eight sets of a restored database; by bytes alone six logs, else the differential',
  needsShared('bak'),
  async () => {
    const plan = branch(await realReport(), 'RestoreTimeClean')
    assert.equal(plan.parent && formatLsn(plan.parent.lsn), '25:153:1')
    assert.equal(plan.chain?.steps, 5)
    assert.equal(told(plan).at(-1), '39:642:1')
    const byBytes = branch(await realReport({ cost: (set) => set.bytes }), 'RestoreTimeClean')
    assert.deepEqual(
      byBytes.chain?.sets.map(({ set }) => set.type),
      ['FULL', 'LOG', 'LOG', 'LOG', 'LOG', 'LOG', 'LOG'],
    )
    assert.equal(told(byBytes).at(-1), '39:642:1')
  },
)

test(
  'chain E: five whole pairs of stripes, the second full is enough, and RDS takes none',
  needsShared('bak'),
  async () => {
    const report = await realReport()
    const plan = branch(report, 'RestoreTimeStripe')
    assert.deepEqual(told(plan), ['RestoreTimeStripe2', '20:206:1'])
    assert.deepEqual(classes(plan), { IN_CHAIN: 1, OTHER_FULL: 1, COVERED: 3 })
    assert.ok(plan.sets.every(({ set }) => set.stripes === 2 && set.missingStripes.length === 0))
    assert.equal(plan.rds.chain, undefined)
    assert.deepEqual(
      branchFindings(plan).map(({ error }) => error.code),
      ['BAK_RDS_STRIPED_FULL'],
    )
    const copy = branch(report, 'stripetest')
    assert.equal(copy.parent?.fork, plan.fork)
    assert.deepEqual([told(copy).at(-1), copy.isLeaf, plan.isLeaf], ['20:354:1', true, true])
    assert.equal(
      report.families.find(({ names }) => names.includes('stripetest'))?.mustChoose,
      false,
    )
  },
)

test(
  'chain E without its second full: the first one and three logs',
  needsShared('bak'),
  async () => {
    const rest = (await realFiles()).filter(({ path }) => !/Stripe2a?\.bak$/.test(path))
    const plan = branch(planChains(rest), 'RestoreTimeStripe')
    assert.equal(plan.chain?.steps, 4)
    assert.equal(told(plan).at(-1), '20:186:1')
  },
)

test(
  'chain H: a log or a differential lead to the same end, and the cheaper log wins',
  needsShared('bak'),
  async () => {
    const plan = branch(await realReport(), 'dbOrphanUsers')
    assert.deepEqual(told(plan), [
      'SQL2008_dbOrphanUsers_FULL_20170518_041740',
      'SQL2008_dbOrphanUsers_LOG_20170518_041831',
      '24:96:1',
    ])
    assert.deepEqual(classes(plan), { IN_CHAIN: 2, SUPERSEDED: 2, EMPTY: 1 })
  },
)

test(
  'chain I: an empty log proves that something is missing, with range, times and name',
  needsShared('bak'),
  async () => {
    const plan = branch(await realReport(), 'locations')
    assert.equal(told(plan).at(-1), '31:486:1')
    assert.deepEqual(
      plan.gaps.map(({ from, to }) => [formatLsn(from), formatLsn(to)]),
      [['31:486:1', '31:511:1']],
    )
    assert.equal(
      plan.gaps[0]?.namePattern,
      '2008r2-compat80-checksum__SQL2008_locations_LOG_*_*.trn',
    )
    const [gap] = branchFindings(plan)
    assert.equal(gap?.error.code, 'BAK_LOG_GAP')
    assert.match(
      gap?.error.solution ?? '',
      /between 2017-05-18 02:17:43 and 2017-05-18 02:18:37 \(UTC\)/,
    )
  },
)

test('chain J: without a full the wanted one is named', needsShared('bak'), async () => {
  const plan = branch(await realReport(), 'db1')
  assert.deepEqual(told(plan), ['none'])
  assert.equal(plan.wanted?.guid, '61cbf400-8af9-40d2-8ea1-d3c7d0ccd4ce')
  assert.equal(plan.wanted?.checkpointLsn && formatLsn(plan.wanted.checkpointLsn), '323:102:38')
  assert.deepEqual(classes(plan), { NO_FULL: 1, BASE_MISSING: 1 })
})

test(
  'six differentials of two databases in one file are orphans of five bases',
  needsShared('bak'),
  async () => {
    const report = await realReport()
    const plans = ['DB_QLBH', 'DB_QLBH1'].map((name) => branch(report, name))
    const sets = plans.flatMap((plan) => plan.sets)
    assert.deepEqual(
      sets.map(({ reason }) => reason),
      Array.from({ length: 6 }, () => 'BASE_MISSING'),
    )
    assert.equal(new Set(sets.map(({ set }) => set.set.differentialBaseGuid)).size, 5)
  },
)

test(
  'three Northwinds of one family are three histories, one of which a person chooses',
  needsShared('bak'),
  async () => {
    const report = await realReport()
    const family = report.families.find(({ mustChoose }) => mustChoose)
    assert.deepEqual(family?.names, ['Northwind'])
    assert.ok((family?.branches.length ?? 0) >= 2)
    assert.equal(family && choiceFindings(family)[0]?.error.code, 'BAK_SEVERAL_BRANCHES')
  },
)

test(
  'a log chain without a recorded full, system databases, lone stripes and hidden files are told',
  needsShared('bak'),
  async () => {
    const report = await realReport()
    assert.deepEqual(classes(branch(report, 'SAL_SCOUTS')), { NO_FULL: 1 })
    assert.deepEqual(classes(branch(report, 'master')), { SYSTEM_DATABASE: 1 })
    for (const name of ['QLSinhVien', 'Tarpv22', 'TestPotegaevBrovushka'])
      assert.deepEqual(classes(branch(report, name)), { STRIPES_MISSING: 1 })
    assert.ok(report.hidden.some(({ path, why }) => path.includes('TDE') && why === 'encrypted'))
    assert.equal(report.others.length, 2)
    const scouts = (await realFiles()).filter(({ path }) => path.includes('SCOUTS'))
    assert.deepEqual(
      reportFindings(planChains(scouts)).map(({ error }) => error.code),
      ['BAK_HIDDEN_SETS'],
    )
  },
)
