/**
 * Decodes text: UTF-16 as it is, with half pairs kept, and the code pages of collations. Bytes that the code page
 * gives no sure meaning to make a marker of the value.
 */
import type { CodePage } from './code-pages.ts'
import type { Decode } from './decode.ts'
import { hangulBesideKsX1001 } from './hangul.ts'
import { type SqlValue, unreadable } from './values.ts'

const oddLength = unreadable('BAD_BYTES', 'UTF-16 text has an odd number of bytes')
const unknownCodePage = unreadable('CODE_PAGE', 'the code page of the collation is not known')
const outsideCodePage = unreadable('CODE_PAGE', 'the bytes are no sure text in the code page')

/** Decodes nchar, nvarchar, ntext. */
export const decodeUtf16: Decode = ({ view }, at, length) => {
  if (length & 1) return oddLength
  const end = at + length
  const wide = at + (length & ~15)
  let text = ''
  let from = at
  for (; from < wide; from += 16) {
    text += String.fromCharCode(
      view.getUint16(from, true),
      view.getUint16(from + 2, true),
      view.getUint16(from + 4, true),
      view.getUint16(from + 6, true),
      view.getUint16(from + 8, true),
      view.getUint16(from + 10, true),
      view.getUint16(from + 12, true),
      view.getUint16(from + 14, true),
    )
  }
  for (; from < end; from += 2) text += String.fromCharCode(view.getUint16(from, true))
  return text
}

/** Returns ASCII bytes as text; the caller has looked at them. */
function asciiText(bytes: Uint8Array, at: number, length: number): string {
  const end = at + length
  const wide = at + (length & ~7)
  let text = ''
  let from = at
  for (; from < wide; from += 8) {
    text += String.fromCharCode(
      bytes[from] ?? 0,
      bytes[from + 1] ?? 0,
      bytes[from + 2] ?? 0,
      bytes[from + 3] ?? 0,
      bytes[from + 4] ?? 0,
      bytes[from + 5] ?? 0,
      bytes[from + 6] ?? 0,
      bytes[from + 7] ?? 0,
    )
  }
  for (; from < end; from++) text += String.fromCharCode(bytes[from] ?? 0)
  return text
}

function isAscii(bytes: Uint8Array, at: number, length: number): boolean {
  const end = at + length
  for (let from = at; from < end; from++) if ((bytes[from] ?? 0) >= 0x80) return false
  return true
}

/** Returns a decoder that reads ASCII itself and leaves the rest to another. */
function asciiOr(other: (bytes: Uint8Array) => SqlValue): Decode {
  return ({ bytes }, at, length) =>
    isAscii(bytes, at, length)
      ? asciiText(bytes, at, length)
      : other(bytes.subarray(at, at + length))
}

/** The upper halves of the two code pages that TextDecoder lacks. @source cp437 and cp850 of Windows [spec] */
const upperHalves = {
  437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
    'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀' +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
} as const

/** Returns the characters of the bytes 0x80 to 0xff; undefined where a byte has none. */
function upperHalf(codePage: SingleByteCodePage): readonly (string | undefined)[] {
  if (codePage === 437 || codePage === 850) return Array.from(upperHalves[codePage])
  const decoder = new TextDecoder(`windows-${codePage}`, { fatal: true, ignoreBOM: true })
  return Array.from({ length: 128 }, (_, upper) => {
    try {
      return decoder.decode(Uint8Array.of(upper + 0x80))
    } catch {
      return undefined
    }
  })
}

type DoubleByteCodePage = 932 | 936 | 949 | 950
type SingleByteCodePage = Exclude<CodePage, DoubleByteCodePage>

function singleByteText(codePage: SingleByteCodePage): (bytes: Uint8Array) => SqlValue {
  const upper = upperHalf(codePage)
  return (bytes) => {
    let text = ''
    for (const byte of bytes) {
      const character = byte < 0x80 ? String.fromCharCode(byte) : upper[byte - 0x80]
      if (character === undefined) return outsideCodePage
      text += character
    }
    return text
  }
}

/** Returns the character of two bytes, or undefined where it is not sure. */
type PairDecoder = (lead: number, trail: number) => string | undefined

