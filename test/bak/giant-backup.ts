/**
 * A real backup blown up: its first page data stream is made as long as asked, everything behind it moves and is
 * given the address of its place. The page data are zeros that exist nowhere.
 */
import type { ByteSource } from '../../src/core/index.ts'
import { placesOf } from './mtf-places.ts'

/** @param pageBytes  length of the new page data, a multiple of 1,024 */
export function giantBackup(real: Uint8Array, pageBytes: number): ByteSource {
  const places = placesOf(real)
  const data = places.findIndex((place) => place.name === 'MQDA stream')
  const header = places[data - 1]
  const body = places[data]
  if (header === undefined || body === undefined) throw new Error('no page data in this backup')
  const bytes = real.slice()
  const view = new DataView(bytes.buffer)
  const added = pageBytes
  view.setBigUint64(
    header.begin + 8,
    view.getBigUint64(header.begin + 8, true) + BigInt(added),
    true,
  )
  checksum(view, header.begin, 10, 20)
  for (const place of places) {
    const isMoved =
      place.begin >= body.end && place.name.endsWith(' header') && !place.name.includes('stream')
    if (!isMoved || !/^(MSDA|MSTL|MSLS|PH6S)/.test(place.name)) continue
    const address = view.getBigUint64(place.begin + 20, true)
    view.setBigUint64(place.begin + 20, address + BigInt(added / 1024), true)
    checksum(view, place.begin, 25, 50)
  }
  for (const place of places) {
    if (place.name !== 'MQCI stream') continue
    const size = place.begin + 96
    view.setBigUint64(size, view.getBigUint64(size, true) + BigInt(added), true)
  }
  const sizeBytes = bytes.byteLength + added
  return {
    sizeBytes,
    name: 'giant.bak',
    async read(offset, length) {
      const end = Math.min(sizeBytes, offset + length)
      const read = new Uint8Array(Math.max(0, end - offset))
      const before = bytes.subarray(Math.min(offset, body.end), Math.min(end, body.end))
      read.set(before)
      const from = Math.max(offset, body.end + added)
      if (from < end) read.set(bytes.subarray(from - added, end - added), from - offset)
      return read
    },
    close: async () => {},
  }
}

function checksum(view: DataView, at: number, words: number, place: number): void {
  let xor = 0
  for (let word = 0; word < words; word++) xor ^= view.getUint16(at + word * 2, true)
  view.setUint16(at + place, xor, true)
}
