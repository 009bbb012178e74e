/** Points in time as people type them on a command line. */

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/**
 * Returns the instant of a date or time (`2026-11-22`, `2026-11-22 14:05`, `2026-11-22T14:05:09+08:00`; without an
 * offset in the machine's time zone) or of a time ago (`90m`, `12h`, `7d`, `2w`); undefined for anything else.
 */
export function parseMoment(text: string, nowMs: number): Date | undefined {
  const ago = /^(\d{1,6})([mhdw])$/.exec(text.trim())
  if (ago) return new Date(nowMs - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs])
  const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(
    text.trim(),
  )
  if (!written) return undefined
  // A bare date would be read as UTC by Date; people mean their own midnight.
  const at = new Date(`${written[1]}T${written[2] ?? '00:00'}${written[3] ?? ''}`)
  return Number.isNaN(at.getTime()) ? undefined : at
}
