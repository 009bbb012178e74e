/**
 * The checksums of pages and of streams, and torn-page bits, written from the facts alone: nothing here is shared
 * with the reader, so that each tests the other.
 */
import type { Fields } from './fields.ts'

export const pageBytes = 8192
export const pagesPerExtent = 8
export const extentBytes = pagesPerExtent * pageBytes

/** How pages are protected; PAGE_VERIFY of the database. */
export type PageVerify = 'CHECKSUM' | 'TORN_PAGE_DETECTION' | 'NONE'

const sectorWords = 128
/** The word of a page that holds its checksum or its torn bits. */
const protectionWord = 15
const protectionAt = 60
const flagsAt = 4
const flagBits = { torn: 0x100, checksum: 0x200 }

function rotateLeft(value: number, bits: number): number {
  const turn = bits & 31
  return turn === 0 ? value : (value << turn) | (value >>> (32 - turn))
}

/** Returns the XOR of the sector's 128 words. @param words  little-endian, as on every machine that runs Node */
function foldSector(words: Uint32Array, from: number): number {
  let a = 0
  let b = 0
  for (let at = from; at < from + sectorWords; at += 4) {
    a ^= (words[at] ?? 0) ^ (words[at + 1] ?? 0)
    b ^= (words[at + 2] ?? 0) ^ (words[at + 3] ?? 0)
  }
  return a ^ b
}

/** Folds sector after sector, turning what is there by one bit before each. */
function foldSectors(words: Uint32Array): number {
  let checksum = 0
  for (let sector = 0; sector < words.length; sector += sectorWords)
    checksum = rotateLeft(checksum, 1) ^ foldSector(words, sector)
  return checksum
}

/**
 * Returns the checksum that a CSUM stream holds.
 * @param bytes  whole sectors, at the begin of their buffer
 * @source bak-format facts 1.9 [measured]
 */
export function streamChecksum(bytes: Uint8Array): number {
  return foldSectors(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)) >>> 0
}

/**
 * Protects a finished page and returns its part in the CSUM of the extent it lies in.
 *
 * A page is 16 sectors, so its fold before protection, turned by nothing, is its own checksum; the stored word adds
 * itself, turned by the 15 sectors that follow it. An extent is 128 sectors, a multiple of 32 bits: extents add up
 * by XOR, whatever their order.
 *
 * @param pageInExtent  0 to 7
 * @source bak-format facts 1.9 and 3.1 [measured]
 */
export function protectPage(page: Fields, verify: PageVerify, pageInExtent: number): number {
  const turn = 16 * (pagesPerExtent - 1 - pageInExtent)
  if (verify === 'CHECKSUM') {
    page.u16(flagsAt, flagBits.checksum)
    page.u32(protectionAt, 0)
    const checksum = foldSectors(page.words)
    page.words[protectionWord] = checksum
    return rotateLeft(checksum ^ rotateLeft(checksum, 15), turn)
  }
  if (verify === 'TORN_PAGE_DETECTION') tearBits(page)
  return rotateLeft(foldSectors(page.words), turn)
}

/** Bits that every sector of a page ends with while it lies on disk. */
const tornPattern = 0b10

/**
 * Moves the low two bits of the last byte of sectors 1 to 15 to word 15 and puts the pattern in their place; the
 * word's own low two bits hold the pattern.
 * @source bak-format facts 3.1; the pattern's place in the word: pages of seven real files [measured]
 */
function tearBits(page: Fields): void {
  page.u16(flagsAt, flagBits.torn)
  let saved = tornPattern
  for (let sector = 1; sector < 16; sector++) {
    const at = 512 * sector + 511
    const byte = page.bytes[at] ?? 0
    saved |= (byte & 3) << (2 * sector)
    page.u8(at, (byte & 0xfc) | tornPattern)
  }
  page.u32(protectionAt, saved)
}
