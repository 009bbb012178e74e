/** Requests of a client that is logged in: messages as they happen, cancelling, procedures, transactions, resets. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SqlEvent } from '../../../../src/sandbox/sqlserver/tds/handler.ts'
import { connectTedious, tediousTypes } from './tedious-client.ts'
import { type Script, testInstance, withServer } from './test-instance.ts'

const versions = ['7_1', '7_4']

/** A gate that a test opens. */
function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

function info(number: number, text: string): SqlEvent {
  return { kind: 'message', message: { number, state: 1, class: 10, text, line: 3 } }
}

function failure(number: number, text: string, severity = 16): SqlEvent {
  return {
    kind: 'message',
    message: { number, state: 2, class: severity, text, procedure: 'sp_x', line: 70_000 },
  }
}

for (const tdsVersion of versions)
  test(`messages arrive while the statement still runs (${tdsVersion})`, async () => {
    const proceed = gate()
    const script: Script = async function* () {
      yield info(3211, '10 percent processed.')
      await proceed.passed
      yield info(3211, '100 percent processed.')
      yield { kind: 'done' }
    }
    await withServer(testInstance({ backup: script }), {}, async ({ port }) => {
      const client = await connectTedious({ port, options: { tdsVersion } })
      const arrived = gate()
      client.connection.on('infoMessage', () => arrived.open())
      const whole = client.batch('backup')
      await arrived.passed
      const first = client.infos.at(-1)
      assert.deepEqual([first?.number, first?.class, first?.lineNumber], [3211, 0, 3])
      proceed.open()
      await whole
      assert.equal(client.infos.at(-1)?.message, '100 percent processed.')
      await client.close()
    })
  })

test('an error is told with number, state, class, server, procedure and line, and the session lives on', async () => {
  const script: Script = async function* () {
    yield { kind: 'done', rows: 3 }
    yield failure(3201, 'Cannot open backup device.')
    yield failure(3013, 'BACKUP DATABASE is terminating abnormally.')
    yield { kind: 'done' }
  }
  await withServer(testInstance({ fail: script }), {}, async ({ port }) => {
    for (const [tdsVersion, line] of [
      ['7_1', 70_000 & 0xffff] as const,
      ['7_4', 70_000] as const,
    ]) {
      const client = await connectTedious({ port, options: { tdsVersion } })
      await assert.rejects(client.batch('fail'))
      assert.deepEqual(
        client.errors.map(({ number }) => number),
        [3201, 3013],
      )
      const { state, class: severity, serverName, procName, lineNumber } = client.errors[0] ?? {}
      assert.deepEqual(
        [state, severity, serverName, procName, lineNumber],
        [2, 16, 'SANDBOX', 'sp_x', line],
      )
      assert.equal((await client.batch('select @@version')).results.length, 1)
      await client.close()
    }
  })
})

for (const encrypt of [false, true])
  test(`a cancelled statement is told by its signal, ends, and leaves a session that answers (${encrypt ? 'encrypted' : 'in clear'})`, async () => {
    let wasAborted = false
    const script: Script = async function* (_request, signal) {
      yield { kind: 'columns', columns: [{ name: 'a', type: { name: 'int' } }] }
      yield { kind: 'row', values: [1] }
      yield info(3211, 'runs')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      wasAborted = true
      yield failure(3204, 'The backup or restore was aborted.')
    }
    await withServer(testInstance({ long: script }), {}, async ({ port }) => {
      const client = await connectTedious({ port, options: { encrypt } })
      client.connection.once('infoMessage', () => client.connection.cancel())
      await assert.rejects(client.batch('long'), { code: 'ECANCEL' })
      assert.ok(wasAborted)
      const { results } = await client.batch('select @@version')
      assert.equal(results[0]?.rows.length, 1)
      await client.close()
    })
  })

test('a statement whose client is gone is told by its signal', async () => {
  const aborted = gate()
  const script: Script = async function* (_request, signal) {
    yield info(3211, 'runs')
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    aborted.open()
  }
  const instance = testInstance({ long: script })
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectTedious({ port })
    client.connection.once('infoMessage', () => client.connection.close())
    await assert.rejects(client.batch('long'))
    await aborted.passed
    assert.equal(instance.openSessions, 0)
  })
})

