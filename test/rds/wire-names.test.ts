/** Our names of parameters and fields against the typed models that Alibaba Cloud generates from the service itself. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  buildAccounts,
  buildCreateMigrateTask,
  buildDatabases,
  buildInstanceAttribute,
  buildInstances,
  buildMigrateTaskById,
  buildMigrateTasks,
  buildOssDownloads,
  buildRegions,
  buildResourceUsage,
  operations,
} from '../../src/rds/wire.ts'
import { samples } from './samples.ts'

const require = createRequire(import.meta.url)

interface ModelClass {
  names(): Record<string, string>
  types(): Record<string, unknown>
}

/** Class names in the SDK begin with the operation, with every run of capitals but the first letter made small. */
const modelNames: Readonly<Record<string, string>> = {
  DescribeDBInstanceAttribute: 'DescribeDBInstanceAttribute',
}

function model(action: string, kind: 'Request' | 'ResponseBody'): ModelClass {
  const wanted = `${modelNames[action] ?? action}${kind}`.toLowerCase()
  const folder = join(require.resolve('@alicloud/rds20140815'), '..', 'models')
  const index = readFileSync(join(folder, 'model.js'), 'utf8')
  const file = [...index.matchAll(/require\("\.\/(\w+)"\)/g)]
    .map((match) => match[1] ?? '')
    .find((name) => name.toLowerCase() === wanted)
  assert.ok(file, `no model for ${wanted}`)
  const exported: Record<string, ModelClass> = require(join(folder, `${file}.js`))
  const found = Object.entries(exported).find(([name]) => name.toLowerCase() === wanted)?.[1]
  assert.ok(found, `${file} exports no ${wanted}`)
  return found
}

const rdsActions = Object.entries(operations).filter(([, names]) => names.product === 'rds')

test('every parameter that we send is one of the operation', () => {
  assert.equal(rdsActions.length, 14)
  for (const [action, { required, optional }] of rdsActions) {
    const names = Object.values(model(action, 'Request').names())
    for (const name of [...required, ...optional])
      assert.ok(names.includes(name), `${action} ${name}`)
  }
})

/** Checks every name of a built answer, through its lists and objects, against the model. */
function checkFields(value: unknown, type: unknown, path: string): void {
  if (Array.isArray(value)) {
    const { itemType } = type as { itemType: unknown }
    for (const item of value) checkFields(item, itemType, path)
    return
  }
  if (typeof value !== 'object' || value === null || typeof type !== 'function') return
  const { names, types } = type as unknown as ModelClass
  const properties = new Map(Object.entries(names()).map(([property, name]) => [name, property]))
  for (const [name, child] of Object.entries(value)) {
    const property = properties.get(name)
    assert.ok(property, `${path}.${name} is not in the model`)
    checkFields(child, types()[property], `${path}.${name}`)
  }
}

test('every field that we read or write is one of the answer', () => {
  const page = { pageNumber: 1, totalCount: 1, pageSize: 30 }
  const { instance, task, file, database, account, usage, region, request } = samples
  const answers: Readonly<Record<string, object>> = {
    CreateMigrateTask: buildCreateMigrateTask(request, { migrateTaskId: '1', taskId: '2' }),
    DescribeMigrateTasks: buildMigrateTasks('rm-1', [task], page),
    DescribeMigrateTaskById: buildMigrateTaskById('rm-1', task),
    DescribeOssDownloads: buildOssDownloads('rm-1', '1', [file]),
    DescribeDBInstanceAttribute: buildInstanceAttribute(instance),
    DescribeDBInstances: buildInstances([instance], page),
    DescribeDatabases: buildDatabases('rm-1', [database], page),
    DescribeAccounts: buildAccounts([account], page),
    DescribeResourceUsage: buildResourceUsage('rm-1', usage),
    DescribeRegions: buildRegions([region]),
  }
  for (const [action, body] of Object.entries(answers))
    checkFields({ ...body, RequestId: 'R' }, model(action, 'ResponseBody'), action)
})
