/** INFO and ERROR tokens: SQL Server's messages [spec MS-TDS 2.2.7.10, 2.2.7.13]. */
import type { ByteWriter } from '../byte-writer.ts'
import type { SqlMessage } from '../handler.ts'
import { tdsVersions } from '../tds-version.ts'
import type { TokenContext } from './token-context.ts'

const errorToken = 0xaa
const infoToken = 0xab
/** First class of the errors; what is below informs. */
export const firstErrorClass = 11

/** Writes the message. Class 10 goes out as 0, as SQL Server converts it [spec sqlserver facts 1.6]. */
export function writeMessage(writer: ByteWriter, context: TokenContext, message: SqlMessage): void {
  const severity = message.class === 10 ? 0 : message.class
  writer.u8(severity >= firstErrorClass ? errorToken : infoToken)
  writer.sized((body) => {
    body.u32(message.number).u8(message.state).u8(severity)
    // The whole token has 65535 bytes at most; SQL Server's own texts have 2047 characters.
    body.longText(message.text.slice(0, 8000))
    body.shortText(context.serverName).shortText(message.procedure ?? '')
    const line = message.line ?? 1
    if (context.tdsVersion < tdsVersions.v72) body.u16(line & 0xffff)
    else body.u32(line)
  })
}
