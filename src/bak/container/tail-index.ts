/**
 * The index that stands before the last filemark but one of a compressed file: with it the blocks behind the data
 * are found without a walk over all chunks.
 *
 * Nothing is believed that is not proved: the entries by their checksum, the last of them by a walk that has to meet
 * the index and then the file's last byte, the number of the backup set by the block at its end. Whoever reads the
 * image then proves each entry by the checksum of the chunk and of the stream's header that it leads to.
 *
 * @source the files of the real corpus: 6 of 6 indexes and 14 of 14 entries; an entry names where the header of the
 *   stream behind a stream of data begins: {bytes from the set's SSET block, offset in the file} [measured]
 */
import { ascii, u16, u64, viewOf, xorOfWords } from '../binary.ts'
import { isChunkDamage } from '../damage.ts'
import type { Place } from './checkpoints.ts'
import { type Chunk, indexEntryBytes, indexHeaderBytes, parseChunk } from './chunk.ts'
import { checkIndex } from './chunk-problem.ts'
import type { ContainerReader } from './container-reader.ts'
import type { OpenContainer } from './open-container.ts'

/** What stands behind the data of most backups, then of nearly all. */
const tailBytes = [16 * 1024, 2 * 1024 * 1024]
/** A longer way from the last entry to the end is not worth it. */
const mostSteps = 100_000
const endOfSetBytes = 80

export interface TailIndex {
  /** Ascending. */
  readonly places: readonly Place[]
  readonly imageBytes: number
}

/**
 * Returns the index of a file that holds one backup set; undefined where it has none that can be proved, and all
 * chunks have to be walked.
 *
 * @param setOffset  where the first SSET block stands in the image
 * @throws what the source throws
 */
export async function readTailIndex(
  container: OpenContainer,
  reader: ContainerReader,
  setOffset: number,
  decode: (chunk: Chunk) => Promise<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<TailIndex | undefined> {
  try {
    for (const bytes of tailBytes) {
      const found = await findIndex(container, reader, bytes, signal)
      if (found === undefined) continue
      const { chunk, places: entries } = found
      const places = entries.map((each) => ({ ...each, imageOffset: each.imageOffset + setOffset }))
      const last = places.at(-1)
      if (last === undefined || !isAscending(places)) return undefined
      const atIndex = await walkTo(reader, last, chunk.offset, signal)
      if (atIndex === undefined) return undefined
      const end = await walkTo(reader, atIndex, container.sizeBytes, signal)
      if (end === undefined) return undefined
      // The set is the first one, and so the only one.
      const block = viewOf(await decode(await reader.chunkAt(chunk.end, signal)))
      if (block.byteLength < endOfSetBytes || ascii(block, 0, 4) !== 'ESET') return undefined
      if (u16(block, 78) !== 1) return undefined
      return { places, imageBytes: end.imageOffset }
    }
  } catch (error) {
    // Damage is for the walk over all chunks to find and to name.
    if (!isChunkDamage(error)) throw error
  }
  return undefined
}

/** Looks for the last filemark but one and for an index whose filemark it is. */
async function findIndex(
  container: OpenContainer,
  reader: ContainerReader,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<{ chunk: Chunk; places: Place[] } | undefined> {
  const { sizeBytes, filemarkBytes, first, name } = container
  const from = Math.max(first.end, sizeBytes - bytes)
  const tail = await reader.bytes(from, sizeBytes, signal)
  const view = viewOf(tail)
  const isMark = (at: number) =>
    at >= 0 && ascii(view, at, 4) === 'SFMB' && xorOfWords(view, at, 26) === 0
  const last = sizeBytes - filemarkBytes - from
  if (!isMark(last)) return undefined
  let mark = last - filemarkBytes
  while (mark >= 0 && !isMark(mark)) mark -= filemarkBytes
  for (let at = mark - indexHeaderBytes; at >= 0; at--) {
    if (tail[at] !== 0x2c || u16(view, at + 24) !== 1 || u16(view, at + 26) !== 1) continue
    const chunk = chunkOrNone(view, at, from + at, container)
    if (chunk?.index === undefined || chunk.payloadAt !== from + mark) continue
    if (checkIndex(chunk, tail.subarray(at), name)) continue
    const places: Place[] = []
    for (let entry = 0; entry < chunk.index.entries; entry++) {
      const entryAt = at + indexHeaderBytes + entry * indexEntryBytes
      places.push({ imageOffset: u64(view, entryAt), containerOffset: u64(view, entryAt + 8) })
    }
    return { chunk, places }
  }
  return undefined
}

function chunkOrNone(view: DataView, at: number, offset: number, container: OpenContainer) {
  try {
    return parseChunk(view, at, offset, container)
  } catch {
    // Bytes that only look like an index: the search goes on.
    return undefined
  }
}

/** Walks from a chunk to the one that begins at `offset`, or the file's end; undefined where the way misses it. */
async function walkTo(
  reader: ContainerReader,
  from: Place,
  offset: number,
  signal: AbortSignal | undefined,
): Promise<Place | undefined> {
  let { imageOffset, containerOffset } = from
  for (let step = 0; containerOffset < offset && step < mostSteps; step++) {
    const chunk = await reader.chunkAt(containerOffset, signal)
    imageOffset += chunk.outputBytes
    containerOffset = chunk.end
  }
  return containerOffset === offset ? { imageOffset, containerOffset } : undefined
}

function isAscending(places: readonly Place[]): boolean {
  return places.every((place, at) => {
    const before = places[at - 1]
    return (
      before === undefined ||
      (place.imageOffset > before.imageOffset && place.containerOffset > before.containerOffset)
    )
  })
}
