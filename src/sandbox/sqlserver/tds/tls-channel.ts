/**
 * The stream under TLS: during the handshake its bytes travel in PRELOGIN packets, afterwards bare [spec MS-TDS
 * 3.3.5.1]. Whoever feeds it tells it what came; it tells what to send.
 */
import { Duplex } from 'node:stream'
import { packetBytes, packetHeaderBytes, packetTypes } from './packet.ts'

/** Packets of the handshake have the size of every packet before the login. */
const handshakePayload = 4096 - packetHeaderBytes

export class TlsChannel extends Duplex {
  readonly #send: (bytes: Buffer, sent: () => void) => void
  #isHandshake = true
  #isClosed = false

  /** @param send  calls `sent` when the bytes have left, so that a slow client slows what is written for it */
  constructor(send: (bytes: Buffer, sent: () => void) => void) {
    super()
    this.#send = send
  }

  /** Hands bytes of TLS to the server's side; the first bare record of the client ends the handshake. */
  feed(bytes: Buffer, isBare: boolean): void {
    if (isBare) this.#isHandshake = false
    this.push(bytes)
  }

  /** From now on nothing is sent: the connection goes on without TLS. */
  silence(): void {
    this.#isClosed = true
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#emit(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#emit(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  /** One flight of the handshake is one message: clients read exactly one for each that they send. */
  #emit(bytes: Buffer, done: () => void): void {
    if (this.#isClosed) done()
    else if (this.#isHandshake) this.#send(inPackets(bytes), done)
    else this.#send(bytes, done)
  }
}

function inPackets(bytes: Buffer): Buffer {
  const packets: Buffer[] = []
  for (let at = 0; at < bytes.length; at += handshakePayload) {
    const piece = bytes.subarray(at, at + handshakePayload)
    const isLast = at + handshakePayload >= bytes.length
    packets.push(packetBytes(packetTypes.prelogin, isLast, 0, packets.length + 1, piece))
  }
  return Buffer.concat(packets)
}