test('an error of class 20 or an instance that throws ends the connection with its message', async () => {
  const scripts: Record<string, Script> = {
    fatal: async function* () {
      yield failure(823, 'I/O error.', 24)
      yield { kind: 'done' }
    },
    // biome-ignore lint/correctness/useYield: it fails before it yields
    throws: async function* () {
      throw new TypeError('no such thing')
    },
    misfit: async function* () {
      yield { kind: 'columns', columns: [{ name: 'a', type: { name: 'int' } }] }
      yield { kind: 'row', values: ['text'] }
    },
  }
  await withServer(testInstance(scripts), {}, async ({ port }) => {
    for (const text of Object.keys(scripts)) {
      const client = await connectTedious({ port })
      const ended = new Promise<void>((resolve) => client.connection.once('end', () => resolve()))
      await assert.rejects(client.batch(text))
      await ended
      client.connection.close()
    }
  })
})

for (const tdsVersion of versions)
  test(`several statements of a batch give several results and counts (${tdsVersion})`, async () => {
    const script: Script = async function* () {
      yield { kind: 'columns', columns: [{ name: 'a', type: { name: 'int' } }] }
      yield { kind: 'row', values: [1] }
      yield { kind: 'done', rows: 1 }
      yield { kind: 'done', rows: 12 }
      yield { kind: 'columns', columns: [{ name: 'b', type: { name: 'int' } }] }
      yield { kind: 'done', rows: 0 }
    }
    await withServer(testInstance({ several: script }), {}, async ({ port }) => {
      const client = await connectTedious({ port, options: { tdsVersion } })
      const { results, rowCounts } = await client.batch('several')
      assert.deepEqual(results, [
        { columns: ['a'], rows: [[1]] },
        { columns: ['b'], rows: [] },
      ])
      assert.deepEqual(rowCounts, [1, 12, 0])
      await client.close()
    })
  })

test('a procedure is called by its name and gives its return status and output parameters', async () => {
  const script: Script = async function* (request) {
    assert.ok(request.kind === 'procedure')
    yield { kind: 'return-status', status: 5 }
    yield { kind: 'output', name: '@out', type: { name: 'int' }, value: 42 }
  }
  await withServer(testInstance({ 'dbo.sp_thing': script }), {}, async ({ port }) => {
    const client = await connectTedious({ port })
    const { outputs, returnStatus } = await client.procedure('dbo.sp_thing', [
      { name: 'in', type: tediousTypes.Int, value: 1 },
      { name: 'out', type: tediousTypes.Int, value: null, isOutput: true },
    ])
    assert.deepEqual([outputs, returnStatus], [{ out: 42 }, 5])
    await client.close()
  })
})

test('a statement is prepared once, executed with each set of values, and given back', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectTedious({ port })
    const parameters = [
      { name: 'a', type: tediousTypes.Int, value: undefined },
      {
        ...{ name: 'b', type: tediousTypes.Decimal, value: undefined },
        options: { precision: 10, scale: 2 },
      },
    ]
    const answers = await client.prepared('echo', parameters, [
      { a: 1, b: 1.5 },
      { a: 2, b: -2.25 },
    ])
    assert.deepEqual(
      answers.map(({ results }) => results[0]),
      [
        { columns: ['a', 'b'], rows: [[1, 1.5]] },
        { columns: ['a', 'b'], rows: [[2, -2.25]] },
      ],
    )
    await assert.rejects(
      client.procedure('sp_execute', [{ name: '', type: tediousTypes.Int, value: 99 }]),
      /Could not find prepared statement with handle 99/,
    )
    await client.close()
  })
})

test('transactions of the driver begin, commit and roll back on the instance', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectTedious({ port })
    await client.begin()
    await client.commit()
    await client.begin()
    await client.rollback()
    assert.deepEqual(
      instance.requests.flatMap((request) => (request.kind === 'transaction' ? request.verb : [])),
      ['begin', 'commit', 'begin', 'rollback'],
    )
    await client.close()
  })
})

test('a pool that resets its connection gets the session as it was after the login', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectTedious({ port, options: { database: 'SalesDb' } })
    await client.batch('use [master]')
    const changed = new Promise<string>((resolve) =>
      client.connection.once('databaseChange', resolve),
    )
    await client.reset()
    assert.equal(await changed, 'SalesDb')
    assert.equal(instance.resets, 1)
    await client.close()
  })
})
