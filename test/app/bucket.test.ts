import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketFindings } from '../../src/app/bucket.ts'
import { parseOssAddress, requireBucketName } from '../../src/app/oss-address.ts'
import { isMigrationError } from '../../src/core/index.ts'
import type { BucketInfo, LifecycleRule } from '../../src/oss/index.ts'

const sound: BucketInfo = {
  name: 'staging-1',
  region: 'cn-hangzhou',
  storageClass: 'Standard',
  createdAt: new Date(0),
  acl: 'private',
  extranetEndpoint: 'oss-cn-hangzhou.aliyuncs.com',
  intranetEndpoint: 'oss-cn-hangzhou-internal.aliyuncs.com',
  encryption: 'None',
  versioning: undefined,
  redundancy: 'LRS',
  ownerId: '1',
}

const rule: LifecycleRule = {
  id: 'r1',
  prefix: 'nightly/',
  isEnabled: true,
  expirationDays: undefined,
  abortMultipartDays: undefined,
  transitionTo: undefined,
}

const verdicts = (info: Partial<BucketInfo>, rules: LifecycleRule[] = [], region = 'cn-hangzhou') =>
  bucketFindings({ ...sound, ...info }, rules, region)
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ about, verdict }) => `${about}: ${verdict}`)

test('a Standard, private, unencrypted bucket in the region of the instance has nothing against it', () => {
  assert.deepEqual(verdicts({}), [])
})

test('what keeps RDS from reading is a blocker', () => {
  assert.deepEqual(verdicts({ region: 'cn-beijing' }), ['region: blocker'])
  assert.deepEqual(verdicts({ storageClass: 'Archive' }), ['storage-class: blocker'])
  for (const encryption of ['AES256', 'KMS', 'SM4'] as const)
    assert.deepEqual(verdicts({ encryption }), ['encryption: blocker'])
})

test('what may hurt the backups or their owner is a warning', () => {
  assert.deepEqual(verdicts({ versioning: 'Enabled' }), ['versioning: warning'])
  assert.deepEqual(verdicts({ acl: 'public-read-write' }), ['acl: warning'])
  assert.deepEqual(verdicts({}, [{ ...rule, expirationDays: 1 }]), ['lifecycle: warning'])
  assert.deepEqual(verdicts({}, [{ ...rule, transitionTo: 'IA' }]), ['lifecycle: warning'])
  assert.deepEqual(verdicts({}, [{ ...rule, expirationDays: 1, isEnabled: false }]), [])
  assert.deepEqual(verdicts({}, [{ ...rule, abortMultipartDays: 3 }]), [])
})

test('every finding that is not ok says in both languages what to do', () => {
  const rules = [{ ...rule, expirationDays: 1, transitionTo: 'IA' as const }]
  const worst = {
    storageClass: 'IA',
    encryption: 'KMS',
    versioning: 'Enabled',
    acl: 'public-read',
  } as const
  for (const { verdict, fact, advice } of bucketFindings(
    { ...sound, ...worst },
    rules,
    'cn-beijing',
  )) {
    assert.notEqual(verdict, 'ok')
    assert.notEqual(fact.en, fact.zh)
    assert.match(advice.en, /^[A-Z].*\.$/)
    assert.match(advice.zh, /。$/)
  }
})

test('bucket names are judged by the rules of OSS', () => {
  for (const name of ['abc', 'a-1', '0'.repeat(63)]) requireBucketName(name)
  for (const name of ['ab', '-abc', 'abc-', 'Abc', 'a_b', 'a.b', '0'.repeat(64), '中文桶'])
    assert.throws(
      () => requireBucketName(name),
      (error) => isMigrationError(error, 'OSS_BUCKET_NAME_INVALID'),
    )
})

test('an address has a bucket and a folder, with or without slashes at the end', () => {
  assert.deepEqual(parseOssAddress('oss://abc'), { bucket: 'abc', folder: '' })
  assert.deepEqual(parseOssAddress('oss://abc/'), { bucket: 'abc', folder: '' })
  assert.deepEqual(parseOssAddress('oss://abc/a/中 文/'), { bucket: 'abc', folder: 'a/中 文/' })
  for (const text of ['abc/x', 'oss:///x', 's3://abc', 'oss://'])
    assert.throws(
      () => parseOssAddress(text),
      (error) => isMigrationError(error, 'OSS_ADDRESS_INVALID'),
    )
})
