import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { largestBackupBytes } from '../../../src/assessment/index.ts'
import type { BackupSet } from '../../../src/bak/index.ts'
import {
  type DestinationFacts,
  type InspectedFile,
  planMigration,
  quotaWindowMs,
  storageNeed,
  unknownWishes,
} from '../../../src/migration/index.ts'
import {
  destination,
  fullBackup,
  inspected,
  madeFile,
  madeInspection,
  madeLabel,
  madeProblem,
  madeSet,
  noon,
  wishes,
} from '../made-up.ts'

function codes(files: InspectedFile[], facts: Partial<DestinationFacts> = {}) {
  const plan = planMigration(files, destination(facts), wishes)
  return Object.fromEntries(plan.refused.map((one) => [one.file, one.error.code]))
}

function codeOf(set: Partial<BackupSet>, facts: Partial<DestinationFacts> = {}) {
  return codes([fullBackup('a.bak', set)], facts)['a.bak']
}

test('a full backup in one file goes under the name in its header', () => {
  const plan = planMigration([fullBackup('odd name.bak')], destination(), wishes)
  assert.deepEqual(plan.refused, [])
  assert.equal(plan.databases.length, 1)
  assert.equal(plan.databases[0]?.database, 'Sales')
  assert.equal(plan.databases[0]?.allocatedBytes, 10 * 2 ** 20)
  assert.match(plan.databases[0]?.key ?? '', /^sqlferry\/Sales_FULL_/)
})

describe('files that do not go', () => {
  test('what cannot be read is refused with the reason that the reader gave', () => {
    const problem = madeProblem('BAK_CHAIN_BROKEN')
    const common = { name: 'x', sizeBytes: 1, problem }
    assert.deepEqual(
      codes([
        inspected('c.bak', {
          ...common,
          kind: 'compressed',
          algorithm: 'xpress',
          containerVersion: 1,
        }),
        inspected('e.bak', { ...common, kind: 'encrypted', certificateThumbprint: 'AB' }),
        inspected('n.bak', { ...common, kind: 'not-a-backup' }),
        inspected('t.bak', madeInspection({ walk: 'truncated', problem })),
      ]),
      {
        'c.bak': 'BAK_CHAIN_BROKEN',
        'e.bak': 'BAK_CHAIN_BROKEN',
        'n.bak': 'BAK_CHAIN_BROKEN',
        't.bak': 'BAK_CHAIN_BROKEN',
      },
    )
  })

  test('a stripe names the stripes that are missing', () => {
    const label = madeLabel({ familyCount: 3, familyNumber: 2 })
    const plan = planMigration(
      [inspected('s2.bak', madeInspection({ label }))],
      destination(),
      wishes,
    )
    assert.equal(plan.refused[0]?.error.code, 'PLAN_STRIPE_MISSING')
    assert.equal(plan.refused[0]?.error.details['missing'], '1, 3')
  })

  test('a whole stripe set is refused too, each of its files', () => {
    const stripe = (familyNumber: number) =>
      madeInspection({ label: madeLabel({ familyCount: 2, familyNumber }) })
    assert.deepEqual(codes([inspected('s1.bak', stripe(1)), inspected('s2.bak', stripe(2))]), {
      's1.bak': 'PLAN_STRIPED',
      's2.bak': 'PLAN_STRIPED',
    })
  })

  test('several sets in a file, a media password and an unfinished backup are refused', () => {
    const two = madeInspection({ sets: [madeSet(), madeSet({ position: 2 })] })
    const secret = madeInspection({ label: madeLabel({ hasMediaPassword: true }) })
    assert.deepEqual(codes([inspected('two.bak', two), inspected('secret.bak', secret)]), {
      'two.bak': 'PLAN_SEVERAL_SETS',
      'secret.bak': 'PLAN_MEDIA_PASSWORD',
    })
    assert.equal(codeOf({ isComplete: false }), 'PLAN_BACKUP_INCOMPLETE')
    assert.equal(codeOf({ flags: 0x20 }), 'PLAN_BACKUP_DAMAGED')
    assert.deepEqual(codes([inspected('empty.bak', madeInspection({ sets: [] }))]), {
      'empty.bak': 'PLAN_BACKUP_INCOMPLETE',
    })
  })

  test('a differential belongs to the full that it names, a log to a full of its fork', () => {
    const full = madeSet()
    const base = full.backupSetGuid
    const other = '99999999-9999-4999-8999-999999999999'
    const file = (name: string, set: Partial<BackupSet>) =>
      fullBackup(name, { differentialBaseGuid: base, ...set })
    assert.deepEqual(
      codes([
        fullBackup('full.bak'),
        file('diff.bak', { type: 'DIFFERENTIAL' }),
        file('lone-diff.bak', { type: 'DIFFERENTIAL', differentialBaseGuid: other }),
        file('log.trn', { type: 'LOG' }),
        file('lone-log.trn', { type: 'LOG', recoveryForkId: other }),
        file('part.bak', { type: 'PARTIAL' }),
      ]),
      {
        'diff.bak': 'PLAN_FULL_ONLY',
        'lone-diff.bak': 'PLAN_FULL_MISSING',
        'log.trn': 'PLAN_FULL_ONLY',
        'lone-log.trn': 'PLAN_FULL_MISSING',
        'part.bak': 'PLAN_TYPE_UNSUPPORTED',
      },
    )
  })

  test('system databases stay, in whatever letters', () => {
    for (const database of ['master', 'MODEL', 'msdb', 'tempdb', 'Distribution'])
      assert.equal(codeOf({ database }), 'PLAN_SYSTEM_DATABASE')
  })

  test('versions: newer than the instance never goes, SQL Server 2000 only to 2008 R2', () => {
    assert.equal(codeOf({ version: '16.0.1000' }), 'PLAN_TOO_NEW')
    assert.equal(codeOf({ version: '15.0.2000' }), undefined)
    assert.equal(codeOf({ version: '8.0.760' }), 'PLAN_TOO_OLD')
    assert.equal(codeOf({ version: '10.50.1600' }, { engineVersion: '2008r2' }), undefined)
    assert.equal(codeOf({ version: '8.0.760' }, { engineVersion: '2008r2' }), undefined)
    assert.equal(codeOf({ version: '11.0.2100' }, { engineVersion: '2008r2' }), 'PLAN_TOO_NEW')
    assert.equal(codeOf({ version: '16.0.1000' }, { engineVersion: 'unknown' }), undefined)
  })

  test('a name that the destination does not take is refused', () => {
    for (const database of ['', ' Sales', 'a\u0007b', 'x'.repeat(129)])
      assert.equal(codeOf({ database }), 'PLAN_NAME_REFUSED')
    for (const database of ['教务管理系统', 'a-b c', 'x'.repeat(128)])
      assert.equal(codeOf({ database }), undefined)
  })

  test('a file over 3 TB is refused before anything is uploaded', () => {
    const at = (sizeBytes: number) => inspected('big.bak', madeInspection(), sizeBytes)
    assert.deepEqual(codes([at(largestBackupBytes + 1)], { freeBytes: undefined }), {
      'big.bak': 'PLAN_FILE_TOO_LARGE',
    })
    assert.deepEqual(codes([at(largestBackupBytes)], { freeBytes: undefined }), {})
  })
})

