import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { isMigrationError, VirtualClock } from '../../src/core/index.ts'
import {
  type Fault,
  FaultBook,
  parseFaults,
  type Sandbox,
  startSandbox,
} from '../../src/sandbox/index.ts'
import { faultyBody } from '../../src/sandbox/oss/faulty-body.ts'
import { bytesOf } from '../contracts/object-store.ts'
import { element, send } from './oss/signed-request.ts'

const put = { service: 'oss', operation: 'PutObject', key: 'a/b', bytes: 'sent' } as const
const get = { service: 'oss', operation: 'GetObject', key: 'a/b', bytes: 'returned' } as const

test('the same settings and the same calls give the same faults', () => {
  const faults: Fault[] = [
    { kind: 'throttle', match: { operation: 'PutObject', nth: 2 }, count: 2 },
    { kind: 'lost-reply', match: { key: 'a/*', nth: 3 } },
    { kind: 'error', status: 500, count: 'always', match: { service: 'rds' } },
  ]
  const run = () => {
    const book = new FaultBook(faults)
    return [put, get, put, put, put, get, { service: 'rds', operation: 'X' } as const].map((call) =>
      book.take(call).map(({ kind }) => kind),
    )
  }
  assert.deepEqual(run(), [[], [], ['throttle', 'lost-reply'], ['throttle'], [], [], ['error']])
  assert.deepEqual(run(), run())
})

test('a fault of bytes waits for a call that carries some, unless it names the operation', () => {
  const book = new FaultBook([
    { kind: 'corrupt', offset: 0, where: 'returned' },
    { kind: 'drop', after: 10, direction: 'request' },
  ])
  const head = { service: 'oss', operation: 'HeadObject', key: 'a/b' } as const
  assert.deepEqual(book.take(head), [])
  assert.deepEqual(
    book.take(put).map(({ kind }) => kind),
    ['drop'],
  )
  assert.deepEqual(
    book.take(get).map(({ kind }) => kind),
    ['corrupt'],
  )
})

test('a fault that was added can be taken away again', () => {
  const book = new FaultBook()
  const remove = book.add({ kind: 'lost-reply', count: 'always' })
  assert.equal(book.take(put).length, 1)
  remove()
  assert.equal(book.take(put).length, 0)
})

test('fault settings in JSON are read, and what would do nothing is refused with its name', () => {
  const fault = { kind: 'slow', delayMs: 5, match: { operation: 'PutObject' }, count: 'always' }
  assert.deepEqual(parseFaults(JSON.stringify(fault)), [fault])
  assert.deepEqual(parseFaults(JSON.stringify([fault, fault])).length, 2)
  const wrong: [string, RegExp][] = [
    ['nonsense', /not JSON/],
    ['"drop"', /a fault is an object/],
    ['{"kind":"explode"}', /kind is one of drop, error/],
    ['{"kind":"drop","after":-1,"direction":"request"}', /after of drop/],
    ['{"kind":"drop","after":1}', /direction of drop/],
    ['{"kind":"lost-reply","delay":1}', /no value named delay/],
    ['{"kind":"lost-reply","match":{"op":"x"}}', /match has no value named op/],
    ['{"kind":"lost-reply","count":0}', /count is 1 or more/],
  ]
  for (const [json, reason] of wrong)
    assert.throws(
      () => parseFaults(json),
      (error) => isMigrationError(error, 'SANDBOX_FAULT_INVALID') && reason.test(error.message),
      json,
    )
})