const labels = { 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5' } as const

/**
 * Returns the pairs of a code page. TextDecoder's encodings are wider than the code page, and differ between Node and
 * browsers, so only what all of them and the code page agree on is taken.
 *
 * @source Every pair compared between cp932, cp936, cp949, cp950 of Python and TextDecoder of Node 24 [measured]
 */
function pairDecoder(codePage: DoubleByteCodePage): PairDecoder {
  const decoder = new TextDecoder(labels[codePage], { fatal: true, ignoreBOM: true })
  const pair = Uint8Array.of(0, 0)
  const known: PairDecoder = (lead, trail) => {
    pair[0] = lead
    pair[1] = trail
    let text: string
    try {
      text = decoder.decode(pair)
    } catch {
      return undefined
    }
    return isOneSureCharacter(text) ? text : undefined
  }
  if (codePage === 936)
    return (lead, trail) => (isInGbk(lead, trail) ? known(lead, trail) : undefined)
  if (codePage === 950)
    return (lead, trail) => (isInBig5(lead, trail) ? known(lead, trail) : undefined)
  if (codePage === 932) return known
  const hangul = hangulBesideKsX1001(known)
  return (lead, trail) =>
    lead < 0xa1 || trail < 0xa1 ? hangul.get(lead * 256 + trail) : known(lead, trail)
}

/** One character, which is neither a control, nor private use, nor a replacement. */
function isOneSureCharacter(text: string): boolean {
  if (text.length !== 1) return false
  const unit = text.charCodeAt(0)
  return unit >= 0xa0 && unit < 0xfffd && !(unit >= 0xd800 && unit < 0xf900)
}

/** Tells whether a pair is in cp936: the rows that GB 18030 filled later are left out. */
function isInGbk(lead: number, trail: number): boolean {
  if (lead < 0x81 || lead === 0xff || trail < 0x40) return false
  if (lead === 0xa2) return trail >= 0xa1 && !(trail >= 0xab && trail <= 0xb0) && trail !== 0xe3
  if (lead === 0xa3) return trail >= 0xa1
  if (lead === 0xa6) {
    const isFilledLater = trail === 0xec || trail === 0xed || trail === 0xf3
    return trail >= 0xa1 && (trail < 0xd9 || trail >= 0xe0) && !isFilledLater
  }
  if (lead === 0xa8) return trail !== 0xbc && trail !== 0xbf && trail !== 0x96
  if (lead === 0xa9) return trail < 0x89 || trail > 0x95
  return lead < 0xfe || trail <= 0x4f
}

/** Tells whether a pair is in cp950: the rows for users and Hong Kong are left out. */
function isInBig5(lead: number, trail: number): boolean {
  if (lead < 0xa1 || lead > 0xf9) return false
  if (lead === 0xc6) return trail < 0xa1
  return lead !== 0xc7 && lead !== 0xc8
}

function doubleByteText(codePage: DoubleByteCodePage): (bytes: Uint8Array) => SqlValue {
  const pairs = pairDecoder(codePage)
  const known = new Map<number, string | undefined>()
  return (bytes) => {
    let text = ''
    for (let at = 0; at < bytes.length; at++) {
      const lead = bytes[at] ?? 0
      if (lead < 0x80) {
        text += String.fromCharCode(lead)
        continue
      }
      if (codePage === 932 && lead >= 0xa1 && lead <= 0xdf) {
        // Half-width katakana are the only characters of one byte above ASCII.
        text += String.fromCharCode(0xff61 + lead - 0xa1)
        continue
      }
      const trail = bytes[++at]
      if (trail === undefined) return outsideCodePage
      const key = lead * 256 + trail
      let character = known.get(key)
      if (character === undefined) {
        character = pairs(lead, trail)
        if (character === undefined) return outsideCodePage
        known.set(key, character)
      }
      text += character
    }
    return text
  }
}

const decoders = new Map<CodePage, Decode>()

/** Returns a decoder of char, varchar and text. Without a code page, all that is not ASCII becomes a marker. */
export function codePageDecoder(codePage: CodePage | undefined): Decode {
  if (codePage === undefined) return asciiOr(() => unknownCodePage)
  const known = decoders.get(codePage)
  if (known !== undefined) return known
  const decode = asciiOr(
    codePage === 932 || codePage === 936 || codePage === 949 || codePage === 950
      ? doubleByteText(codePage)
      : singleByteText(codePage),
  )
  decoders.set(codePage, decode)
  return decode
}
