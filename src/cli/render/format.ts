/** Numbers, sizes, times and dates as people read them, in both languages. Unknown values are said to be unknown. */
import type { Language } from '../../core/index.ts'

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** Returns a size such as `1.5 GiB`: three digits at most behind 1 KiB; `?` where the size is not known. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined || Number.isNaN(bytes)) return '?'
  let value = bytes
  let unit = 0
  // 1023.95 and more would be printed as 1024.0 of the smaller unit.
  while (Math.abs(value) >= (unit === 0 ? 1024 : 1023.95) && unit < byteUnits.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${byteUnits[unit]}`
}

const counting = new Intl.NumberFormat('en-US')

/** Returns a whole number with its thousands apart, such as `12,345`; `?` where it is not known. */
export function formatCount(count: number | undefined): string {
  return count === undefined ? '?' : counting.format(count)
}

/** Returns a rate such as `25.0 MiB/s`. */
export function formatRate(bytesPerSecond: number | undefined): string {
  return `${formatBytes(bytesPerSecond === undefined ? undefined : Math.round(bytesPerSecond))}/s`
}

/** Returns a share such as `42 %`, in Chinese `42%`, never rounded up to 100; `?` where the whole is not known or 0. */
export function formatPercent(part: number, whole: number | undefined, language: Language): string {
  if (whole === undefined || whole <= 0) return '?'
  const percent = Math.floor((part / whole) * 100)
  return `${Math.min(100, Math.max(0, percent))}${percentSign(language)}`
}

/** Returns the sign as it stands behind a number: close to it in Chinese. */
export function percentSign(language: Language): string {
  return language === 'zh' ? '%' : ' %'
}

const durationUnits = [
  { ms: 86_400_000, en: 'd', zh: '天' },
  { ms: 3_600_000, en: 'h', zh: '小时' },
  { ms: 60_000, en: 'min', zh: '分' },
  { ms: 1000, en: 's', zh: '秒' },
] as const

/**
 * Returns a duration in its two largest units, such as `2 h 5 min`, `45 s` or `0.3 s`; `?` where it is not known.
 * @param ms  milliseconds, 0 or more; negative counts as 0
 */
export function formatDuration(ms: number | undefined, language: Language): string {
  if (ms === undefined || !Number.isFinite(ms)) return '?'
  const join = (amount: number | string, unit: { en: string; zh: string }) =>
    `${amount} ${unit[language]}`
  const positive = Math.max(0, ms)
  if (positive < 9_950) return join((positive / 1000).toFixed(1), durationUnits[3])
  const seconds = Math.round(positive / 1000) * 1000
  const first = durationUnits.findIndex((unit) => seconds >= unit.ms)
  const [large, small] = [durationUnits[first], durationUnits[first + 1]]
  if (!large) return join(0, durationUnits[3])
  const amount = Math.floor(seconds / large.ms)
  const rest = small ? Math.floor((seconds % large.ms) / small.ms) : 0
  return small && rest > 0 ? `${join(amount, large)} ${join(rest, small)}` : join(amount, large)
}

/** Returns how old a fact is, such as `3 min ago` or `3 分钟前`. */
export function formatAge(ms: number, language: Language): string {
  if (ms < 2_000) return language === 'zh' ? '刚刚' : 'just now'
  const unit = durationUnits.find((each) => ms >= each.ms) ?? durationUnits[3]
  const amount = Math.floor(ms / unit.ms)
  if (language === 'en') return `${amount} ${unit.en} ago`
  return `${amount} ${unit.zh === '分' ? '分钟' : unit.zh}前`
}

/**
 * Returns an instant as `2026-11-22 08:50:00`, in the machine's time zone with its offset (`+08:00`), or in UTC
 * with `Z`; `-` where there is none.
 */
export function formatInstant(at: Date | number | undefined, zone: 'local' | 'utc'): string {
  if (at === undefined) return '-'
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return '?'
  if (zone === 'utc') return `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const offsetMinutes = -date.getTimezoneOffset()
  const shifted = new Date(date.getTime() + offsetMinutes * 60_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const offset = Math.abs(offsetMinutes)
  const sign = offsetMinutes < 0 ? '-' : '+'
  return `${shifted.toISOString().slice(0, 19).replace('T', ' ')} ${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`
}

/** Returns a clock's distance from UTC behind a space, such as ` +08:00`; nothing where it is not known. */
export function formatOffset(minutes: number | undefined): string {
  if (minutes === undefined) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  const ahead = Math.abs(minutes)
  return ` ${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`
}
