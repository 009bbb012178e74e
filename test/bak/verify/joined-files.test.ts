/** Files that were joined, padded or forged: what is named, and that no number says more than was looked at. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { openImage } from '../../../src/bak/container/image.ts'
import { type BackupVerdict, decodeChunks, verifyBackup } from '../../../src/bak/index.ts'
import { memorySource } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { soundBackup } from '../../sound-backup.ts'
import { backupBytes } from '../golden.ts'
import { placesOf } from '../mtf-places.ts'

const plain = '2005-compat80-northwind__Northwind.bak'
const summed = '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak'
const compressed = '2016-compressed__TSQL2012.bak'
const options = needsShared('bak')

const verify = (...files: readonly Uint8Array[]) =>
  verifyBackup(files.map((bytes, index) => memorySource(bytes, `file${index}.bak`)))

const codesOf = (said: BackupVerdict) => [...new Set(said.findings.map(({ code }) => code))]
const unproved = (said: BackupVerdict, code: string, field: string) =>
  said.unproved.find((each) => each.code === code)?.details[field]

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

function pagesOf(bytes: Uint8Array): { readonly begin: number; readonly end: number } {
  const stream = placesOf(bytes).find(
    ({ name, begin, end }) => name === 'MQDA stream' && end - begin > 512,
  )
  assert.ok(stream)
  return { begin: stream.begin + 2, end: stream.end }
}

test(
  'sets of another file behind those of a sound one make it doubtful, but damage no page',
  options,
  async () => {
    const [one, other] = [backupBytes(summed), backupBytes(plain)]
    const sets = other.subarray(Buffer.from(other).indexOf('SSET'))
    const said = await verify(joined(one, sets))
    assert.equal(said.verdict, 'doubtful')
    assert.deepEqual(codesOf(said), ['BAK_CONTRADICTION'])
  },
)

test('a file behind another one is named by the place where it begins', options, async () => {
  const bytes = backupBytes(plain)
  const said = await verify(joined(bytes, bytes))
  assert.equal(said.verdict, 'damaged')
  assert.equal(said.problem?.code, 'BAK_BLOCK_MISPLACED')
  assert.match(
    said.problem?.message ?? '',
    /block TAPE lies at byte 3503616 of file0\.bak, .*byte 0/,
  )
})

test(
  'a page that stands in the place of another does not say what the other one is',
  options,
  async () => {
    const bytes = backupBytes(plain)
    const { begin } = pagesOf(bytes)
    const boot = begin + 9 * 8192
    bytes.copyWithin(boot - 8192, boot, boot + 8192)
    const said = await verify(bytes)
    assert.equal(said.problem?.code, 'BAK_PAGE_MISPLACED')
    assert.deepEqual(said.firstDamagedPage?.page, {
      ...{ fileId: 1, pageId: 8, pageType: 0, headerObjectId: 0, headerIndexId: 0 },
    })
  },
)

test('progress ends at the whole size, and only once, whatever was found', options, async () => {
  const bytes = backupBytes(plain)
  const { begin } = pagesOf(bytes)
  const files = {
    sound: bytes,
    cut: bytes.subarray(0, 900_000),
    broken: joined(bytes.subarray(0, begin + 9000), bytes.subarray(begin + 13_096)),
    compressed: backupBytes(compressed),
    'cut and compressed': backupBytes(compressed).subarray(0, 500_000),
  }
  for (const [name, file] of Object.entries(files)) {
    const told: number[] = []
    await verifyBackup(memorySource(file, name), {
      onProgress: ({ bytesDone }) => told.push(bytesDone),
    })
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
      name,
    )
    assert.equal(told.filter((done) => done === file.byteLength).length, 1, name)
  }
})

test(
  'what no checksum covers is the same number beside damage as without it',
  options,
  async () => {
    const bytes = backupBytes(summed)
    const { begin, end } = pagesOf(bytes)
    const bare = unproved(await verify(bytes), 'BAK_UNPROVED_BYTES', 'bytes')
    bytes.fill(0, begin + 300_000, begin + 400_000)
    const said = await verify(bytes)
    assert.equal(said.verdict, 'damaged')
    assert.equal(unproved(said, 'BAK_UNPROVED_BYTES', 'bytes'), bare)
    assert.ok(said.proved.bytesCovered > (end - begin) / 2)
    assert.ok(said.proved.bytesCovered < bytes.byteLength - 100_000)
  },
)

test(
  'bytes of a file that cannot be read are not counted as headers and names',
  options,
  async () => {
    const stripe = backupBytes('2008r2-striped-s1__RestoreTimeStripe.bak')
    const alone = unproved(await verify(stripe), 'BAK_UNPROVED_BYTES', 'bytes')
    const said = await verify(stripe, backupBytes('notbackup-tsql__selinto3.bak'))
    assert.equal(said.verdict, 'not-verifiable')
    assert.equal(unproved(said, 'BAK_UNPROVED_BYTES', 'bytes'), alone)
    const chunks = backupBytes(compressed)
    const before = Number(unproved(await verify(chunks), 'BAK_UNPROVED_BYTES', 'bytes'))
    chunks[400_000] = 1 + (chunks[400_000] ?? 0)
    const after = Number(unproved(await verify(chunks), 'BAK_UNPROVED_BYTES', 'bytes'))
    assert.ok(before - after < 64 && after <= before, `${before} ${after}`)
  },
)

test(
  'exchanged chunks are named by their place in the image, as the name of the file says',
  options,
  async () => {
    const bytes = backupBytes(compressed)
    const [first, second] = neighbours(bytes)
    const swapped = joined(
      bytes.subarray(0, first.begin),
      bytes.subarray(second.begin, second.end),
      bytes.subarray(first.begin, first.end),
      bytes.subarray(second.end),
    )
    const said = await verify(swapped)
    assert.equal(said.verdict, 'damaged')
    assert.deepEqual(codesOf(said), ['BAK_PAGE_MISPLACED'])
    assert.match(said.problem?.message ?? '', /of file0\.bak \(decompressed\)/)
    assert.equal(said.firstDamagedPage?.imageOffset, said.problem?.details['offset'])
    assert.equal(said.firstDamagedPage?.offset, first.begin)
  },
)

/** Returns two chunks of 64 KiB that follow each other in the middle of the pages. */
function neighbours(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const chunks: { readonly begin: number; readonly end: number }[] = []
  for (let at = 480; view.getUint8(at) === 0x21 || chunks.length < 20; ) {
    if (view.getUint8(at) !== 0x21) {
      const raw = at + 24 + view.getUint16(at + 2, true)
      at = raw + view.getUint16(raw + 8, true)
      continue
    }
    const end = at + 28 + view.getUint16(at + 2, true)
    if (view.getUint8(at + 1) === 0x80) chunks.push({ begin: at, end })
    at = end
  }
  const [first, second] = chunks.slice(10, 12)
  assert.ok(first && second && first.end === second.begin)
  return [first, second] as const
}

