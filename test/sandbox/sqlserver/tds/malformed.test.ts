/** What no client should send: truncated and changed messages, impossible lengths, messages at the wrong time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { packetBytes } from '../../../../src/sandbox/sqlserver/tds/packet.ts'
import { TlsChannel } from '../../../../src/sandbox/sqlserver/tds/tls-channel.ts'
import { isSoak, randomSeed } from '../../../random-seed.ts'
import {
  assertAlive,
  call,
  conversation,
  login,
  prelogin,
  provoke,
  v71,
  v74,
} from './conversation.ts'
import { batchBytes, connectRaw, endOf, loginPayload, messageBytes } from './raw-client.ts'
import { testInstance, withServer } from './test-instance.ts'

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