describe('over the socket', () => {
  const bucket = 'faulty-2026'
  const bytes = Buffer.alloc(200_000, 'bytes')
  let sandbox: Sandbox
  before(async () => {
    sandbox = await startSandbox()
    await sandbox.storage.createBucket(bucket)
  })
  after(() => sandbox.stop())
  beforeEach(async () => {
    sandbox.faults.clear()
    await sandbox.storage.bucket(bucket).put('k', bytes)
  })

  const write = (key: string) => send(sandbox, { method: 'PUT', bucket, key, body: bytes })
  const read = () => send(sandbox, { method: 'GET', bucket, key: 'k' })

  test('a dropped upload leaves no object and no bytes behind', async () => {
    sandbox.faults.add({ kind: 'drop', after: 70_000, direction: 'request' })
    await assert.rejects(write('cut'), { code: 'ECONNRESET' })
    assert.equal(await sandbox.storage.bucket(bucket).head('cut'), undefined)
    assert.equal((await write('cut')).status, 200)
  })

  test('a dropped download ends after exactly so many bytes of the body', async () => {
    sandbox.faults.add({ kind: 'drop', after: 1234, direction: 'response' })
    await assert.rejects(read(), { code: 'ECONNRESET' })
    assert.ok((await read()).body.equals(bytes))
  })

  test('an error is answered with its status and code, and nothing is done', async () => {
    sandbox.faults.add({ kind: 'error', status: 500, match: { operation: 'PutObject' } })
    sandbox.faults.add({
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
      match: { operation: 'GetObject' },
    })
    const failed = await write('never')
    assert.deepEqual([failed.status, element(failed, 'Code')], [500, 'InternalError'])
    assert.equal(await sandbox.storage.bucket(bucket).head('never'), undefined)
    assert.deepEqual((await read()).status, 403)
  })

  test('throttling answers 503 SlowDown with the wait, as often as it was set', async () => {
    sandbox.faults.add({ kind: 'throttle', retryAfterSeconds: 2, count: 2 })
    for (let call = 0; call < 2; call++) {
      const answer = await read()
      assert.deepEqual(
        [answer.status, element(answer, 'Code'), answer.headers['retry-after']],
        [503, 'SlowDown', '2'],
      )
    }
    assert.equal((await read()).status, 200)
  })

  test('a lost reply has done the work', async () => {
    sandbox.faults.add({ kind: 'lost-reply', match: { operation: 'PutObject' } })
    await assert.rejects(write('done'), { code: 'ECONNRESET' })
    assert.equal((await sandbox.storage.bucket(bucket).head('done'))?.sizeBytes, bytes.length)
  })

  test('a corrupted download differs in one byte and keeps the CRC-64 of the object', async () => {
    const clean = await read()
    sandbox.faults.add({ kind: 'corrupt', offset: 99_999, where: 'returned' })
    const flipped = await read()
    assert.equal(flipped.headers['x-oss-hash-crc64ecma'], clean.headers['x-oss-hash-crc64ecma'])
    const different = [...flipped.body].filter((byte, at) => byte !== bytes[at])
    assert.equal(different.length, 1)
    assert.ok((await read()).body.equals(bytes))
  })

  test('a byte corrupted on its way in is stored, and the answer tells by its CRC-64', async () => {
    const clean = await write('copy')
    sandbox.faults.add({ kind: 'corrupt', offset: 0, where: 'stored' })
    const wrong = await write('copy')
    assert.notEqual(wrong.headers['x-oss-hash-crc64ecma'], clean.headers['x-oss-hash-crc64ecma'])
  })

  test('an expired token is refused from then on, and lasting keys are not', async () => {
    const token = sandbox.issueToken(3600)
    sandbox.faults.add({ kind: 'expire-token' })
    assert.equal((await read()).status, 200)
    const withToken = () =>
      send(
        { ...sandbox, credentials: token },
        {
          method: 'GET',
          bucket,
          key: 'k',
          headers: { 'x-oss-security-token': token.securityToken ?? '' },
        },
      )
    for (let call = 0; call < 2; call++)
      assert.equal(element(await withToken(), 'Code'), 'SecurityTokenExpired')
  })
})

test('a slow body passes at the rate that was set', async () => {
  const clock = new VirtualClock(0)
  const effects = [{ kind: 'slow', bytesPerSecond: 1000 }] as const
  const { signal } = new AbortController()
  async function* body() {
    yield bytesOf(1500)
    yield bytesOf(500)
  }
  const arrivals: [at: number, bytes: number][] = []
  const reading = (async () => {
    for await (const run of faultyBody(body(), 'response', effects, clock, signal))
      arrivals.push([clock.now(), run.byteLength])
  })()
  await clock.advance(2000)
  await reading
  assert.equal(arrivals.length, 20)
  assert.deepEqual(arrivals.at(-1), [2000, 100])
})
