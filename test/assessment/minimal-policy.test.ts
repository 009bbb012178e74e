/** The policy that doctor prints against the operations that the clients can call: none is missing, none is idle. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { minimalPolicy, readActions, unprovedActions } from '../../src/assessment/index.ts'
import { operations } from '../../src/rds/wire-requests.ts'

/**
 * The RAM action behind each operation of OSS that is called something else.
 * @source OSS documentation, RAM policies: actions by operation [spec]
 */
const ossActions: Readonly<Record<string, string>> = {
  HeadObject: 'oss:GetObject',
  ListObjectsV2: 'oss:ListObjects',
  InitiateMultipartUpload: 'oss:PutObject',
  UploadPart: 'oss:PutObject',
  CompleteMultipartUpload: 'oss:PutObject',
}

/** Buckets are made by `bucket create` alone, and by whoever may; a migration needs one that is there. */
const bucketManagement = ['oss:PutBucket', 'oss:DeleteBucket', 'oss:ListBuckets']

/** Every operation that a file of the OSS client names. */
function ossOperations(): string[] {
  const files = ['client.ts', 'bucket-client.ts', 'object-source.ts']
  const source = files
    .map((file) => readFileSync(join(import.meta.dirname, '../../src/oss', file), 'utf8'))
    .join('\n')
  const named = source.matchAll(/(?:operation: |operation = |read\()'([A-Z]\w+)'/g)
  return [...new Set([...named].map((match) => match[1] ?? ''))].sort()
}

function calledActions(): string[] {
  const rds = Object.entries(operations).flatMap(([name, { product }]) =>
    // Whoever has a key may ask whose it is.
    name === 'GetCallerIdentity' ? [] : [`${product}:${name}`],
  )
  const oss = ossOperations().map((name) => ossActions[name] ?? `oss:${name}`)
  return [...new Set([...rds, ...oss])]
    .filter((action) => !bucketManagement.includes(action))
    .sort()
}

const scope = { instanceId: 'rm-1', bucket: 'bak-one', prefix: 'full/', createsDatabases: true }

test('the policy allows every operation that the clients can call, and no other', () => {
  assert.equal(ossOperations().length, 16)
  const allowed = minimalPolicy(scope).Statement.flatMap(({ Action }) => Action)
  assert.deepEqual([...allowed].sort(), calledActions())
})

test('the actions that doctor lists are those of the policy', () => {
  const listed = [readActions, unprovedActions].flatMap((group) => Object.values(group).flat())
  const allowed = minimalPolicy({ ...scope, createsDatabases: false }).Statement.flatMap(
    ({ Action }) => Action,
  )
  const others = allowed.filter((action) => !listed.some((each) => each === action))
  // Asked of the account, not of the instance: no check needs them.
  assert.deepEqual(others, ['rds:DescribeDBInstances', 'rds:DescribeRegions'])
  assert.deepEqual(
    listed.filter((action) => !allowed.includes(action)),
    [],
  )
})

test('what reads or changes objects is allowed in the folder only', () => {
  for (const { Action, Resource } of minimalPolicy(scope).Statement)
    for (const action of Action.filter((name) => /^oss:.*Object$|MultipartUpload$/.test(name)))
      if (action !== 'oss:ListObjects')
        assert.deepEqual(Resource, ['acs:oss:*:*:bak-one/full/*'], action)
})
