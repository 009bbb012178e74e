/** Collations on the wire: five bytes that say language, comparison and code page, and text in that code page. */

/** @source MS-TDS 2.2.5.1.2 [spec] */
export interface Collation {
  /** Windows language, 20 bits. */
  readonly lcid: number
  /** Comparison flags and version in the upper 12 bits, as on the wire. */
  readonly flags: number
  /** SQL Server's own sort order, 0 for a Windows collation. */
  readonly sortId: number
}

const ignoreCase = 1 << 20
const ignoreAccent = 1 << 21
const ignoreKana = 1 << 22
const ignoreWidth = 1 << 23
const binary = 1 << 24
const binary2 = 1 << 25
const utf8 = 1 << 26

/** Windows language of a collation's first words. */
const languages: Readonly<Record<string, number>> = {
  Chinese_PRC: 0x0804,
  Chinese_PRC_Stroke: 0x20804,
  Chinese_Simplified_Pinyin: 0x0804,
  Chinese_Simplified_Stroke_Order: 0x20804,
  Chinese_Taiwan_Stroke: 0x0404,
  Chinese_Taiwan_Bopomofo: 0x30404,
  Cyrillic_General: 0x0419,
  French: 0x040c,
  Japanese: 0x0411,
  Korean_Wansung: 0x0412,
  Latin1_General: 0x0409,
  Modern_Spanish: 0x0c0a,
  SQL_Latin1_General_CP1: 0x0409,
}

const sqlSortIds: Readonly<Record<string, number>> = { CS_AS: 51, CI_AS: 52, CI_AI: 54 }

/** Code page by language: the label that TextDecoder knows. */
const codePages: Readonly<Record<number, string>> = {
  1028: 'big5',
  1041: 'shift_jis',
  1042: 'euc-kr',
  1049: 'windows-1251',
  2052: 'gbk',
}

/** Returns the collation of this name, or undefined when its language is not known here. */
export function collationOf(name: string): Collation | undefined {
  const [, language = '', version = '', suffix = ''] =
    /^(.*?)(?:_(90|100|140))?_((?:BIN2?|C[IS]_A[IS](?:_KS)?(?:_WS)?)(?:_SC)?(?:_UTF8)?)$/.exec(
      name,
    ) ?? []
  const lcid = languages[language]
  if (lcid === undefined) return undefined
  const words = suffix.split('_')
  let flags = words.includes('BIN') ? binary : words.includes('BIN2') ? binary2 : 0
  if (flags === 0) {
    if (words.includes('CI')) flags |= ignoreCase
    if (words.includes('AI')) flags |= ignoreAccent
    if (!words.includes('KS')) flags |= ignoreKana
    if (!words.includes('WS')) flags |= ignoreWidth
  }
  if (words.includes('UTF8')) flags |= utf8
  const generation = { '': 0, '90': 1, '100': 2, '140': 3 }[version] ?? 0
  const sortId = language.startsWith('SQL_') ? (sqlSortIds[suffix] ?? 0) : 0
  return { lcid, flags: (flags | (generation << 28)) >>> 0, sortId }
}

/** Returns the collation as five bytes. */
export function collationBytes(collation: Collation): Buffer {
  const bytes = Buffer.alloc(5)
  bytes.writeUInt32LE(((collation.lcid & 0xfffff) | (collation.flags & 0xfff00000)) >>> 0, 0)
  bytes.writeUInt8(collation.sortId, 4)
  return bytes
}

/** Reads five bytes. */
export function readCollation(bytes: Buffer): Collation {
  const word = bytes.readUInt32LE(0)
  return { lcid: word & 0xfffff, flags: (word & 0xfff00000) >>> 0, sortId: bytes.readUInt8(4) }
}

/** The label of the code page that char and varchar have under a collation. */
function codePageOf(collation: Collation): string {
  if ((collation.flags & utf8) !== 0) return 'utf-8'
  return codePages[collation.lcid & 0xffff] ?? 'windows-1252'
}

/** Returns the text of char or varchar bytes. */
export function decodeChars(bytes: Uint8Array, collation: Collation): string {
  return new TextDecoder(codePageOf(collation), { ignoreBOM: true }).decode(bytes)
}

const encoders = new Map<string, Map<string, readonly number[]>>()

/** Every letter of a code page with its one or two bytes, found by decoding them all once. */
function encoderOf(label: string): Map<string, readonly number[]> {
  const known = encoders.get(label)
  if (known !== undefined) return known
  const table = new Map<string, readonly number[]>()
  const decoder = new TextDecoder(label)
  const learn = (...codes: number[]) => {
    const text = decoder.decode(Uint8Array.from(codes))
    if (text.length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, codes)
  }
  for (let code = 0; code < 256; code++) learn(code)
  if (!label.startsWith('windows'))
    for (let lead = 0x81; lead < 0xff; lead++)
      for (let trail = 0x40; trail < 0xff; trail++) learn(lead, trail)
  encoders.set(label, table)
  return table
}

/** Returns char or varchar bytes; what the code page lacks becomes a question mark, as SQL Server does it. */
export function encodeChars(text: string, collation: Collation): Buffer {
  const label = codePageOf(collation)
  if (label === 'utf-8') return Buffer.from(text, 'utf8')
  const table = encoderOf(label)
  const codes: number[] = []
  for (const letter of text) codes.push(...(table.get(letter) ?? [0x3f]))
  return Buffer.from(codes)
}
