/**
 * Decodes SCSU, the Standard Compression Scheme for Unicode, in which ROW and PAGE compression keep nchar and nvarchar.
 *
 * @source Unicode Technical Standard 6 [spec]; that SQL Server uses it, and adds the tag SC0 to make the length odd, is
 *   reported by a reader that compared it with a server [guess]
 */

const sq0 = 0x01
const sdx = 0x0b
const squ = 0x0e
const scu = 0x0f
const sc0 = 0x10
const sd0 = 0x18
const uc0 = 0xe0
const ud0 = 0xe8
const uqu = 0xf0
const udx = 0xf1

const staticWindows = [0, 0x80, 0x100, 0x300, 0x2000, 0x2080, 0x2100, 0x3000] as const
const firstWindows = [0x80, 0xc0, 0x400, 0x600, 0x900, 0x3040, 0x30a0, 0xff00] as const
/** Windows that begin where no block of 128 does, by the index bytes 0xf9 to 0xff. */
const specialWindows = [0xc0, 0x250, 0x370, 0x530, 0x3040, 0x30a0, 0xff60] as const

/** Returns the begin of a window by its index byte, or undefined where the byte is reserved. */
function windowOf(index: number): number | undefined {
  if (index === 0) return undefined
  if (index < 0x68) return index * 0x80
  if (index < 0xa8) return index * 0x80 + 0xac00
  return index < 0xf9 ? undefined : specialWindows[index - 0xf9]
}

/** Returns the text, or undefined where the bytes are no SCSU or end within a tag. */
export function decodeScsu(bytes: Uint8Array, from: number, end: number): string | undefined {
  const windows: number[] = [...firstWindows]
  let active = 0
  let isUnicode = false
  let text = ''
  let at = from
  const next = (): number => (at < end ? (bytes[at++] ?? -1) : -1)
  const unit = (): boolean => {
    const high = next()
    const low = next()
    if (low < 0) return false
    text += String.fromCharCode(high * 256 + low)
    return true
  }
  const define = (window: number): boolean => {
    const begin = windowOf(next())
    if (begin === undefined) return false
    windows[window] = begin
    active = window
    isUnicode = false
    return true
  }
  const defineExtended = (): boolean => {
    const high = next()
    const low = next()
    if (low < 0) return false
    active = high >> 5
    windows[active] = 0x10000 + 0x80 * (((high & 0x1f) << 8) | low)
    isUnicode = false
    return true
  }
  while (at < end) {
    const byte = next()
    if (isUnicode) {
      if (byte >= uc0 && byte < ud0) {
        active = byte - uc0
        isUnicode = false
      } else if (byte >= ud0 && byte < uqu) {
        if (!define(byte - ud0)) return undefined
      } else if (byte === uqu) {
        if (!unit()) return undefined
      } else if (byte === udx) {
        if (!defineExtended()) return undefined
      } else if (byte > udx && byte <= 0xf2) return undefined
      else {
        at--
        if (!unit()) return undefined
      }
      continue
    }
    if (byte >= 0x80) text += String.fromCodePoint((windows[active] ?? 0) + byte - 0x80)
    else if (byte >= 0x20 || byte === 0 || byte === 9 || byte === 10 || byte === 13) {
      text += String.fromCharCode(byte)
    } else if (byte >= sq0 && byte < sq0 + 8) {
      const quoted = next()
      if (quoted < 0) return undefined
      const window = byte - sq0
      const begin = quoted < 0x80 ? staticWindows[window] : (windows[window] ?? 0) - 0x80
      text += String.fromCodePoint((begin ?? 0) + quoted)
    } else if (byte === sdx) {
      if (!defineExtended()) return undefined
    } else if (byte === squ) {
      if (!unit()) return undefined
    } else if (byte === scu) isUnicode = true
    else if (byte >= sc0 && byte < sc0 + 8) active = byte - sc0
    else if (byte >= sd0 && byte < sd0 + 8) {
      if (!define(byte - sd0)) return undefined
    } else return undefined
  }
  return text
}
