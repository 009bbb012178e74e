import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  errorMaker,
  fillTemplate,
  isMigrationError,
  MigrationError,
  placeholderNames,
} from '../../src/core/index.ts'

const makeError = errorMaker({
  OSS_TEST_STOPPED: {
    exit: 20,
    retry: 'now',
    message: 'upload of {key} stopped at {sentBytes} bytes',
    cause: 'The connection to {endpoint} closed.',
    solution: 'Run the same command again.',
  },
})

test('an error fills its three sentences and keeps what the vendor said', () => {
  const original = new Error('socket hang up')
  const error = makeError(
    'OSS_TEST_STOPPED',
    { key: 'a.bak', sentBytes: 5, endpoint: 'oss.example' },
    { cause: original, vendor: { system: 'oss', requestId: 'ABC' }, retryAfterMs: 10 },
  )
  assert.equal(error.message, 'upload of a.bak stopped at 5 bytes')
  assert.equal(error.usualCause, 'The connection to oss.example closed.')
  assert.equal(error.solution, 'Run the same command again.')
  assert.equal(error.cause, original)
  assert.equal(error.vendor?.requestId, 'ABC')
  assert.deepEqual([error.area, error.exit, error.retry], ['OSS', 20, 'now'])
})

test('one case of a code may have another retry class than its entry', () => {
  const details = { key: 'a', sentBytes: 0, endpoint: 'b' }
  assert.equal(makeError('OSS_TEST_STOPPED', details, { retry: 'never' }).retry, 'never')
})

test('an error is told by its class and code', () => {
  const error = makeError('OSS_TEST_STOPPED', { key: 'a', sentBytes: 0, endpoint: 'b' })
  assert.ok(error instanceof MigrationError && isMigrationError(error))
  assert.ok(isMigrationError(error, 'OTHER', 'OSS_TEST_STOPPED'))
  assert.ok(!isMigrationError(error, 'OTHER'))
  assert.ok(!isMigrationError(new Error('no'), 'OSS_TEST_STOPPED'))
})

test('a template keeps a name that has no value, and never fills in a value twice', () => {
  assert.equal(fillTemplate('{a} and {b}', { a: '{b}' }), '{b} and {b}')
  assert.equal(fillTemplate('{toString}', {}), '{toString}')
  assert.deepEqual(placeholderNames('{a} {b} {a}'), ['a', 'b'])
})
