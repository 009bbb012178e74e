/** A client that sends what bytes it is told to, to see what the server makes of them. */
import { connect, type Socket } from 'node:net'
import {
  type Message,
  MessageAssembler,
  PacketReader,
  packetBytes,
  packetTypes,
} from '../../../../src/sandbox/sqlserver/tds/packet.ts'

/** Long enough for a loaded machine; reached only where the server hangs. */
const patienceMs = 10_000

export interface RawClient {
  readonly socket: Socket
  send(bytes: Uint8Array): void
  /** The next whole message of the server; rejects when the connection ends before. */
  message(): Promise<Message>
  /** Ends the client's side and resolves when the server has closed the connection. */
  finish(): Promise<void>
  /** Resolves when the server has closed the connection by itself. */
  closed(): Promise<void>
}

export async function connectRaw(port: number): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1' })
  const reader = new PacketReader()
  const assembler = new MessageAssembler()
  const arrived: Message[] = []
  const waiting: { resolve: (message: Message) => void; reject: (error: Error) => void }[] = []
  let isClosed = false
  socket.on('data', (bytes: Buffer) =>
    reader.push(bytes, (packet) => {
      const message = assembler.push(packet, 1 << 30)
      if (message === undefined) return
      const next = waiting.shift()
      if (next) next.resolve(message)
      else arrived.push(message)
    }),
  )
  // A connection that the server resets is closed, which `close` tells.
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
    for (const { reject } of waiting) reject(new Error('the server closed the connection'))
  })
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('the server hangs')))
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  const closed = () =>
    new Promise<void>((resolve, reject) => {
      let isLate = false
      socket.once('timeout', () => {
        isLate = true
      })
      const settle = () => (isLate ? reject(new Error('the server hangs')) : resolve())
      if (isClosed) settle()
      else socket.once('close', settle)
    })
  return {
    socket,
    send: (bytes) => {
      if (socket.writable) socket.write(bytes)
    },
    message: () =>
      new Promise((resolve, reject) => {
        const next = arrived.shift()
        if (next) resolve(next)
        else if (isClosed) reject(new Error('the server closed the connection'))
        else waiting.push({ resolve, reject })
      }),
    closed,
    finish: async () => {
      socket.end()
      await closed()
    },
  }
}

/** Bytes of a message in packets of this size. */
export function messageBytes(type: number, payload: Uint8Array, packetSize = 4096): Buffer {
  const parts: Buffer[] = []
  const room = packetSize - 8
  for (let at = 0; at === 0 || at < payload.length; at += room) {
    const isLast = at + room >= payload.length
    parts.push(packetBytes(type, isLast, 0, parts.length + 1, payload.subarray(at, at + room)))
  }
  return Buffer.concat(parts)
}

/** A batch of a client of 7.1, without headers. */
export function batchBytes(text: string): Buffer {
  return messageBytes(packetTypes.sqlBatch, Buffer.from(text, 'utf16le'))
}

export interface LoginFields {
  readonly user: string
  readonly password: string
  readonly version: number
  readonly packetSize?: number
  readonly integrated?: boolean
}

/** The payload of a LOGIN7, as clients write it. */
export function loginPayload(fields: LoginFields): Buffer {
  const hidden = Buffer.from(fields.password, 'utf16le').map(
    (byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5,
  )
  const utf16 = (text: string) => Buffer.from(text, 'utf16le')
  const parts = [
    ...[utf16('host'), utf16(fields.user), hidden, utf16('raw'), utf16('127.0.0.1')],
    ...[Buffer.alloc(0), utf16('raw'), utf16(''), utf16('master')],
  ]
  const head = Buffer.alloc(94)
  let offset = head.length
  parts.forEach((part, index) => {
    head.writeUInt16LE(offset, 36 + index * 4)
    head.writeUInt16LE(part.length / 2, 38 + index * 4)
    offset += part.length
  })
  head.writeUInt32LE(offset, 0)
  head.writeUInt32LE(fields.version, 4)
  head.writeUInt32LE(fields.packetSize ?? 0, 8)
  head.writeUInt8(fields.integrated ? 0x80 : 0, 25)
  return Buffer.concat([head, ...parts])
}

/** The last bytes of an answer: the token of its end and the bits of its status. */
export function endOf(message: Message, tdsVersion: number): { token: number; status: number } {
  const length = tdsVersion < 0x72000000 ? 9 : 13
  const done = message.payload.subarray(message.payload.length - length)
  return { token: done.readUInt8(0), status: done.readUInt16LE(1) }
}
