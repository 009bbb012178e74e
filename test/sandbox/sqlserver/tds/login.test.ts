/** Logging in with tedious: encryption, versions, packet sizes, refusals. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { connectTedious } from './tedious-client.ts'
import { testInstance, withServer } from './test-instance.ts'

const versions = ['7_1', '7_2', '7_3_A', '7_3_B', '7_4']

describe('a login over TDS', () => {
  for (const tdsVersion of versions)
    test(`tedious logs in with version ${tdsVersion} and reads a row`, async () => {
      const instance = testInstance()
      await withServer(instance, {}, async ({ port }) => {
        const client = await connectTedious({ port, options: { tdsVersion } })
        const { results } = await client.batch('select @@version')
        assert.deepEqual(results[0]?.rows, [['Microsoft SQL Server 2022']])
        assert.equal(instance.logins[0]?.password, 'S3cret密码')
        assert.equal(instance.logins[0]?.libraryName, 'Tedious')
        await client.close()
      })
      assert.equal(instance.openSessions, 0)
    })

  test('the whole connection is encrypted when the client asks for it, with the certificate of the server', async () => {
    await withServer(testInstance(), {}, async ({ port, certificate }) => {
      assert.ok(certificate)
      const client = await connectTedious({
        port,
        options: {
          encrypt: true,
          trustServerCertificate: false,
          serverName: 'localhost',
          cryptoCredentialsDetails: { ca: certificate },
        },
      })
      const { results } = await client.batch('select @@version')
      assert.equal(results[0]?.rows.length, 1)
      await client.close()
    })
  })

  test('a client that checks certificates refuses the one that the server made for itself', async () => {
    await withServer(testInstance(), {}, async ({ port }) => {
      const options = { encrypt: true, trustServerCertificate: false }
      await assert.rejects(connectTedious({ port, options }), /self-signed certificate/)
    })
  })

  test('a server that requires encryption is joined with it and not without it', async () => {
    const instance = testInstance()
    await withServer(instance, { encryption: 'required' }, async ({ port }) => {
      const client = await connectTedious({ port, options: { encrypt: true } })
      await client.close()
      await assert.rejects(connectTedious({ port, options: { encrypt: false } }))
      assert.equal(instance.logins.length, 1)
    })
  })

  test('a server without encryption tells a client that wants it so', async () => {
    await withServer(testInstance(), { encryption: 'unsupported' }, async ({ port }) => {
      await assert.rejects(
        connectTedious({ port, options: { encrypt: true } }),
        /did not negotiate encryption/,
      )
      const client = await connectTedious({ port })
      await client.close()
    })
  })

  test('a server with old TLS is refused by a client of today and accepted by one that allows it', async () => {
    await withServer(testInstance(), { speaksOldTls: true }, async ({ port }) => {
      await assert.rejects(connectTedious({ port, options: { encrypt: true } }))
      const cryptoCredentialsDetails = {
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      } as const
      const client = await connectTedious({
        port,
        options: { encrypt: true, cryptoCredentialsDetails },
      })
      await client.close()
    })
  })

  test('a wrong password is error 18456, state 1, class 14, and the connection ends', async () => {
    for (const encrypt of [false, true])
      await withServer(testInstance(), {}, async ({ port }) => {
        const refusal = await connectTedious({
          port,
          password: 'wrong',
          options: { encrypt },
        }).then(
          () => assert.fail('logged in'),
          (error: { code: string; message: string; messages: object[] }) => error,
        )
        assert.equal(refusal.code, 'ELOGIN')
        assert.equal(refusal.message, "Login failed for user 'sa'.")
        const [message] = refusal.messages as { number: number; state: number; class: number }[]
        assert.deepEqual([message?.number, message?.state, message?.class], [18456, 1, 14])
      })
  })

  test('an unknown database is error 4060 and then 18456', async () => {
    await withServer(testInstance(), {}, async ({ port }) => {
      const refusal = await connectTedious({ port, options: { database: 'Nowhere' } }).then(
        () => assert.fail('logged in'),
        (error: { messages: { number: number }[] }) => error,
      )
      assert.deepEqual(
        refusal.messages.map(({ number }) => number),
        [4060, 18456],
      )
    })
  })

  test('database, language and packet size of the login hold, and the client is told', async () => {
    const instance = testInstance()
    await withServer(instance, { serverName: 'SRC1' }, async ({ port }) => {
      const client = await connectTedious({
        port,
        options: {
          database: 'SalesDb',
          packetSize: 8000,
          appName: 'sqlferry',
          language: 'us_english',
        },
      })
      const [login] = instance.logins
      assert.equal(login?.applicationName, 'sqlferry')
      assert.equal(login?.database, 'SalesDb')
      assert.equal(login?.packetSize, 8000)
      assert.deepEqual(
        client.infos.map(({ number, message, serverName }) => [number, message, serverName]),
        [
          [5701, "Changed database context to 'SalesDb'.", 'SRC1'],
          [5703, 'Changed language setting to us_english.', 'SRC1'],
        ],
      )
      await client.batch('use [master]')
      assert.equal(client.infos.at(-1)?.message, "Changed database context to 'master'.")
      await client.close()
    })
  })

  test('a hundred clients log in at once, each with a session of its own', async () => {
    const instance = testInstance()
    await withServer(instance, {}, async ({ port }) => {
      const clients = await Promise.all(Array.from({ length: 100 }, () => connectTedious({ port })))
      const answers = await Promise.all(clients.map((client) => client.batch('select @@version')))
      for (const { results } of answers) assert.equal(results[0]?.rows.length, 1)
      assert.equal(new Set(instance.sessionIds).size, 100)
      assert.equal(instance.openSessions, 100)
      await Promise.all(clients.map((client) => client.close()))
    })
    assert.equal(instance.openSessions, 0)
  })
})
