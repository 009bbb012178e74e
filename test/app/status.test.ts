import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readStatus } from '../../src/app/status.ts'
import {
  type MigrateTask,
  type OssDownload,
  type RestoreTarget,
  rdsError,
} from '../../src/rds/index.ts'
import { samples } from '../rds/samples.ts'

const now = Date.UTC(2026, 10, 22, 12)

/** A destination that answers what status asks, and keeps what it was asked. */
function target(
  tasks: readonly MigrateTask[],
  more: {
    engineVersion?: string
    files?: Readonly<Record<string, OssDownload[]>>
    listsTasks?: boolean
    listsFiles?: boolean
  } = {},
) {
  const asked: { from: Date; to: Date }[] = []
  const unsupported = () => rdsError('RDS_TASK_LIST_UNSUPPORTED', { operation: 'x' })
  const fake: Partial<RestoreTarget> = {
    instance: async () => ({
      ...samples.instance,
      engineVersion: more.engineVersion ?? '2019_std_ha',
    }),
    migrateTasks: async (range) => {
      asked.push(range)
      if (more.listsTasks === false) throw unsupported()
      return [...tasks]
    },
    migrateTask: async (_, id) => {
      const found = tasks.find((task) => task.migrateTaskId === id)
      if (!found) throw rdsError('RDS_TASK_NOT_FOUND', { object: id })
      return found
    },
    ossDownloads: async (_, id) => {
      if (more.listsFiles === false) throw unsupported()
      return more.files?.[id] ?? []
    },
  }
  return { target: fake as RestoreTarget, asked }
}

const task = (id: string, more: Partial<MigrateTask> = {}): MigrateTask => ({
  ...samples.task,
  migrateTaskId: id,
  ...more,
})

describe('status', () => {
  test('asks for the last seven days unless another range is given', async () => {
    const { target: rds, asked } = target([])
    await readStatus(rds, 'rm-1', {}, now)
    const since = new Date(now - 3_600_000)
    const until = new Date(now - 60_000)
    await readStatus(rds, 'rm-1', { since, until }, now)
    assert.deepEqual(
      asked.map(({ from, to }) => [to.getTime() - from.getTime(), to.getTime()]),
      [
        [7 * 24 * 3_600_000, now],
        [3_540_000, now - 60_000],
      ],
    )
  })

  test('shows tasks with their files, narrowed by database and status', async () => {
    const { target: rds } = target(
      [task('3'), task('2', { database: 'HR' }), task('1', { status: 'Running' })],
      { files: { '3': [samples.file] } },
    )
    const all = await readStatus(rds, 'rm-1', {}, now)
    assert.deepEqual(
      all.tasks.map((found) => [found.task.migrateTaskId, found.files?.length]),
      [
        ['3', 1],
        ['2', 0],
        ['1', 0],
      ],
    )
    const ids = async (filter: Parameters<typeof readStatus>[2]) =>
      (await readStatus(rds, 'rm-1', filter, now)).tasks.map((found) => found.task.migrateTaskId)
    assert.deepEqual(await ids({ database: 'hr' }), ['2'])
    assert.deepEqual(await ids({ statuses: ['Running'] }), ['1'])
    assert.deepEqual(await ids({ statuses: [] }), ['3', '2', '1'])
  })

  test('says which page of the RDS console shows the same', async () => {
    const old = await readStatus(target([], { engineVersion: '2008r2' }).target, 'rm-1', {}, now)
    assert.equal(old.view, 'database-migration')
    assert.equal((await readStatus(target([]).target, 'rm-1', {}, now)).view, 'upload-history')
  })

  test('explains a failure by its description, else by the file that stopped it, and a warning too', async () => {
    const { target: rds } = target(
      [
        task('1', { status: 'Failed', description: 'Failed to open database Sales.' }),
        task('2', { status: 'Failed', description: '' }),
        task('3', { status: 'Failed', description: 'brand new text' }),
        task('4', {
          description:
            "Your RDS doesn't have any init account yet, please create one and grant permissions on RDS console to this migrated database (Sales).",
        }),
        task('5', { description: '' }),
      ],
      { files: { '2': [{ ...samples.file, status: 'DownloadFailed' }] } },
    )
    const { tasks } = await readStatus(rds, 'rm-1', {}, now)
    assert.deepEqual(
      tasks.map(({ explanation, verdict }) => [explanation?.code, verdict]),
      [
        ['RDS_OPEN_FAILED', 'failure'],
        ['RDS_FILE_DOWNLOAD_FAILED', 'failure'],
        ['RDS_TASK_FAILED', 'failure'],
        ['RDS_NO_PRIVILEGED_ACCOUNT', 'warning'],
        [undefined, undefined],
      ],
    )
  })

  test('asks for single tasks of the journal where the edition lists none, and says that it does', async () => {
    const { target: rds } = target([task('7'), task('8', { createdAt: new Date(0) })], {
      listsTasks: false,
      listsFiles: false,
    })
    const report = await readStatus(rds, 'rm-1', {}, now, async () => {
      return new Map([
        ['7', '/backups/教务管理.bak'],
        ['8', undefined],
        ['other', undefined],
      ])
    })
    assert.equal(report.isComplete, false)
    assert.deepEqual(
      report.tasks.map((found) => [found.task.migrateTaskId, found.files, found.source]),
      [['7', undefined, '/backups/教务管理.bak']],
    )
  })

  test('names the file of the journal, and does without a journal that cannot be read', async () => {
    const { target: rds } = target([task('7')])
    const sources = async (journaled: Parameters<typeof readStatus>[4]) =>
      (await readStatus(rds, 'rm-1', {}, now, journaled)).tasks.map(({ source }) => source)
    assert.deepEqual(await sources(async () => new Map([['7', '/b/Sales.bak']])), ['/b/Sales.bak'])
    assert.deepEqual(await sources(() => Promise.reject(new Error('damaged'))), [undefined])
  })
})
