/**
 * Which code page a collation stores char, varchar and text in. What is not known for sure is undefined: only ASCII is
 * the same everywhere.
 */

/** Windows code page. */
export type CodePage =
  | 437
  | 850
  | 874
  | 932
  | 936
  | 949
  | 950
  | 1250
  | 1251
  | 1252
  | 1253
  | 1254
  | 1255
  | 1256
  | 1257
  | 1258

/**
 * Low byte of a collation id: the language.
 *
 * @source 0x03, 0x08, 0x10, 0x11, 0x13, 0x15, 0x24 in bak-format facts 4.3 [measured]; the others as a server lists
 *   `COLLATIONPROPERTY(name, 'CollationId')` [spec], or the only language between two listed neighbours
 */
const byLanguage: Readonly<Record<number, CodePage>> = {
  1: 1256, // Arabic
  3: 950, // Chinese_Taiwan_Stroke
  4: 1250, // Czech
  5: 1252, // Danish_Norwegian
  7: 1253, // Greek
  8: 1252, // Latin1_General
  9: 1252, // Traditional_Spanish
  10: 1252, // Finnish_Swedish
  11: 1252, // French
  12: 1255, // Hebrew
  13: 1250, // Hungarian
  14: 1252, // Icelandic
  15: 1252, // Corsican
  16: 932, // Japanese
  17: 949, // Korean
  19: 1250, // Polish
  20: 1250, // Romanian
  21: 1251, // Cyrillic_General
  22: 1250, // Croatian
  23: 1250, // Slovak
  24: 1250, // Albanian
  25: 874, // Thai
  26: 1254, // Turkish
  27: 1251, // Ukrainian
  28: 1250, // Slovenian
  29: 1257, // Estonian
  30: 1257, // Latvian
  31: 1257, // Lithuanian
  32: 1258, // Vietnamese
  36: 936, // Chinese_PRC
  40: 1252, // Modern_Spanish
  41: 1252, // German_PhoneBook
  46: 936, // Chinese_PRC_Stroke
  47: 950, // Chinese_Taiwan_Bopomofo
  49: 936, // Chinese_PRC_90
  50: 936, // Chinese_PRC_Stroke_90
  65: 950, // Chinese_Traditional_Stroke_Count
  66: 950, // Chinese_Traditional_Bopomofo
  67: 936, // Chinese_Simplified_Pinyin
  68: 936, // Chinese_Simplified_Stroke_Order
  69: 950, // Chinese_Traditional_Pinyin
  70: 950, // Chinese_Traditional_Stroke_Order
}

/** High byte of a collation id: the sort order of an SQL_ collation. @source SQL Server sort order ids [spec] */
const bySortOrder: readonly (readonly [first: number, last: number, codePage: CodePage])[] = [
  [30, 34, 437],
  [40, 49, 850],
  [50, 54, 1252],
  [55, 61, 850],
  [80, 96, 1250],
  [104, 108, 1251],
  [112, 124, 1253],
  [128, 130, 1254],
  [136, 138, 1255],
  [144, 146, 1256],
  [152, 160, 1257],
  [183, 186, 1252],
  [210, 219, 1252],
]

/** Language, BIN2, four bits of sensitivity, BIN, versions 90 and 100. */
const knownBits = 0x7_f8ff
/** Supplementary characters. In releases with UTF-8 collations, these have it as well. */
const supplementaryBit = 0x100

/** SQL Server 2019, the first release with UTF-8 collations. */
const firstVersionWithUtf8 = 895

/**
 * Returns the code page, or undefined where it is not known.
 *
 * From SQL Server 2019 on, the flag 0x100 may stand for supplementary characters or, as another reader reports, for
 * UTF-8; no real file tells, so such a collation is unknown there.
 *
 * @param collationId  as the catalog stores it
 * @param databaseVersion  internal version of the database, such as 904
 */
export function codePageOf(collationId: number, databaseVersion: number): CodePage | undefined {
  const sortOrder = collationId >>> 24
  if (sortOrder !== 0) {
    return bySortOrder.find(([first, last]) => sortOrder >= first && sortOrder <= last)?.[2]
  }
  const canHaveUtf8 = databaseVersion >= firstVersionWithUtf8
  const known = canHaveUtf8 ? knownBits : knownBits | supplementaryBit
  return (collationId & ~known) === 0 ? byLanguage[collationId & 0xff] : undefined
}
