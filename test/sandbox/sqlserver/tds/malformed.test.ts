/** What no client should send: truncated and changed messages, impossible lengths, messages at the wrong time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { makeCertificate } from '../../../../src/sandbox/sqlserver/tds/certificate.ts'
import {
  type Packet,
  PacketReader,
  packetBytes,
} from '../../../../src/sandbox/sqlserver/tds/packet.ts'
import { TlsChannel } from '../../../../src/sandbox/sqlserver/tds/tls-channel.ts'
import { isSoak, randomSeed } from '../../../random-seed.ts'
import {
  batchBytes,
  connectRaw,
  endOf,
  loginPayload,
  messageBytes,
  type RawClient,
} from './raw-client.ts'
import { testInstance, testPassword, withServer } from './test-instance.ts'

const v71 = 0x71000001
const v74 = 0x74000004
const prelogin = messageBytes(
  0x12,
  // Version, encryption (not supported), instance, thread, MARS; then their values.
  Buffer.from(
    '00001a0006' +
      '0100200001' +
      '0200210001' +
      '0300220004' +
      '0400260001' +
      'ff' +
      '090000000000' +
      '02' +
      '00' +
      '00000000' +
      '00',
    'hex',
  ),
)

function login(version: number, password = testPassword): Buffer {
  return messageBytes(0x10, loginPayload({ user: 'sa', password, version }))
}

const headers = Buffer.from('16000000120000000200000000000000000001000000', 'hex')

/** sp_executesql with an int, an nvarchar, a decimal and a datetime2. */
const call = messageBytes(
  3,
  Buffer.concat([
    headers,
    Buffer.from('ffff0a000000', 'hex'),
    textParameter('', 'echo'),
    textParameter('', '@a int, @b nvarchar(20), @c decimal(10, 2), @d datetime2(7)'),
    named('@a', '0026040401000000'),
    textParameter('@b', '订单'),
    named('@c', '006a090a02050139300000'),
    named('@d', '002a070800000000005b950a'),
  ]),
)

function named(name: string, hex: string): Buffer {
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name, 'utf16le'),
    Buffer.from(hex, 'hex'),
  ])
}

function textParameter(name: string, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf16le')
  const size = Buffer.alloc(2)
  size.writeUInt16LE(bytes.length)
  const type = Buffer.from('00e7401f0904d00034', 'hex')
  return Buffer.concat([named(name, ''), type, size, bytes])
}

/** What a client sends on one connection, message by message. */
const conversation = [prelogin, login(v74), call, batch74('select @@version')]

function batch74(text: string): Buffer {
  return messageBytes(1, Buffer.concat([headers, Buffer.from(text, 'utf16le')]))
}

/** Sends the bytes and closes; the server must close too, and go on serving others. */
async function provoke(port: number, bytes: Uint8Array): Promise<void> {
  const client = await connectRaw(port)
  client.send(bytes)
  // While another client comes and goes, the server works on all that this one sent.
  await (await connectRaw(port)).finish()
  await client.finish()
}

/** Logs in anew: the server is alive. */
async function assertAlive(port: number): Promise<void> {
  const client = await connectRaw(port)
  client.send(login(v71))
  const answer = await client.message()
  assert.equal(endOf(answer, v71).status, 0)
  await client.finish()
}

test('the conversation that the other tests break is answered when it is whole', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    const client = await connectRaw(port)
    for (const message of conversation) {
      client.send(message)
      await client.message()
    }
    await client.finish()
  })
})

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

test('a conversation that ends at any byte leaves the server alive', async () => {
  const bytes = Buffer.concat(conversation)
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const ends = Array.from({ length: bytes.length }, (_, end) => end)
    for (let at = 0; at < ends.length; at += 25)
      await Promise.all(ends.slice(at, at + 25).map((end) => provoke(port, bytes.subarray(0, end))))
    await assertAlive(port)
    assert.equal(instance.openSessions, 0)
  })
})

test('a message that is cut short but sealed as whole is answered with an error or a closed connection', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    for (const [index, message] of conversation.entries()) {
      const payload = message.subarray(8)
      for (let end = 0; end < payload.length; end += isSoak() ? 1 : 5) {
        const cut = messageBytes(message.readUInt8(0), payload.subarray(0, end))
        await provoke(port, Buffer.concat([...conversation.slice(0, index), cut]))
      }
    }
    await assertAlive(port)
  })
})

test('a conversation with changed bytes leaves the server alive and no session open', async () => {
  const bytes = Buffer.concat(conversation)
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const flips = fc.array(
      fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 })),
      { minLength: 1, maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const changed = Buffer.from(bytes)
        for (const [at, mask] of changes) changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
        await provoke(port, changed)
      }),
      { numRuns: isSoak() ? 3000 : 300, seed: randomSeed() },
    )
    await assertAlive(port)
    assert.equal(instance.openSessions, 0)
  })
})

