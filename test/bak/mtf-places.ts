/**
 * An independent, trusting walk over a sound MTF file in memory: where its headers and bodies lie. Written without
 * the reader's code, so that the tests of damage do not trust what they test.
 */

export interface MtfPlace {
  /** Such as `SSET header`. */
  readonly name: string
  readonly begin: number
  readonly end: number
  /** Whether a checksum of the format covers all of it. */
  readonly hasChecksum: boolean
  /** Blocks, stream headers and header records, as opposed to padding and page data. */
  readonly isMetadata: boolean
  /** Whether a file may end behind it. */
  readonly endsSet: boolean
}

export function placesOf(bytes: Uint8Array): MtfPlace[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  const places: MtfPlace[] = []
  const add = (label: string, begin: number, end: number, flags: Partial<MtfPlace> = {}) => {
    if (end > begin)
      places.push({
        name: label,
        begin,
        end,
        hasChecksum: false,
        isMetadata: false,
        endsSet: false,
        ...flags,
      })
  }
  let endBlocks = 0
  for (let at = 0; at < bytes.byteLength; ) {
    const type = name(at)
    const firstStream = at + view.getUint16(at + 8, true)
    add(`${type} header`, at, at + 52, { hasChecksum: true, isMetadata: true })
    if (type === 'SSET') endBlocks = 0
    if (type === 'ESET') endBlocks++
    if (type === 'SFMB') {
      add('SFMB body', at + 52, firstStream, { endsSet: endBlocks === 2 })
      at = firstStream
      continue
    }
    add(`${type} body`, at + 52, firstStream, { isMetadata: true })
    if (type === 'PH6S') {
      const end = at + view.getUint32(at + 60, true) + view.getUint32(at + 56, true)
      add('PH6S payload', firstStream, end)
      at = end
      continue
    }
    at = firstStream
    for (let stream = ''; stream !== 'SPAD'; ) {
      stream = name(at)
      const length = Number(view.getBigUint64(at + 8, true))
      add(`${stream} stream header`, at, at + 22, { hasChecksum: true, isMetadata: true })
      const end = (at + 22 + length + 3) & ~3
      const isMetadata = stream === 'MQCI' || stream === 'RAID'
      add(`${stream} stream`, at + 22, end, { isMetadata })
      at = end
    }
  }
  return places
}
