/**
 * Makes the checksums of changed bytes right again, so that a change gets past them to what they protect. Written
 * without the reader's code, from the same facts.
 */

const pageBytes = 8192

/** Sets right the checksums of block and stream headers of an MTF image, as far as its chain can be followed. */
export function repairMtf(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  let at = 0
  for (let blocks = 0; blocks < 10_000 && at + 52 <= bytes.byteLength; blocks++) {
    fixWords(view, at, 25)
    const type = name(at)
    const headerBytes = view.getUint16(at + 8, true)
    if (headerBytes < 52) return
    if (type === 'PH6S' && at + 64 <= bytes.byteLength) {
      at += view.getUint32(at + 60, true) + view.getUint32(at + 56, true)
      continue
    }
    at += headerBytes
    if (type === 'SFMB') continue
    for (let stream = ''; stream !== 'SPAD'; ) {
      if (at + 22 > bytes.byteLength) return
      fixWords(view, at, 10)
      stream = name(at)
      const length = Number(view.getBigUint64(at + 8, true))
      if (at + 22 + length > bytes.byteLength) return
      at = Math.ceil((at + 22 + length) / 4) * 4
    }
  }
}

function fixWords(view: DataView, at: number, words: number): void {
  let xor = 0
  for (let word = 0; word < words; word++) xor ^= view.getUint16(at + word * 2, true)
  view.setUint16(at + words * 2, xor, true)
}

/** Sets right the checksum of each page of the range that says it has one. */
export function repairPages(bytes: Uint8Array, begin: number, end: number): void {
  for (let at = begin; at + pageBytes <= end; at += pageBytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, pageBytes)
    if (view.getUint16(4, true) & 0x200) view.setUint32(60, pageChecksum(view), true)
  }
}

function pageChecksum(view: DataView): number {
  let checksum = 0
  for (let sector = 0; sector < 16; sector++) {
    let xor = 0
    for (let word = sector * 128; word < sector * 128 + 128; word++)
      if (word !== 15) xor ^= view.getUint32(word * 4, true)
    const left = 15 - sector
    checksum ^= (xor << left) | (left === 0 ? 0 : xor >>> (32 - left))
  }
  return checksum >>> 0
}

const containerHeaderBytes = 480
const chunkHeaderBytes = 28

/** Sets right the checksum of each compressed chunk of a container, as far as the chunks can be followed. */
export function repairChunks(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = containerHeaderBytes; at + chunkHeaderBytes <= bytes.byteLength; ) {
    if (bytes[at] !== 0x21) return
    const payloadBytes = view.getUint16(at + 2, true)
    const end = at + chunkHeaderBytes + payloadBytes
    if (end > bytes.byteLength) return
    view.setUint32(at + 24, chunkChecksum(bytes.subarray(at + chunkHeaderBytes, end)), true)
    at = end
  }
}

function chunkChecksum(payload: Uint8Array): number {
  let checksum = 0
  for (let at = 0; at < payload.byteLength; at += 4) {
    let word = 0
    for (let index = 0; index < 4; index++) word |= (payload[at + index] ?? 0) << (index * 8)
    checksum = ((checksum << 1) | (checksum >>> 31)) ^ word
  }
  return checksum >>> 0
}