test(
  'a chunk that is damaged is the problem, not the pages that cannot be placed for it',
  options,
  async () => {
    const bytes = backupBytes('2022-compressed__db.bak')
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    let at = 480
    for (let chunks = 0; chunks < 14; chunks++)
      if (view.getUint8(at) === 0x21) at += 28 + view.getUint16(at + 2, true)
      else {
        const raw = at + 24 + view.getUint16(at + 2, true)
        at = raw + view.getUint16(raw + 8, true)
      }
    bytes[at] = 0x25
    const said = await verify(bytes)
    assert.equal(said.verdict, 'damaged')
    assert.ok(codesOf(said).includes('BAK_EXTENTS_MISPLACED'))
    assert.equal(said.problem?.code, 'BAK_CHUNK_UNKNOWN')
    const page = said.firstDamagedPage?.page
    assert.ok(page === undefined || page.fileId === 1)
  },
)

test('a checksum of a release that was never validated is no veto', options, async () => {
  const bytes = backupBytes(summed)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (const { name, begin } of placesOf(bytes))
    if (name === 'MQCI stream') view.setUint16(begin + 94, 1100, true)
  const sum = placesOf(bytes).find(({ name }) => name === 'CSUM stream')
  assert.ok(sum)
  bytes[sum.begin] = 1 + (bytes[sum.begin] ?? 0)
  const said = await verify(bytes)
  assert.ok(codesOf(said).includes('BAK_DATA_DAMAGED'))
  assert.equal(said.verdict, 'doubtful')
})

test('chunks of ZSTD, which no real file has shown, are no veto', options, async () => {
  const bytes = backupBytes(compressed)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(12, 131, true)
  const zstd = (payload: Uint8Array) => new Uint8Array(zstdDecompressSync(payload))
  const other = await verifyBackup(memorySource(bytes, 'other.bak'), { codecs: { zstd } })
  assert.equal(other.verdict, 'not-verifiable')
  assert.equal(other.problem?.code, 'BAK_ALGORITHM_NOT_SUPPORTED')
  const written = soundBackup(1, 2 ** 21, {
    compression: { zstd: (chunk) => zstdCompressSync(chunk) },
  })
  const options = { codecs: { zstd } }
  const sound = await verifyBackup(memorySource(written, 'zstd.bak'), options)
  assert.equal(sound.verdict, 'sound')
  assert.ok(sound.unproved.some(({ code }) => code === 'BAK_UNPROVED_ALGORITHM'))
  const begin = written.findIndex(
    (byte, at) => at > 1500 && byte === 0x21 && written[at + 1] === 0x80,
  )
  written[begin + 40] = 1 + (written[begin + 40] ?? 0)
  const damaged = await verifyBackup(memorySource(written, 'zstd.bak'), options)
  assert.equal(damaged.problem?.code, 'BAK_CHUNK_DAMAGED')
  assert.equal(damaged.verdict, 'doubtful')
})

test(
  'an image to which all chunks were told finds a byte in the middle without walking to it',
  options,
  async () => {
    const source = memorySource(backupBytes('2022-compressed__db.bak'), 'db.bak')
    const headersFor = async (isTold: boolean) => {
      const image = await openImage(source)
      assert.equal(image.isWalked, false)
      for await (const { imageOffset, containerOffset } of decodeChunks(source))
        if (isTold) image.learn(imageOffset, containerOffset)
      const before = image.cost.headersRead
      const offset = await image.containerOffsetOf(9_000_000)
      return { offset, headers: image.cost.headersRead - before }
    }
    const [walked, told] = [await headersFor(false), await headersFor(true)]
    assert.equal(told.offset, walked.offset)
    assert.ok(walked.headers > 100 && told.headers <= 16, `${walked.headers} ${told.headers}`)
  },
)

test('no file at all is no sound backup', async () => {
  await assert.rejects(verifyBackup([]), RangeError)
})
