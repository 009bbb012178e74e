/**
 * PRELOGIN: what client and server agree on before the login, above all whether the connection, the login alone or
 * nothing is encrypted [spec MS-TDS 2.2.6.5].
 */
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { MalformedTds } from './malformed.ts'

const optionTypes = { version: 0, encryption: 1, instance: 2, threadId: 3, mars: 4, end: 0xff }

/** Values of the ENCRYPTION option. */
const encryption = { off: 0, on: 1, notSupported: 2, required: 3 } as const

/**
 * What the server is set to: `available` encrypts the login, and everything where the client asks for it; `required`
 * encrypts everything and refuses clients that cannot; `unsupported` has no certificate.
 */
export type EncryptionSetting = 'available' | 'required' | 'unsupported'

/** What of a connection is encrypted. */
export type EncryptedPart = 'nothing' | 'login' | 'everything'

/** What a client asked for. */
export interface PreloginRequest {
  readonly encryption: number
  readonly asksForMars: boolean
}

/** What is answered: the byte, and what the server does next. */
interface EncryptionAnswer {
  readonly byte: number
  /** `refused`: the client cannot do what the server requires; the connection ends after the answer. */
  readonly part: EncryptedPart | 'refused'
}

/** Returns what the client asks for. @throws MalformedTds when an option points out of the message */
export function readPrelogin(payload: Buffer): PreloginRequest {
  const reader = new ByteReader(payload)
  let asked: number = encryption.notSupported
  let asksForMars = false
  for (let type = reader.u8(); type !== optionTypes.end; type = reader.u8()) {
    const offset = reader.u16BigEndian()
    const length = reader.u16BigEndian()
    if (offset + length > payload.length)
      throw new MalformedTds(`option ${type} of the prelogin lies at ${offset} + ${length}`)
    if (type === optionTypes.mars) asksForMars = true
    if (type !== optionTypes.encryption) continue
    if (length < 1) throw new MalformedTds('empty encryption option')
    asked = payload.readUInt8(offset)
    if (asked > encryption.required) throw new MalformedTds(`encryption option ${asked}`)
  }
  return { encryption: asked, asksForMars }
}

/** Returns the answer to the ENCRYPTION option: the table of MS-TDS 2.2.6.5. */
export function answerEncryption(asked: number, setting: EncryptionSetting): EncryptionAnswer {
  if (setting === 'unsupported') return { byte: encryption.notSupported, part: 'nothing' }
  if (asked === encryption.on || asked === encryption.required)
    return { byte: encryption.on, part: 'everything' }
  if (setting === 'required') {
    const isPossible = asked !== encryption.notSupported
    return { byte: encryption.required, part: isPossible ? 'everything' : 'refused' }
  }
  return asked === encryption.off
    ? { byte: encryption.off, part: 'login' }
    : { byte: encryption.notSupported, part: 'nothing' }
}

/** Version of the server: major, minor, build. */
export type ServerVersion = readonly [major: number, minor: number, build: number]

/** Returns the server's PRELOGIN. MARS is answered, with no, only where it was asked for [measured wire-clients 21]. */
export function preloginAnswer(
  version: ServerVersion,
  encryptionByte: number,
  answersMars: boolean,
): Buffer {
  const [major, minor, build] = version
  const options: [number, Buffer][] = [
    [optionTypes.version, Buffer.from([major, minor, build >> 8, build & 0xff, 0, 0])],
    [optionTypes.encryption, Buffer.from([encryptionByte])],
    [optionTypes.instance, Buffer.from([0])],
    [optionTypes.threadId, Buffer.alloc(0)],
  ]
  if (answersMars) options.push([optionTypes.mars, Buffer.from([0])])
  const writer = new ByteWriter()
  let offset = options.length * 5 + 1
  for (const [type, data] of options) {
    writer.u8(type).u16BigEndian(offset).u16BigEndian(data.length)
    offset += data.length
  }
  writer.u8(optionTypes.end)
  for (const [, data] of options) writer.bytes(data)
  return writer.takeAll()
}
