/** LOGIN7: who logs in, from where, to which database, and with which version of the protocol [spec MS-TDS 2.2.6.4]. */
import { ByteReader } from './byte-reader.ts'
import { MalformedTds } from './malformed.ts'
import { agreedVersion } from './tds-version.ts'

/** Longest login message, in bytes [spec MS-TDS 2.2.6.4: 128K - 1]. */
export const largestLoginBytes = 128 * 1024 - 1
/** Bytes before the texts. */
const fixedBytes = 94

/** Packet sizes that may be agreed on, in bytes. */
const smallestPacket = 512
const largestPacket = 32767
const usualPacket = 4096

/** A client's login, its password in clear. */
export interface Login {
  readonly tdsVersion: number
  /** What the session will use, 512 to 32767. */
  readonly packetSize: number
  readonly hostName: string
  readonly user: string
  readonly password: string
  readonly applicationName: string
  readonly serverName: string
  /** Name of the client library. */
  readonly libraryName: string
  /** Empty: the login's default. */
  readonly language: string
  /** Empty: the login's default. */
  readonly database: string
  readonly clientLcid: number
  readonly clientProcessId: number
  /** Windows authentication is asked for instead of a password. */
  readonly isIntegrated: boolean
  /** Numbers of the feature extensions that the client offers. */
  readonly features: readonly number[]
}

/** Returns the login. @throws MalformedTds when a length or an offset cannot be right, or the version is unknown */
export function readLogin7(payload: Buffer): Login {
  const head = new ByteReader(payload)
  const length = head.u32()
  if (length !== payload.length || length < 86)
    throw new MalformedTds(`a login of ${length} bytes in a message of ${payload.length}`)
  const asked = head.u32()
  const tdsVersion = agreedVersion(asked)
  if (tdsVersion === undefined) throw new MalformedTds(`TDS version ${asked.toString(16)}`)
  const packetSize = head.u32()
  head.u32()
  const clientProcessId = head.u32()
  head.u32()
  head.u8()
  const flags2 = head.u8()
  head.u8()
  const flags3 = head.u8()
  head.i32()
  const clientLcid = head.u32()
  const field = (): Buffer => part(payload, head.u16(), head.u16() * 2)
  const text = (): string => field().toString('utf16le')
  const hostName = text()
  const user = text()
  const password = revealed(field())
  const applicationName = text()
  const serverName = text()
  const [extensionAt, extensionBytes] = [head.u16(), head.u16()]
  return {
    tdsVersion,
    packetSize: agreedPacketSize(packetSize),
    hostName,
    user,
    password,
    applicationName,
    serverName,
    libraryName: text(),
    language: text(),
    database: text(),
    clientLcid,
    clientProcessId,
    isIntegrated: (flags2 & 0x80) !== 0,
    features:
      (flags3 & 0x10) === 0
        ? []
        : readFeatures(payload, part(payload, extensionAt, extensionBytes)),
  }
}

function part(payload: Buffer, offset: number, length: number): Buffer {
  if (length === 0) return Buffer.alloc(0)
  if (offset < 86 || offset + length > payload.length)
    throw new MalformedTds(`a field of the login lies at ${offset} + ${length}`)
  return payload.subarray(offset, offset + length)
}

/** Undoes the obfuscation: each byte was rotated by four bits and flipped with 0xA5. */
function revealed(bytes: Buffer): string {
  return Buffer.from(bytes.map((byte) => swapNibbles(byte ^ 0xa5))).toString('utf16le')
}

function swapNibbles(byte: number): number {
  return ((byte << 4) | (byte >> 4)) & 0xff
}

/** Sizes are brought into the range of the protocol; 0 leaves the choice to the server. */
function agreedPacketSize(asked: number): number {
  if (asked === 0) return usualPacket
  return Math.min(largestPacket, Math.max(smallestPacket, asked))
}

/** The extensions lie where a pointer in the data says, one after another, ended by 0xFF. */
function readFeatures(payload: Buffer, pointer: Buffer): number[] {
  if (pointer.length === 0) return []
  const at = new ByteReader(pointer).u32()
  if (at < fixedBytes || at > payload.length) throw new MalformedTds(`features at ${at}`)
  const reader = new ByteReader(payload.subarray(at))
  const features: number[] = []
  for (let feature = reader.u8(); feature !== 0xff; feature = reader.u8()) {
    features.push(feature)
    reader.bytes(reader.u32())
  }
  return features
}
