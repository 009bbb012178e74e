/**
 * Log sequence numbers: where in a database's log something happened.
 * Ordering them is what decides whether backups join into a chain.
 */

/**
 * A log sequence number in SQL Server's three parts.
 *
 * @source bak-format facts 1.8: u32 VLF, u32 block, u16 slot [measured, 36 chain links]
 */
export interface Lsn {
  /** Virtual log file number, 0 to 2^32 - 1. */
  readonly vlf: number
  /** Log block in that file, 0 to 2^32 - 1. */
  readonly block: number
  /** Record in that block, 0 to 65535. */
  readonly slot: number
}

export const zeroLsn: Lsn = { vlf: 0, block: 0, slot: 0 }

/** Returns `vlf:block:slot` in decimal, without padding. */
export function formatLsn(lsn: Lsn): string {
  return `${lsn.vlf}:${lsn.block}:${lsn.slot}`
}

/**
 * Returns the LSN written as `vlf:block:slot`, or undefined when the text is anything else
 * or a part is out of range.
 */
export function parseLsn(text: string): Lsn | undefined {
  const match = /^(\d{1,10}):(\d{1,10}):(\d{1,5})$/.exec(text)
  if (!match) return undefined
  const lsn = { vlf: Number(match[1]), block: Number(match[2]), slot: Number(match[3]) }
  return lsn.vlf > 0xffff_ffff || lsn.block > 0xffff_ffff || lsn.slot > 0xffff ? undefined : lsn
}

/**
 * Returns the number that SQL Server itself prints for an LSN (numeric(25,0)).
 *
 * @source `vlf * 10^15 + block * 10^5 + slot`, bak-format facts 1.8 [spec]
 */
export function lsnToDecimal(lsn: Lsn): bigint {
  return BigInt(lsn.vlf) * 10n ** 15n + BigInt(lsn.block) * 10n ** 5n + BigInt(lsn.slot)
}

/** Returns the LSN of the number that SQL Server prints, or undefined when its parts are out of range. */
export function lsnFromDecimal(decimal: bigint): Lsn | undefined {
  if (decimal < 0n) return undefined
  const vlf = decimal / 10n ** 15n
  const block = (decimal / 10n ** 5n) % 10n ** 10n
  const slot = decimal % 10n ** 5n
  if (vlf > 0xffff_ffffn || block > 0xffff_ffffn || slot > 0xffffn) return undefined
  return { vlf: Number(vlf), block: Number(block), slot: Number(slot) }
}

/** Returns a negative number, 0 or a positive number as `a` is before, at or after `b`. */
export function compareLsn(a: Lsn, b: Lsn): number {
  return a.vlf - b.vlf || a.block - b.block || a.slot - b.slot
}
