/** Dates and times between their text and the counts of the wire [spec MS-TDS 2.2.5.5.1.8]. */
import type { ByteReader } from '../byte-reader.ts'
import type { ByteWriter } from '../byte-writer.ts'
import { MalformedTds } from '../malformed.ts'

const dayMs = 86_400_000
// Date.UTC reads a year below 100 as one of the twentieth century.
const dayOne = new Date(0).setUTCFullYear(1, 0, 1) / dayMs
const day1900 = Date.UTC(1900, 0, 1) / dayMs
const lastDay = Date.UTC(9999, 11, 31) / dayMs
/** Ticks of 100 ns in a day. */
const dayTicks = 864_000_000_000n

/** A point in time as its text says it. */
interface Moment {
  /** Days since 1970-01-01. */
  readonly days: number
  /** Ticks of 100 ns since midnight. */
  readonly ticks: bigint
  /** East of UTC. */
  readonly offsetMinutes: number
}

/** Bytes of a time with so many decimals. */
export function timeBytes(scale: number): number {
  return scale <= 2 ? 3 : scale <= 4 ? 4 : 5
}

/**
 * Reads `yyyy-mm-dd`, `hh:mm:ss.fffffff` or both, with an offset or Z or without.
 * @throws RangeError for anything else, which only the instance behind the wire can cause
 */
function momentOf(text: string): Moment {
  const found =
    /^(?:(\d{4})-(\d\d)-(\d\d))?[T ]?(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)? ?(?:Z|([+-])(\d\d):(\d\d))?$/.exec(
      text,
    )
  if (!found || text === '') throw new RangeError(`${text} is neither a date nor a time`)
  const number = (index: number) => Number(found[index] ?? 0)
  const hasDate = found[1] !== undefined
  const days = hasDate
    ? new Date(0).setUTCFullYear(number(1), number(2) - 1, number(3)) / dayMs
    : day1900
  const seconds = (number(4) * 60 + number(5)) * 60 + number(6)
  const ticks = BigInt(seconds) * 10_000_000n + BigInt((found[7] ?? '').padEnd(7, '0') || '0')
  const offset = number(9) * 60 + number(10)
  return { days, ticks, offsetMinutes: found[8] === '-' ? -offset : offset }
}

/** Rounds to the decimals of a type; what would be midnight of the next day stays in this one. */
function atScale(ticks: bigint, scale: number): bigint {
  const unit = 10n ** BigInt(7 - scale)
  const rounded = (ticks + unit / 2n) / unit
  return rounded * unit >= dayTicks ? rounded - 1n : rounded
}

/** Writes the count of a time, without a length. */
export function writeTime(writer: ByteWriter, text: string, scale: number): void {
  writeTicks(writer, momentOf(text).ticks, scale)
}

function writeTicks(writer: ByteWriter, ticks: bigint, scale: number): void {
  writer.uint(Number(atScale(ticks, scale)), timeBytes(scale))
}

/** Writes the days since 0001-01-01. */
export function writeDate(writer: ByteWriter, text: string): void {
  writer.uint(momentOf(text).days - dayOne, 3)
}

/** Writes a datetime2. */
export function writeDateTime2(writer: ByteWriter, text: string, scale: number): void {
  const { days, ticks } = momentOf(text)
  writeTicks(writer, ticks, scale)
  writer.uint(days - dayOne, 3)
}

/** Writes a datetimeoffset: date and time of UTC, then the offset. */
export function writeDateTimeOffset(writer: ByteWriter, text: string, scale: number): void {
  const { days, ticks, offsetMinutes } = momentOf(text)
  const whole = BigInt(days) * dayTicks + ticks - BigInt(offsetMinutes) * 600_000_000n
  const utcDays = floorDivide(whole, dayTicks)
  writeTicks(writer, whole - utcDays * dayTicks, scale)
  writer.uint(Number(utcDays) - dayOne, 3).i16(offsetMinutes)
}

/** Writes a datetime: days since 1900 and three-hundredths of a second. */
export function writeDateTime(writer: ByteWriter, text: string): void {
  const { days, ticks } = momentOf(text)
  const parts = Math.round((Number(ticks) * 300) / 10_000_000)
  const carried = parts >= 300 * 86_400
  writer.i32(days - day1900 + (carried ? 1 : 0)).u32(carried ? 0 : parts)
}

/** Writes a smalldatetime: days since 1900 and minutes. */
export function writeSmallDateTime(writer: ByteWriter, text: string): void {
  const { days, ticks } = momentOf(text)
  const minutes = Math.round(Number(ticks) / 600_000_000)
  writer.u16(days - day1900 + (minutes === 1440 ? 1 : 0)).u16(minutes % 1440)
}

export function readTime(reader: ByteReader, scale: number): string {
  return timeText(readTicks(reader, scale), scale)
}

export function readDate(reader: ByteReader): string {
  return dateText(reader.uint(3) + dayOne)
}

export function readDateTime2(reader: ByteReader, scale: number): string {
  const time = readTime(reader, scale)
  return `${readDate(reader)} ${time}`
}

export function readDateTimeOffset(reader: ByteReader, scale: number): string {
  const ticks = readTicks(reader, scale)
  const utc = BigInt(reader.uint(3) + dayOne) * dayTicks + ticks
  const offset = reader.i16()
  if (Math.abs(offset) > 840) throw new MalformedTds(`an offset of ${offset} minutes`)
  const local = utc + BigInt(offset) * 600_000_000n
  const days = floorDivide(local, dayTicks)
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const sign = offset < 0 ? '-' : '+'
  return `${dateText(Number(days))} ${timeText(local - days * dayTicks, scale)} ${sign}${two(hours)}:${two(minutes)}`
}

export function readDateTime(reader: ByteReader): string {
  const days = reader.i32() + day1900
  const parts = reader.u32()
  if (parts >= 300 * 86_400) throw new MalformedTds(`a datetime of ${parts} ticks`)
  const ms = Math.round((parts * 10) / 3)
  return `${dateText(days)} ${timeText(BigInt(ms) * 10_000n, 3)}`
}

export function readSmallDateTime(reader: ByteReader): string {
  const days = reader.u16() + day1900
  const minutes = reader.u16()
  if (minutes >= 1440) throw new MalformedTds(`a smalldatetime of ${minutes} minutes`)
  return `${dateText(days)} ${timeText(BigInt(minutes) * 600_000_000n, 0)}`
}

/** Returns ticks of 100 ns. */
function readTicks(reader: ByteReader, scale: number): bigint {
  const ticks = BigInt(reader.uint(timeBytes(scale))) * 10n ** BigInt(7 - scale)
  if (ticks >= dayTicks) throw new MalformedTds(`a time of ${ticks} ticks`)
  return ticks
}

function dateText(days: number): string {
  if (days < dayOne || days > lastDay) throw new MalformedTds(`a date ${days} days from 1970`)
  return new Date(days * dayMs).toISOString().slice(0, 10)
}

function timeText(ticks: bigint, scale: number): string {
  const seconds = Number(ticks / 10_000_000n)
  const fraction = String(ticks % 10_000_000n)
    .padStart(7, '0')
    .slice(0, scale)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const text = `${two(hours)}:${two(minutes)}:${two(seconds % 60)}`
  return scale === 0 ? text : `${text}.${fraction}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient
}
