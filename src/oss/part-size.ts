/** Cuts a file into the parts of a multipart upload. The same file gives the same parts, so that a run can resume. */
import { limits } from './wire.ts'

const mebibyte = 1024 * 1024

/** Smaller parts cost more requests than they save in repeated bytes. */
export const smallestPartBytes = 16 * mebibyte

/** The largest object: 10,000 parts of 5 GiB, which OSS rounds to 48.8 TB. */
export const largestObjectBytes = limits.maxParts * limits.maxPartBytes

/**
 * Returns the part size for a file: a multiple of 1 MiB, at least 16 MiB, and as large as 10,000 parts need.
 *
 * @param sizeBytes  1 to 10,000 x 5 GiB
 * @param wantedBytes  what a person asked for; raised where it is too small, lowered to 5 GiB
 */
export function choosePartBytes(sizeBytes: number, wantedBytes = smallestPartBytes): number {
  const needed = Math.ceil(sizeBytes / limits.maxParts)
  const wanted = Math.min(Math.max(wantedBytes, smallestPartBytes, needed), limits.maxPartBytes)
  return Math.ceil(wanted / mebibyte) * mebibyte
}

export interface PlannedPart {
  /** 1 to 10,000. */
  readonly partNumber: number
  readonly offset: number
  /** All parts but the last have the same length. */
  readonly sizeBytes: number
}

/** Returns the parts in order; they touch without a gap. A file that fits one part is one part all the same. */
export function planParts(sizeBytes: number, partBytes: number): PlannedPart[] {
  return Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) => {
    const offset = index * partBytes
    return {
      partNumber: index + 1,
      offset,
      sizeBytes: Math.min(partBytes, sizeBytes - offset),
    }
  })
}
