/**
 * MTF's dates: five bytes of local server time. The offset from UTC stands elsewhere, in the backup set's block.
 *
 * @source MTF 1.00a, MTF_DATE_TIME [spec]; bak-format facts 1.7 [measured]
 *
 *   40 bits, most significant first: year 14, month 4, day 5, hour 5, minute 6, second 6; all zero = no date
 */

/** What five bytes can say: a date, none, or nothing that exists in a calendar. */
export type MtfDate =
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }

/** Returns the date of five bytes; a date's text is `YYYY-MM-DD hh:mm:ss`. */
export function mtfDateAt(view: DataView, offset: number): MtfDate {
  // 40 bits fit a number, but not the bit operators: the upper byte is taken apart by itself.
  const high = view.getUint8(offset)
  const low = view.getUint32(offset + 1, false)
  if (high === 0 && low === 0) return { kind: 'none' }
  const year = high * 64 + (low >>> 26)
  const month = (low >>> 22) & 15
  const day = (low >>> 17) & 31
  const hour = (low >>> 12) & 31
  const minute = (low >>> 6) & 63
  const second = low & 63
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month))
    return { kind: 'invalid' }
  if (year < 1 || year > 9999 || hour > 23 || minute > 59 || second > 59) return { kind: 'invalid' }
  const two = (part: number) => String(part).padStart(2, '0')
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  return { kind: 'date', text: `${date} ${two(hour)}:${two(minute)}:${two(second)}` }
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