test('random bytes instead of a client are no harm', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => provoke(port, bytes)),
      { numRuns: 100, seed: randomSeed() },
    )
    await assertAlive(port)
  })
})

test('a login of a gigabyte is refused before it is kept', async () => {
  const instance = testInstance()
  await withServer(instance, {}, async ({ port }) => {
    const client = await connectRaw(port)
    const packet = packetBytes(0x10, false, 0, 1, Buffer.alloc(32_000))
    // Its length says so at once; the packets would go on for a gigabyte.
    packet.writeUInt32LE(1 << 30, 8)
    let sent = 0
    while (!client.socket.closed && sent < 1 << 30) {
      sent += packet.length
      if (client.socket.writable && !client.socket.write(packet))
        await new Promise<void>((resolve) => {
          client.socket.once('drain', resolve)
          client.socket.once('close', () => resolve())
        })
      if (!client.socket.writable) break
    }
    assert.ok(sent < 1 << 26, `${sent} bytes were taken`)
    await client.closed()
    await assertAlive(port)
    assert.equal(instance.logins.length, 1)
  })
})

test('a request that is larger than allowed closes the connection', async () => {
  await withServer(testInstance(), { largestRequestBytes: 10_000 }, async ({ port }) => {
    const client = await connectRaw(port)
    client.send(login(v71))
    await client.message()
    client.send(batchBytes('x'.repeat(6000)))
    await client.closed()
  })
})

const untimely: readonly (readonly [string, Buffer[]])[] = [
  ['a batch before the login', [batchBytes('select @@version')]],
  ['an attention before the login', [messageBytes(6, Buffer.alloc(0))]],
  ['a second prelogin', [prelogin, prelogin]],
  ['a login of version 7.0', [login(0x70000000)]],
  ['a packet shorter than its header', [Buffer.from('0101000700000000', 'hex')]],
  ['a packet longer than the protocol allows', [Buffer.from('0101ffff00000000', 'hex')]],
  ['TLS that was not agreed on', [Buffer.from('160301000501000001', 'hex'), Buffer.alloc(8)]],
  [
    'packets of two types in one message',
    [packetBytes(1, false, 0, 1, Buffer.alloc(4)), login(v71)],
  ],
]
for (const [what, parts] of untimely)
  test(`${what} closes the connection`, async () => {
    await withServer(testInstance(), {}, async ({ port }) => {
      const client = await connectRaw(port)
      client.send(Buffer.concat(parts))
      await client.closed()
      await assertAlive(port)
    })
  })

test('a call that breaks off is answered with an error before the connection ends', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    const client = await connectRaw(port)
    client.send(login(v74))
    await client.message()
    client.send(messageBytes(3, call.subarray(8, call.length - 4)))
    const answer = await client.message()
    assert.equal(answer.payload.readUInt8(0), 0xaa)
    assert.equal(answer.payload.readUInt32LE(3), 4002)
    assert.equal(endOf(answer, v74).status & 0x02, 0x02)
    await client.closed()
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

test('Windows authentication is refused with 18452', async () => {
  await withServer(testInstance(), {}, async ({ port }) => {
    const client = await connectRaw(port)
    const payload = loginPayload({ user: '', password: '', version: v74, integrated: true })
    client.send(messageBytes(0x10, payload))
    const answer = await client.message()
    assert.equal(answer.payload.readUInt32LE(3), 18452)
    await client.closed()
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

/** The first flight of a client of TLS, in prelogin packets. */
async function clientHello(): Promise<Buffer> {
  const hello = await new Promise<Buffer>((resolve) => {
    const channel = new TlsChannel((bytes, sent) => {
      resolve(bytes)
      sent()
    })
    connectTls({ socket: channel, rejectUnauthorized: false }).on('error', () => {})
  })
  return hello
}

test('a handshake of TLS with changed bytes, or none, leaves the server alive', async () => {
  const hello = await clientHello()
  const asked = Buffer.from(prelogin)
  asked.writeUInt8(1, asked.length - 7)
  await withServer(testInstance(), {}, async ({ port }) => {
    const change = fc.tuple(
      fc.nat({ max: hello.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      fc.nat({ max: hello.length }),
    )
    await fc.assert(
      fc.asyncProperty(change, fc.uint8Array({ maxLength: 30 }), async ([at, mask, end], more) => {
        const changed = Buffer.from(hello)
        changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
        await provoke(port, Buffer.concat([asked, changed.subarray(0, end), more]))
      }),
      { numRuns: isSoak() ? 1000 : 100, seed: randomSeed() },
    )
    const packetsInClear = Buffer.concat([asked, login(v74)])
    await provoke(port, packetsInClear)
    await assertAlive(port)
  })
})

test('a client that says nothing before its login is sent away', async () => {
  await withServer(testInstance(), { loginLimitMs: 50 }, async ({ port }) => {
    const silent = await connectRaw(port)
    await silent.closed()
    const half = await connectRaw(port)
    half.send(prelogin.subarray(0, 20))
    await half.closed()
  })
})

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
