/** The wire below the requests: pieces, several requests at once, attentions, encryption of the login alone, slow clients. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { makeCertificate } from '../../../../src/sandbox/sqlserver/tds/certificate.ts'
import { type Packet, PacketReader } from '../../../../src/sandbox/sqlserver/tds/packet.ts'
import { TlsChannel } from '../../../../src/sandbox/sqlserver/tds/tls-channel.ts'
import { randomSeed } from '../../../random-seed.ts'
import {
  assertAlive,
  conversation,
  headers,
  login,
  prelogin,
  textParameter,
  v71,
  v74,
} from './conversation.ts'
import { batchBytes, connectRaw, endOf, messageBytes, type RawClient } from './raw-client.ts'
import { testInstance, testPassword, withServer } from './test-instance.ts'

test('a conversation in pieces of any size is understood like a whole one', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const bytes = Buffer.concat(conversation)
    for (const size of [1, 7, 8, 9, 100]) {
      const client = await connectRaw(port)
      client.socket.setNoDelay(true)
      for (let at = 0; at < bytes.length; at += size) client.send(bytes.subarray(at, at + size))
      for (const _ of conversation) await client.message()
      await client.finish()
    }
    assert.equal(instance.requests.length, 10)
    const request = instance.requests[0]
    assert.ok(request?.kind === 'statement')
    assert.deepEqual(
      request.parameters.map(({ value }) => value),
      [1, '订单', '123.45', '1900-01-01 00:00:00.0000000'],
    )
  })
})

test('several batches at once are answered one after another', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    const client = await connectRaw(port)
    client.send(
      Buffer.concat([
        login(v71),
        ...Array.from({ length: 100 }, () => batchBytes('select @@version')),
      ]),
    )
    for (let message = 0; message < 101; message++) {
      const answer = await client.message()
      assert.equal(endOf(answer, v71).token, 0xfd)
    }
    await client.finish()
  })
})

for (const [version, separator] of [[v71, '80'] as const, [v74, 'ff'] as const])
  test(`several calls in one message are all answered (separated by 0x${separator})`, async () => {
    const instance = testInstance()
    await withServer(instance, {}, async ({ port }) => {
      const client = await connectRaw(port)
      client.send(login(version))
      await client.message()
      const one = Buffer.concat([
        Buffer.from('ffff0a000000', 'hex'),
        textParameter('', 'select @@version'),
      ])
      const front = version === v71 ? Buffer.alloc(0) : headers
      const payload = Buffer.concat([front, one, Buffer.from(separator, 'hex'), one])
      client.send(messageBytes(3, payload))
      const answer = await client.message()
      const { token, status } = endOf(answer, version)
      assert.deepEqual([token, status & 1], [0xfe, 0])
      assert.equal(instance.requests.length, 2)
      await client.finish()
    })
  })

test('a request that its client gave up is not run, and answered', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectRaw(port)
    client.send(login(v71))
    await client.message()
    const given = batchBytes('select @@version')
    given.writeUInt8(0x03, 1)
    client.send(given)
    assert.equal(endOf(await client.message(), v71).status, 0x02)
    assert.equal(instance.requests.length, 0)
    await client.finish()
  })
})

test('an attention while nothing runs is acknowledged, and drops what waits', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    const client = await connectRaw(port)
    client.send(login(v71))
    await client.message()
    client.send(messageBytes(6, Buffer.alloc(0)))
    assert.equal(endOf(await client.message(), v71).status, 0x20)
    client.send(batchBytes('select @@version'))
    assert.equal(endOf(await client.message(), v71).status, 0x10)
    await client.finish()
  })
})

test('a client that encrypts no more than its login goes on in clear', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectRaw(port)
    const asked = Buffer.from(prelogin)
    // ENCRYPT_OFF: the option's value is the seventh byte from the end.
    asked.writeUInt8(0, asked.length - 7)
    client.send(asked)
    const answer = await client.message()
    const encryptionAt = answer.payload.readUInt16BE(6)
    assert.equal(answer.payload.readUInt8(encryptionAt), 0)
    await sendEncrypted(client, login(v71))
    const welcome = await client.message()
    assert.equal(endOf(welcome, v71).status, 0)
    client.send(batchBytes('select @@version'))
    assert.equal(endOf(await client.message(), v71).status, 0x10)
    assert.equal(instance.logins[0]?.password, testPassword)
    await client.finish()
  })
})

/** Shakes hands within prelogin packets and sends one message through TLS. */

async function sendEncrypted(client: RawClient, bytes: Buffer): Promise<void> {
  const channel = new TlsChannel((bytes, sent) => {
    client.send(bytes)
    sent()
  })
  const tls = connectTls({ socket: channel, rejectUnauthorized: false, maxVersion: 'TLSv1.2' })
  const isSecure = new Promise<void>((resolve) => tls.once('secureConnect', () => resolve()))
  let isDone = false
  const shaking = (async () => {
    while (!isDone) {
      const { payload } = await client.message()
      channel.feed(payload, false)
      // The server changes to its cipher with its last flight.
      if (recordTypes(payload).includes(0x14)) isDone = true
    }
  })()
  await isSecure
  await shaking
  channel.feed(Buffer.alloc(0), true)
  await new Promise<void>((resolve) => tls.write(bytes, () => resolve()))
  channel.silence()
  tls.destroy()
}

function recordTypes(bytes: Buffer): number[] {
  const types: number[] = []
  for (let at = 0; at < bytes.length; at += 5 + bytes.readUInt16BE(at + 3))
    types.push(bytes.readUInt8(at))
  return types
}

test('the certificate is valid from yesterday for a year, for localhost', async () => {
  const { X509Certificate } = await import('node:crypto')
  const made = await makeCertificate(Date.UTC(2026, 10, 22, 12))
  const certificate = new X509Certificate(made.cert)
  assert.equal(certificate.validFrom, 'Nov 21 12:00:00 2026 GMT')
  assert.equal(certificate.validTo, 'Nov 22 12:00:00 2027 GMT')
  assert.equal(certificate.checkHost('localhost'), 'localhost')
  assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1')
  assert.ok(certificate.verify(certificate.publicKey))
})

test('packets are found in a stream however it is cut', () => {
  const bytes = Buffer.concat(conversation)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sizes) => {
      const reader = new PacketReader()
      const packets: Packet[] = []
      let at = 0
      for (let index = 0; at < bytes.length; index++) {
        const size = sizes[index % sizes.length] ?? 1
        reader.push(bytes.subarray(at, at + size), (packet) => packets.push(packet))
        at += size
      }
      assert.deepEqual(
        packets.map(({ payload }) => payload.length),
        conversation.map((message) => message.length - 8),
      )
    }),
    { numRuns: 50, seed: randomSeed() },
  )
})

test('a client that does not read holds its statement back instead of filling memory', async () => {
  let rows = 0
  const instance = testInstance({
    much: async function* () {
      yield { kind: 'columns', columns: [{ name: 'a', type: { name: 'binary', length: 8000 } }] }
      for (; rows < 20_000; rows++) yield { kind: 'row', values: [Buffer.alloc(8000)] }
    },
  })
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectRaw(port)
    client.send(login(v71))
    await client.message()
    client.socket.pause()
    client.send(batchBytes('much'))
    // Other clients are answered meanwhile. When five of them saw no row being made, none will be.
    for (let still = 0, before = -1; still < 5; before = rows) {
      await assertAlive(port)
      still = rows === before ? still + 1 : 0
    }
    assert.ok(rows > 0 && rows < 20_000, `${rows} rows of 8000 bytes were taken`)
    client.socket.destroy()
  })
})
