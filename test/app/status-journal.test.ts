/** Which file an RDS task restores, as the journal of this machine knows it. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readJournaledTasks } from '../../src/app/status-journal.ts'
import { VirtualClock } from '../../src/core/index.ts'
import { openJournal } from '../../src/journal/index.ts'
import { makeTempFolder } from '../temp-folder.ts'

test('a task of a migration is known by the file of the plan that it came from', async () => {
  const tasks = await journaled([
    ['migration-1', 'migration', { type: 'migration-opened' }],
    ['migration-1', 'migration', planned('教务管理', '/old/教务管理.bak')],
    ['migration-1', 'migration', planned('教务管理', '/new/教务管理.bak')],
    ['migration-1', 'migration', accepted('教务管理', '7')],
    ['migration-1', 'migration', planned('教务管理', '/later/教务管理.bak')],
  ])
  assert.deepEqual([...tasks], [['7', '/new/教务管理.bak']])
})

test('a task of an import is known by the file that was uploaded to its key, else only its id is', async () => {
  const place = { bucket: 'bkt', etag: 'E', database: 'Sales' }
  const tasks = await journaled([
    [
      'upload-1',
      'upload',
      { type: 'uploadOpened', path: '/a/Sales.bak', bucket: 'bkt', key: 'd/S' },
    ],
    ['import-rm', 'import', { ...place, type: 'import-accepted', key: 'd/S', migrateTaskId: '8' }],
    ['import-rm', 'import', { ...place, type: 'import-accepted', key: 'd/T', migrateTaskId: '9' }],
  ])
  assert.deepEqual(
    [...tasks],
    [
      ['8', '/a/Sales.bak'],
      ['9', undefined],
    ],
  )
})

test('where there is no journal nothing is known and nothing is made', async () => {
  assert.equal((await readJournaledTasks('/nowhere/journal.sqlite')).size, 0)
})

function planned(database: string, path: string) {
  return { type: 'database-planned', database, plan: { database, path } }
}

function accepted(database: string, migrateTaskId: string) {
  return { type: 'task-accepted', database, migrateTaskId }
}

type Written = readonly [
  streamId: string,
  kind: string,
  event: { readonly type: string; readonly [name: string]: string | Record<string, string> },
]

async function journaled(written: readonly Written[]) {
  const folder = await makeTempFolder()
  try {
    const path = join(folder.path, 'journal.sqlite')
    const journal = await openJournal(path, new VirtualClock())
    const sequences = new Map<string, number>()
    for (const [streamId, kind, event] of written) {
      const last = await journal.append({ streamId, kind }, sequences.get(streamId) ?? 0, [event])
      sequences.set(streamId, last)
    }
    await journal.close()
    return await readJournaledTasks(path)
  } finally {
    await folder.remove()
  }
}
