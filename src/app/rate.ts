/** Rates as people write them. */

const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 }

/**
 * Returns bytes per second of a rate such as `20MiB`, `1.5 G/s` or `500000`; K, M, G, T count in 1024s, with or
 * without `iB`. The settings have checked the form.
 */
export function bytesPerSecond(rate: string): number {
  const match = /^(\d+(?:\.\d+)?) ?([kmgt]?)/i.exec(rate)
  const unit = match?.[2]?.toLowerCase() ?? ''
  return Number(match?.[1] ?? 0) * 1024 ** (powers[unit] ?? 0)
}
