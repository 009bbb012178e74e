/**
 * One connection as packets, encrypted or not. TLS records and TDS packets begin with different bytes, so that what
 * comes is told apart by itself, however TCP cuts it.
 */
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { MalformedTds } from './malformed.ts'
import { type Packet, PacketReader, packetLength, packetOf, packetTypes } from './packet.ts'
import { TlsChannel } from './tls-channel.ts'

/** What a transport tells; after `ended` nothing comes any more. */
export interface TransportEvents {
  packet(packet: Packet): void
  /** The client is gone, or `fault` says what it sent that cannot be. */
  ended(fault?: Error): void
}

/** Content types of TLS records: change cipher spec, alert, handshake, application data. */
const tlsRecords = { first: 0x14, alert: 0x15, last: 0x17 }
const tlsHeaderBytes = 5
/** A record with the most that RFC 5246 lets ciphers add. */
const largestRecord = tlsHeaderBytes + 16384 + 2048

export class Transport {
  readonly #socket: Socket
  readonly #events: TransportEvents
  readonly #decrypted = new PacketReader()
  #held: Buffer = Buffer.alloc(0)
  #channel: TlsChannel | undefined
  #tls: TLSSocket | undefined
  #hasStoppedTls = false
  #isEnded = false

  constructor(socket: Socket, events: TransportEvents) {
    this.#socket = socket
    this.#events = events
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => this.#guard(() => this.#receive(bytes)))
    socket.on('error', () => this.#end())
    socket.on('close', () => this.#end())
    socket.on('end', () => this.#end())
    socket.on('timeout', () => this.close())
  }

  /** Expects TLS from the client's next packet on. */
  startTls(secureContext: SecureContext): void {
    this.#channel = new TlsChannel((bytes, sent) => this.#write(bytes, sent))
    const tls = new TLSSocket(this.#channel, { isServer: true, secureContext })
    tls.on('error', (error: Error) => this.#end(new MalformedTds(`TLS: ${error.message}`)))
    tls.on('data', (bytes: Buffer) =>
      this.#guard(() => this.#decrypted.push(bytes, (packet) => this.#deliver(packet))),
    )
    this.#tls = tls
  }

  /** Goes on without TLS: only the login was encrypted. */
  stopTls(): void {
    this.#channel?.silence()
    this.#tls?.destroy()
    this.#channel = undefined
    this.#tls = undefined
    this.#hasStoppedTls = true
  }

  /** Sends bytes; resolves when the client takes more. */
  async send(bytes: Buffer): Promise<void> {
    if (this.#isEnded) return
    const target = this.#tls ?? this.#socket
    if (target.write(bytes)) return
    await new Promise<void>((resolve) => {
      const proceed = () => {
        target.off('drain', proceed)
        this.#socket.off('close', proceed)
        resolve()
      }
      target.on('drain', proceed)
      this.#socket.on('close', proceed)
    })
  }

  /** Closes the connection when `idleMs` pass without a byte; 0 ends that. */
  setIdleLimit(idleMs: number): void {
    this.#socket.setTimeout(idleMs)
  }

  /** Takes no more from the client until `resume`. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Ends the connection after what was sent. */
  close(): void {
    if (this.#tls) this.#tls.end(() => this.#socket.end())
    else this.#socket.end()
    this.#socket.resume()
    this.#end()
    // A client that does not close its side would keep the port busy.
    this.#socket.setTimeout(2000, () => this.#socket.destroy())
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#socket.destroy()
    this.#end()
  }

  #write(bytes: Buffer, sent: () => void): void {
    if (this.#socket.writable) this.#socket.write(bytes, () => sent())
    else sent()
  }

  #receive(bytes: Buffer): void {
    if (this.#isEnded) return
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    while (this.#held.length > 0 && !this.#isEnded) {
      const first = this.#held.readUInt8(0)
      const isRecord = first >= tlsRecords.first && first <= tlsRecords.last
      const length = isRecord ? recordLength(this.#held) : packetLength(this.#held)
      if (length === undefined || this.#held.length < length) return
      const unit = this.#held.subarray(0, length)
      this.#held = this.#held.subarray(length)
      // The client's farewell to TLS after its login.
      if (this.#hasStoppedTls && first === tlsRecords.alert) continue
      if (isRecord) this.#feed(unit, true)
      else if (this.#channel === undefined) this.#deliver(packetOf(unit))
      else if (first === packetTypes.prelogin) this.#feed(packetOf(unit).payload, false)
      else throw new MalformedTds('a packet in clear where the connection is encrypted')
    }
  }

  #feed(bytes: Buffer, isBare: boolean): void {
    if (this.#channel === undefined) throw new MalformedTds('TLS that was not agreed on')
    this.#channel.feed(bytes, isBare)
  }

  #deliver(packet: Packet): void {
    if (!this.#isEnded) this.#events.packet(packet)
  }

  #guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #end(fault?: Error): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#events.ended(fault)
  }
}

/** Whole length of the record that begins here. @throws MalformedTds when it is longer than TLS allows */
function recordLength(bytes: Buffer): number | undefined {
  if (bytes.length < tlsHeaderBytes) return undefined
  const length = tlsHeaderBytes + bytes.readUInt16BE(3)
  if (length > largestRecord) throw new MalformedTds(`a TLS record of ${length} bytes`)
  return length
}
