/**
 * TDS packets: eight bytes of header and a payload; several packets make a message [spec MS-TDS 2.2.3]. Every length
 * that a client states is held against a limit before anything is kept for it.
 */
import { MalformedTds } from './malformed.ts'

/** Types of packets [spec MS-TDS 2.2.3.1.1]. */
export const packetTypes = {
  sqlBatch: 0x01,
  rpc: 0x03,
  tabularResult: 0x04,
  attention: 0x06,
  transactionManager: 0x0e,
  login7: 0x10,
  prelogin: 0x12,
} as const

/** Bits of the status byte [spec MS-TDS 2.2.3.1.2]. */
export const packetStatus = {
  endOfMessage: 0x01,
  ignore: 0x02,
  resetConnection: 0x08,
  resetConnectionSkipTransaction: 0x10,
} as const

export const packetHeaderBytes = 8
/** Largest packet of the protocol, in bytes with its header. */
export const largestPacketBytes = 32767

export interface Packet {
  readonly type: number
  readonly status: number
  readonly payload: Buffer
}

/** All packets of one request. */
export interface Message {
  readonly type: number
  readonly payload: Buffer
  /** The client gave up sending it: nothing of it may be executed. */
  readonly isIgnored: boolean
  /** The session is to be as fresh as after its login before the request runs. */
  readonly resets: boolean
}

/**
 * Returns the length of the packet that starts here, header included, or undefined while its header has not come.
 * @throws MalformedTds when the header states less than a header or more than the protocol allows
 */
export function packetLength(bytes: Buffer): number | undefined {
  if (bytes.length < packetHeaderBytes) return undefined
  const length = bytes.readUInt16BE(2)
  if (length < packetHeaderBytes || length > largestPacketBytes)
    throw new MalformedTds(`a packet of ${length} bytes`)
  return length
}

/** Returns the packet in exactly these bytes. */
export function packetOf(bytes: Buffer): Packet {
  return {
    type: bytes.readUInt8(0),
    status: bytes.readUInt8(1),
    payload: bytes.subarray(packetHeaderBytes),
  }
}

/** Cuts a stream of bytes, however it arrives, into packets. */
export class PacketReader {
  #held: Buffer = Buffer.alloc(0)

  /** Hands on each packet that is whole by now. @throws MalformedTds for an impossible header */
  push(bytes: Buffer, deliver: (packet: Packet) => void): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    for (;;) {
      const length = packetLength(this.#held)
      if (length === undefined || this.#held.length < length) return
      const packet = packetOf(this.#held.subarray(0, length))
      this.#held = this.#held.subarray(length)
      deliver(packet)
    }
  }
}

/** Puts the packets of one message together. */
export class MessageAssembler {
  #parts: Buffer[] = []
  #bytes = 0
  #type: number | undefined
  #resets = false

  /**
   * Returns the message when this packet ends it.
   * @param limitBytes  how long the message may become
   * @throws MalformedTds when it becomes longer, or a packet of another type comes in between
   */
  push(packet: Packet, limitBytes: number): Message | undefined {
    if (this.#type !== undefined && this.#type !== packet.type)
      throw new MalformedTds(`packet of type ${packet.type} within a message of ${this.#type}`)
    this.#type = packet.type
    this.#bytes += packet.payload.length
    if (this.#bytes > limitBytes)
      throw new MalformedTds(`a message of more than ${limitBytes} bytes`)
    this.#parts.push(packet.payload)
    const resetBits = packetStatus.resetConnection | packetStatus.resetConnectionSkipTransaction
    if ((packet.status & resetBits) !== 0) this.#resets = true
    if ((packet.status & packetStatus.endOfMessage) === 0) return undefined
    const message = {
      type: packet.type,
      payload: Buffer.concat(this.#parts),
      isIgnored: (packet.status & packetStatus.ignore) !== 0,
      resets: this.#resets,
    }
    this.#parts = []
    this.#bytes = 0
    this.#type = undefined
    this.#resets = false
    return message
  }
}

/** Returns one packet. @param sessionId  the server's number of the session, 0 before the login */
export function packetBytes(
  type: number,
  isLast: boolean,
  sessionId: number,
  packetNumber: number,
  payload: Uint8Array,
): Buffer {
  const packet = Buffer.alloc(packetHeaderBytes + payload.length)
  packet.writeUInt8(type, 0)
  packet.writeUInt8(isLast ? packetStatus.endOfMessage : 0, 1)
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt16BE(sessionId & 0xffff, 4)
  packet.writeUInt8(packetNumber & 0xff, 6)
  packet.set(payload, packetHeaderBytes)
  return packet
}
