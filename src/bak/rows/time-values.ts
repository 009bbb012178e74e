/**
 * Decodes dates and times as they lie in an uncompressed record, into ISO 8601 text with all stored digits.
 *
 * @source bak-format facts 4.3; date, datetime, datetime2 seen in real tables [measured]; others [spec]
 */
import { timeBytes } from '../catalog/system-types.ts'
import type { Decode } from './decode.ts'
import { ofLength } from './number-values.ts'
import { type Unreadable, unreadable } from './values.ts'

const badDate = unreadable('BAD_BYTES', 'the date is out of the range of its type')
const badTime = unreadable('BAD_BYTES', 'the time of day is out of range')
const badOffset = unreadable('BAD_BYTES', 'the offset is beyond 14 hours')
const badLength = unreadable('BAD_BYTES', 'the value has not the length of its type')

/** Days from 0001-01-01 to 1900-01-01, and to 9999-12-31. */
const daysTo1900 = 693_595
const lastDay = 3_652_058
/** datetime begins in 1753, in days from 1900. @source datetime, date range [spec] */
const firstDatetimeDay = -53_690
const ticksPerDay = 25_920_000
const minutesPerDay = 1440

const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'))
const three = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'))

let knownDay = -1
let knownText = ''

/** Returns days from 0001-01-01, 0 to 3,652,058, as `yyyy-mm-dd`. */
export function dateText(days: number): string {
  if (days === knownDay) return knownText
  // Days counted from 0000-03-01, so that the leap day ends a year.
  const fromMarch = days + 306
  const era = Math.floor(fromMarch / 146_097)
  const ofEra = fromMarch - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  knownDay = days
  knownText = `${String(year).padStart(4, '0')}-${two[month]}-${two[day]}`
  return knownText
}

/** Returns seconds of a day, 0 to 86,399, as `hh:mm:ss`. */
function clockText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}`
}

/** Returns a time of day in units of 10^-scale seconds as text, or a marker. */
export function timeText(units: number, scale: number): string | Unreadable {
  const perSecond = 10 ** scale
  const seconds = Math.floor(units / perSecond)
  if (seconds >= 86_400) return badTime
  if (scale === 0) return clockText(seconds)
  return `${clockText(seconds)}.${String(units - seconds * perSecond).padStart(scale, '0')}`
}

function unsignedAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let byte = length - 1; byte >= 0; byte--) value = value * 256 + (bytes[at + byte] ?? 0)
  return value
}

export const decodeDate = ofLength(3, ({ bytes }, at) => {
  const days = unsignedAt(bytes, at, 3)
  return days <= lastDay ? dateText(days) : badDate
})

/** Returns a decoder of time. @param scale  0 to 7 */
export function timeDecoder(scale: number): Decode {
  const length = timeBytes(scale)
  return ofLength(length, ({ bytes }, at) => timeText(unsignedAt(bytes, at, length), scale))
}

/** Returns a decoder of datetime2: time of day, then days. @param scale  0 to 7 */
export function datetime2Decoder(scale: number): Decode {
  const length = timeBytes(scale)
  return ofLength(length + 3, ({ bytes }, at) => {
    const time = timeText(unsignedAt(bytes, at, length), scale)
    if (typeof time !== 'string') return time
    const days = unsignedAt(bytes, at + length, 3)
    return days <= lastDay ? `${dateText(days)}T${time}` : badDate
  })
}

/**
 * Returns a decoder of datetimeoffset: time and date in UTC, then the offset in minutes. The text is the local time.
 *
 * @source datetimeoffset is kept in UTC [spec]
 */
export function datetimeoffsetDecoder(scale: number): Decode {
  const length = timeBytes(scale)
  const perMinute = 60 * 10 ** scale
  const perDay = minutesPerDay * perMinute
  return ofLength(length + 5, ({ bytes, view }, at) => {
    const utc = unsignedAt(bytes, at, length)
    if (utc >= perDay) return badTime
    const offset = view.getInt16(at + length + 3, true)
    if (offset < -840 || offset > 840) return badOffset
    let units = utc + offset * perMinute
    let days = unsignedAt(bytes, at + length, 3)
    if (units < 0) {
      units += perDay
      days--
    } else if (units >= perDay) {
      units -= perDay
      days++
    }
    if (days < 0 || days > lastDay) return badDate
    const positive = Math.abs(offset)
    const zone = `${offset < 0 ? '-' : '+'}${two[Math.floor(positive / 60)]}:${two[positive % 60]}`
    return `${dateText(days)}T${timeText(units, scale)}${zone}`
  })
}

/**
 * Decodes datetime: u32 ticks of 1/300 second, i32 days since 1900. The milliseconds are those that SQL Server shows,
 * ending in 0, 3 or 7.
 */
export const decodeDatetime: Decode = ({ view }, at, given) =>
  given === 8 ? datetimeText(view.getInt32(at + 4, true), view.getUint32(at, true)) : badLength

/** Returns days since 1900 and ticks of 1/300 second as text, or a marker. */
export function datetimeText(days: number, ticks: number): string | Unreadable {
  if (ticks >= ticksPerDay) return badTime
  if (days < firstDatetimeDay || days > lastDay - daysTo1900) return badDate
  const seconds = Math.floor(ticks / 300)
  const milliseconds = Math.round(((ticks - seconds * 300) * 10) / 3)
  return `${dateText(days + daysTo1900)}T${clockText(seconds)}.${three[milliseconds]}`
}

/** Decodes smalldatetime: u16 minutes, u16 days since 1900. */
export const decodeSmalldatetime = ofLength(4, ({ view }, at) => {
  const minutes = view.getUint16(at, true)
  if (minutes >= minutesPerDay) return badTime
  const days = view.getUint16(at + 2, true)
  return `${dateText(days + daysTo1900)}T${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:00`
})
