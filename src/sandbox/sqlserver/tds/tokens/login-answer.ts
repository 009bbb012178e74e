/** LOGINACK and FEATUREEXTACK: the login was accepted, and which extensions are understood. */
import type { ByteWriter } from '../byte-writer.ts'
import type { ServerVersion } from '../prelogin.ts'
import { acknowledgedVersion } from '../tds-version.ts'

const loginAckToken = 0xad
const featureExtAckToken = 0xae
const programName = 'Microsoft SQL Server\0\0'
/** The extension by which a client says that it reads UTF-8 in char columns. */
const utf8Support = 0x0a

/** Writes LOGINACK [spec MS-TDS 2.2.7.14]. */
export function writeLoginAck(
  writer: ByteWriter,
  tdsVersion: number,
  [major, minor, build]: ServerVersion,
): void {
  writer.u8(loginAckToken)
  writer.sized((body) => {
    body.u8(1).u32BigEndian(acknowledgedVersion(tdsVersion)).shortText(programName)
    body
      .u8(major)
      .u8(minor)
      .u8(build >> 8)
      .u8(build & 0xff)
  })
}

/** Writes which of the offered extensions are used; the others are refused by not being named. */
export function writeFeatureAcks(writer: ByteWriter, offered: readonly number[]): void {
  if (offered.length === 0) return
  writer.u8(featureExtAckToken)
  if (offered.includes(utf8Support)) writer.u8(utf8Support).u32(1).u8(1)
  writer.u8(0xff)
}
