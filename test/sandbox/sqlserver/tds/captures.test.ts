/** The bytes of twelve real clients, sent again: every one logs in and gets an answer to everything it asks. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readLogin7 } from '../../../../src/sandbox/sqlserver/tds/login7.ts'
import { needsShared } from '../../../shared-files.ts'
import { type CapturedConnection, capturedConnections } from './capture-messages.ts'
import { connectRaw, endOf, messageBytes } from './raw-client.ts'
import { testInstance, withServer } from './test-instance.ts'

const types = { PRELOGIN: 0x12, LOGIN7: 0x10, SQLBatch: 1, RPC: 3, Attention: 6 }

describe('captured clients', needsShared('captures'), () => {
  test('their logins are read as they were sent', () => {
    const logins = capturedConnections().flatMap(({ messages }) =>
      messages.filter(({ type }) => type === 'LOGIN7').map(({ payload }) => readLogin7(payload)),
    )
    assert.ok(logins.length >= 50, `${logins.length} logins`)
    for (const login of logins) {
      assert.equal(login.user, 'sa')
      assert.match(login.password, /^[ -~]+$/)
      assert.match(login.database, /^(master|)$/)
    }
    const libraries = new Set(logins.map(({ libraryName }) => libraryName))
    assert.ok(libraries.has('jTDS') && libraries.has('DB-Library') && libraries.has('Tedious'))
  })

  test('every client logs in and gets an answer to each batch, call and attention', async () => {
    const connections = capturedConnections()
    assert.ok(connections.length >= 50, `${connections.length} connections`)
    for (const connection of connections) await replay(connection)
  })
})

async function replay({ name, messages }: CapturedConnection): Promise<void> {
  const login = messages.find(({ type }) => type === 'LOGIN7')
  if (login === undefined) return
  const { tdsVersion } = readLogin7(login.payload)
  const inner = testInstance()
  const handler = {
    logIn: (asked: Parameters<typeof inner.logIn>[0], sessionId: number) =>
      inner.logIn({ ...asked, password: 'S3cret密码' }, sessionId),
  }
  await withServer(handler, { encryption: 'unsupported' }, async ({ port }) => {
    const client = await connectRaw(port)
    for (const { type, payload, sql } of messages) {
      client.send(messageBytes(types[type], payload))
      const answer = await client.message()
      if (type === 'PRELOGIN') continue
      const { token, status } = endOf(answer, tdsVersion)
      const expected = type === 'RPC' ? 0xfe : 0xfd
      assert.equal(token, expected, `${name} ${type}`)
      assert.equal((status & 0x01) === 0, true, `${name} ${type} announces more`)
      if (type === 'LOGIN7') assert.ok(answer.payload.includes('M\0i\0c\0r\0o\0s\0o\0f\0t\0'), name)
      if (type === 'Attention') assert.equal(status & 0x20, 0x20, name)
      const request = inner.requests.at(-1)
      if (sql !== undefined) assert.equal(request?.kind === 'batch' && request.text, sql)
    }
    await client.finish()
  })
}