describe('several files at once', () => {
  test('of two files that claim one database neither goes, in whatever letters', () => {
    const files = [
      fullBackup('a.bak', { database: 'Sales' }),
      fullBackup('b.bak', { database: 'SALES' }),
    ]
    const plan = planMigration(files, destination(), wishes)
    assert.deepEqual(plan.databases, [])
    assert.deepEqual(
      plan.refused.map((one) => one.error.code),
      ['PLAN_DATABASE_CLAIMED_TWICE', 'PLAN_DATABASE_CLAIMED_TWICE'],
    )
    assert.match(plan.refused[0]?.error.solution ?? '', /--only "a\.bak"/)
  })

  test('--only with the name of a file decides between two claims', () => {
    const files = [fullBackup('x/a.bak'), fullBackup('b.bak')]
    const plan = planMigration(files, destination(), { ...wishes, only: ['a.bak'] })
    assert.deepEqual(
      plan.databases.map((one) => one.file),
      ['x/a.bak'],
    )
    assert.deepEqual(plan.leftOut, ['b.bak'])
    assert.deepEqual(plan.refused, [])
  })

  test('--only with the name of a database leaves the others out, and unknown names are told', () => {
    const files = [fullBackup('a.bak'), fullBackup('b.bak', { database: 'Stock' })]
    const plan = planMigration(files, destination(), { ...wishes, only: ['stock'] })
    assert.deepEqual(
      plan.databases.map((one) => one.database),
      ['Stock'],
    )
    assert.deepEqual(unknownWishes(files, ['stock', 'a.bak', 'Salse']), ['Salse'])
  })

  test('a file that an unreadable rival claims is not held up by it', () => {
    const broken = inspected(
      'broken.bak',
      madeInspection({ walk: 'truncated', problem: madeProblem('BAK_CHAIN_BROKEN') }),
    )
    const plan = planMigration([broken, fullBackup('a.bak')], destination(), wishes)
    assert.equal(plan.databases.length, 1)
  })

  test('the order of the files does not change the plan', () => {
    const files = ['d', 'a', 'c', 'b'].map((name) =>
      fullBackup(`${name}.bak`, { database: name, backupSetGuid: name }),
    )
    const plan = planMigration(files, destination(), wishes)
    assert.deepEqual(plan, planMigration(files.toReversed(), destination(), wishes))
    assert.deepEqual(
      plan.databases.map((one) => one.database),
      ['a', 'b', 'c', 'd'],
    )
    assert.equal(new Set(plan.databases.map((one) => one.key)).size, 4)
  })
})

