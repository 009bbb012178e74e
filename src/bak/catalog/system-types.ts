/**
 * SQL Server's own types by their ids, and how many bytes their values take in a record.
 *
 * @source sys.types and storage sizes of the types [spec]; those of real tables decode so [measured]
 */

export const typeIds = {
  image: 34,
  text: 35,
  uniqueidentifier: 36,
  date: 40,
  time: 41,
  datetime2: 42,
  datetimeoffset: 43,
  tinyint: 48,
  smallint: 52,
  int: 56,
  smalldatetime: 58,
  real: 59,
  money: 60,
  datetime: 61,
  float: 62,
  variant: 98,
  ntext: 99,
  bit: 104,
  decimal: 106,
  numeric: 108,
  smallmoney: 122,
  bigint: 127,
  varbinary: 165,
  varchar: 167,
  binary: 173,
  char: 175,
  rowversion: 189,
  nvarchar: 231,
  nchar: 239,
  clr: 240,
  xml: 241,
} as const

/** Types that are declared with a length. */
export const sizedTypes: ReadonlySet<number> = new Set([
  typeIds.varbinary,
  typeIds.varchar,
  typeIds.binary,
  typeIds.char,
  typeIds.nvarchar,
  typeIds.nchar,
])

/** Types that are declared with precision and scale. */
export const decimalTypes: ReadonlySet<number> = new Set([typeIds.decimal, typeIds.numeric])

/** Types that are declared with a scale, 0 to 7. */
export const scaledTypes: ReadonlySet<number> = new Set([
  typeIds.time,
  typeIds.datetime2,
  typeIds.datetimeoffset,
])

const bytesOfType: ReadonlyMap<number, number> = new Map([
  [typeIds.tinyint, 1],
  [typeIds.smallint, 2],
  [typeIds.date, 3],
  [typeIds.int, 4],
  [typeIds.smalldatetime, 4],
  [typeIds.real, 4],
  [typeIds.smallmoney, 4],
  [typeIds.bigint, 8],
  [typeIds.money, 8],
  [typeIds.datetime, 8],
  [typeIds.float, 8],
  [typeIds.rowversion, 8],
  [typeIds.uniqueidentifier, 16],
])

/** Returns the bytes of a decimal, 5 to 17. @param precision  1 to 38 */
export function decimalBytes(precision: number): number {
  if (precision <= 9) return 5
  if (precision <= 19) return 9
  return precision <= 28 ? 13 : 17
}

/** Returns the bytes of a time of day, 3 to 5. @param scale  0 to 7 */
export function timeBytes(scale: number): number {
  if (scale <= 2) return 3
  return scale <= 4 ? 4 : 5
}

/**
 * Returns the bytes of a type whose values all take as many, undefined for the others: those with a length, those that
 * lie outside the row, and bit, which takes a bit.
 */
export function valueBytes(
  systemTypeId: number,
  precision: number,
  scale: number,
): number | undefined {
  if (decimalTypes.has(systemTypeId)) return decimalBytes(precision)
  switch (systemTypeId) {
    case typeIds.time:
      return timeBytes(scale)
    case typeIds.datetime2:
      return timeBytes(scale) + 3
    case typeIds.datetimeoffset:
      return timeBytes(scale) + 5
    default:
      return bytesOfType.get(systemTypeId)
  }
}
