/**
 * Which bytes of a backup file a checksum covers, from the facts of the format alone: a walk, a page rule and sums of
 * its own, written without the code that verifies, so that the proof of damage does not trust what it proves.
 */

export interface Coverage {
  /** One entry for each byte: 1 where a checksum covers it. */
  readonly isCovered: Uint8Array
  /** One entry for each byte: 1 for pages and log (of a compressed file for all that is in chunks). */
  readonly isData: Uint8Array
  /** Sizes at which a whole backup set ends: a file cut there is whole. */
  readonly ends: ReadonlySet<number>
}

export function coverageOf(bytes: Uint8Array): Coverage {
  const isCovered = new Uint8Array(bytes.byteLength)
  const isData = new Uint8Array(bytes.byteLength)
  const ends = new Set<number>()
  const marks = { isCovered, isData, ends }
  if (text(bytes, 0, 8) === 'MSSQLBAK') markChunks(bytes, marks)
  else markTape(bytes, marks)
  return marks
}

interface Marks {
  readonly isCovered: Uint8Array
  readonly isData: Uint8Array
  readonly ends: Set<number>
}

const text = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length))

function markTape(bytes: Uint8Array, { isCovered, isData, ends }: Marks): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const regions: { from: number; to: number; isSummed: boolean }[] = []
  let endBlocks = 0
  for (let at = 0; at < bytes.byteLength; ) {
    const type = text(bytes, at, 4)
    isCovered.fill(1, at, at + 52)
    const first = at + view.getUint16(at + 8, true)
    if (type === 'SSET') endBlocks = 0
    if (type === 'ESET') endBlocks++
    if (type === 'SFMB') {
      at = first
      if (endBlocks === 2) ends.add(at)
      continue
    }
    if (type === 'PH6S') {
      at += view.getUint32(at + 60, true) + view.getUint32(at + 56, true)
      continue
    }
    let last: { from: number; to: number; isSummed: boolean } | undefined
    for (let stream = first, name = ''; name !== 'SPAD'; ) {
      name = text(bytes, stream, 4)
      const length = Number(view.getBigUint64(stream + 8, true))
      const body = stream + 22
      isCovered.fill(1, stream, body)
      if ((name === 'MQDA' || name === 'MQTL') && length > 2) {
        last = { from: body + 2, to: body + length, isSummed: false }
        isData.fill(1, last.from, last.to)
        if (name === 'MQDA') regions.push(last)
      }
      if (name === 'CSUM' && last) {
        last.isSummed = true
        isCovered.fill(1, last.from, last.to)
        isCovered.fill(1, body, body + 4)
      }
      stream = (body + length + 3) & ~3
      at = stream
    }
  }
  for (const region of regions)
    if (!region.isSummed) markPages(bytes, view, region.from, region.to, isCovered)
}

/** Pages in use that carry a checksum: in use as the PFS page of the same region says. */
function markPages(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  to: number,
  isCovered: Uint8Array,
): void {
  const count = (to - from) / 8192
  const placeAt = (page: number) => {
    const at = from + page * 8192
    return { id: view.getUint32(at + 32, true), file: view.getUint16(at + 36, true) }
  }
  // An extent is what most of its eight headers say.
  const extents: string[] = []
  const holders = new Map<string, number>()
  for (let first = 0; first < count; first += 8) {
    const votes = new Map<string, number>()
    for (let page = first; page < Math.min(first + 8, count); page++) {
      const { id, file } = placeAt(page)
      if (file > 0 && id % 8 === page - first && bytes[from + page * 8192] === 1)
        votes.set(`${file}:${id - (id % 8)}`, (votes.get(`${file}:${id - (id % 8)}`) ?? 0) + 1)
    }
    const [best = ''] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? []
    const isClear = (votes.get(best) ?? 0) > 4
    extents.push(isClear ? best : '')
    if (isClear) holders.set(best, (holders.get(best) ?? 0) + 1)
  }
  const pfs = new Map<string, number>()
  for (let page = 0; page < count; page++) {
    const at = from + page * 8192
    const { id, file } = placeAt(page)
    const isPlace = id === 1 || (id > 0 && id % 8088 === 0)
    if (
      bytes[at + 1] === 11 &&
      isPlace &&
      extents[Math.floor(page / 8)] === `${file}:${id - (id % 8)}`
    )
      pfs.set(`${file}:${id}`, at)
  }
  for (let page = 0; page < count; page++) {
    const at = from + page * 8192
    const { id, file } = placeAt(page)
    const extent = `${file}:${id - (id % 8)}`
    const hasChecksum = (view.getUint16(at + 4, true) & 0x200) !== 0
    if (!hasChecksum || extents[Math.floor(page / 8)] !== extent || holders.get(extent) !== 1)
      continue
    const map = pfs.get(`${file}:${id < 8088 ? 1 : id - (id % 8088)}`)
    if (map === undefined || ((bytes[map + 100 + (id % 8088)] ?? 0) & 0x40) === 0) continue
    if (checksumOfPage(view, at) === view.getUint32(at + 60, true)) isCovered.fill(1, at, at + 8192)
  }
}

const rotate = (value: number, by: number) =>
  by % 32 === 0 ? value >>> 0 : ((value << (by % 32)) | (value >>> (32 - (by % 32)))) >>> 0

function checksumOfPage(view: DataView, at: number): number {
  let sum = 0
  for (let sector = 0; sector < 16; sector++) {
    let xor = 0
    for (let word = 0; word < 128; word++) {
      const place = sector * 512 + word * 4
      if (place !== 60) xor ^= view.getUint32(at + place, true)
    }
    sum ^= rotate(xor >>> 0, 15 - sector)
  }
  return sum >>> 0
}

/** The compressed container: payloads with their sums, indexes with theirs, filemarks as blocks. */
function markChunks(bytes: Uint8Array, { isCovered, isData, ends }: Marks): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let endMarks = 0
  for (let at = 480; at < bytes.byteLength; ) {
    const type = bytes[at]
    if (type === 0x21) {
      const end = at + 28 + view.getUint16(at + 2, true)
      isCovered.fill(1, at + 24, end)
      isData.fill(1, at + 28, end)
      at = end
      continue
    }
    const gap = type === 0x2c ? view.getUint32(at + 32, true) : view.getUint16(at + 2, true)
    if (type === 0x2c) isCovered.fill(1, at + 36, at + 40 + view.getUint32(at + 28, true) * 16)
    const mark = at + 24 + gap
    isCovered.fill(1, mark, mark + 52)
    at = mark + view.getUint16(mark + 8, true)
    // After TAPE one filemark, then two for each backup set.
    endMarks++
    if (endMarks >= 3 && endMarks % 2 === 1) ends.add(at)
  }
}