describe('what the destination says', () => {
  test('a database that exists there is not replaced', () => {
    assert.equal(codeOf({}, { databases: ['SALES'] }), 'PLAN_NAME_TAKEN')
  })

  test('2008 R2 on local disks needs the database beforehand', () => {
    const facts = { engineVersion: '2008r2', path: 'local-2008r2' } as const
    const old = { version: '10.50.1600' }
    assert.equal(codeOf(old, facts), 'PLAN_NAME_MISSING')
    const plan = planMigration(
      [fullBackup('a.bak', old)],
      destination({ ...facts, databases: ['Sales'] }),
      wishes,
    )
    assert.deepEqual(plan.refused, [])
    assert.ok(plan.databases[0]?.warnings.some((one) => one.code === 'PLAN_MUST_BE_EMPTY'))
  })

  test('databases beyond the number that the instance takes are refused', () => {
    const files = ['a', 'b', 'c'].map((database) => fullBackup(`${database}.bak`, { database }))
    assert.deepEqual(codes(files, { databases: ['x'], maxDatabases: 3 }), {
      'c.bak': 'PLAN_TOO_MANY_DATABASES',
    })
  })

  test('the twenty-first task of a day is not planned, and the reason says when it may be', () => {
    const tasks = Array.from({ length: 20 }, (_, hour) => ({
      database: 'sales',
      createdAtMs: noon - hour * 3_600_000,
    }))
    const plan = planMigration([fullBackup('a.bak')], destination({ tasks }), wishes)
    assert.equal(plan.refused[0]?.error.code, 'PLAN_DAILY_QUOTA')
    const oldest = Math.min(...tasks.map((task) => task.createdAtMs))
    assert.equal(
      plan.refused[0]?.error.details['freeAt'],
      new Date(oldest + quotaWindowMs).toISOString(),
    )
    assert.equal(codeOf({}, { tasks: tasks.slice(1) }), undefined)
    assert.equal(codeOf({}, { tasks, readAtMs: oldest + quotaWindowMs }), undefined)
  })

  test('databases are taken by name until the storage is used up, allocated sizes and a fifth on top', () => {
    const sized = (database: string, bytes: number) =>
      fullBackup(`${database}.bak`, { database, files: [madeFile(1, 1, bytes)] })
    const files = [sized('a', 100e6), sized('b', 500e6), sized('c', 50e6)]
    const plan = planMigration(files, destination({ freeBytes: 200e6 }), wishes)
    assert.deepEqual(
      plan.databases.map((one) => one.database),
      ['a', 'c'],
    )
    assert.equal(plan.refused[0]?.error.code, 'PLAN_NO_SPACE')
    assert.equal(plan.storage.neededBytes, Math.ceil((150e6 + 2 * 3_000_000) * 1.2))
    assert.deepEqual(codes(files, { freeBytes: undefined }), {})
  })

  test('as many backup files count as are restored at once, the largest of them', () => {
    const claims = [1, 5, 3].map((sizeBytes) => ({ sizeBytes, allocatedBytes: 10 }))
    assert.equal(storageNeed(claims, 2), Math.ceil((30 + 8) * 1.2))
    assert.equal(storageNeed([], 2), 0)
  })
})

test('a database that an earlier run has begun is neither planned again nor refused', () => {
  const begun = [{ database: 'Sales', file: 'a.bak', claim: undefined }]
  const files = [fullBackup('a.bak')]
  const plan = planMigration(files, destination({ databases: ['Sales'] }), wishes, begun)
  assert.deepEqual([plan.databases, plan.refused], [[], []])
})

test('a second claim on a database that is under way is refused', () => {
  const begun = [{ database: 'Sales', file: 'a.bak', claim: undefined }]
  const files = [fullBackup('a.bak'), fullBackup('b.bak')]
  const plan = planMigration(files, destination(), wishes, begun)
  assert.deepEqual(
    plan.refused.map((one) => [one.file, one.error.code]),
    [['b.bak', 'PLAN_DATABASE_CLAIMED_TWICE']],
  )
})

test('FILESTREAM and missing checksums are warnings, not reasons to stay', () => {
  const plan = planMigration(
    [fullBackup('a.bak', { hasChecksums: false, files: [madeFile(1, 1, 10), madeFile(3, 7, 10)] })],
    destination(),
    wishes,
  )
  assert.deepEqual(
    plan.databases[0]?.warnings.map((one) => one.code),
    ['PLAN_FILESTREAM', 'PLAN_NO_CHECKSUMS'],
  )
})
