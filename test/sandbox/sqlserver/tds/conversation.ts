/** What a client says on one connection from its prelogin to its last batch, byte by byte, for tests that cut and change it. */
import assert from 'node:assert/strict'
import { connectRaw, endOf, loginPayload, messageBytes } from './raw-client.ts'
import { testPassword } from './test-instance.ts'

export const v71 = 0x71000001
export const v74 = 0x74000004
export const prelogin = messageBytes(
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

export function login(version: number, password = testPassword): Buffer {
  return messageBytes(0x10, loginPayload({ user: 'sa', password, version }))
}

export const headers = Buffer.from('16000000120000000200000000000000000001000000', 'hex')

/** sp_executesql with an int, an nvarchar, a decimal and a datetime2. */
export const call = messageBytes(
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

export function named(name: string, hex: string): Buffer {
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name, 'utf16le'),
    Buffer.from(hex, 'hex'),
  ])
}

export function textParameter(name: string, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf16le')
  const size = Buffer.alloc(2)
  size.writeUInt16LE(bytes.length)
  const type = Buffer.from('00e7401f0904d00034', 'hex')
  return Buffer.concat([named(name, ''), type, size, bytes])
}

/** What a client sends on one connection, message by message. */
export const conversation = [prelogin, login(v74), call, batch74('select @@version')]

export function batch74(text: string): Buffer {
  return messageBytes(1, Buffer.concat([headers, Buffer.from(text, 'utf16le')]))
}

/** Sends the bytes and closes; the server must close too, and go on serving others. */
export async function provoke(port: number, bytes: Uint8Array): Promise<void> {
  const client = await connectRaw(port)
  client.send(bytes)
  // While another client comes and goes, the server works on all that this one sent.
  await (await connectRaw(port)).finish()
  await client.finish()
}

/** Logs in anew: the server is alive. */
export async function assertAlive(port: number): Promise<void> {
  const client = await connectRaw(port)
  client.send(login(v71))
  const answer = await client.message()
  assert.equal(endOf(answer, v71).status, 0)
  await client.finish()
}
