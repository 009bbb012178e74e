/** Worker threads give what the thread that reads would give, and leave nothing running. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ChunkPiece, decodeChunks } from '../../src/bak/index.ts'
import { memorySource } from '../../src/core/index.ts'
import { chunkDecoderPool } from '../../src/files/index.ts'
import { backupBytes } from '../bak/golden.ts'
import { needsShared } from '../shared-files.ts'

const file = '2014-compressed-2sets__SharePoint_Config.bak'

/** What each piece says, with a sum over its bytes. */
async function summary(bytes: Uint8Array, workers: number, isEager = false) {
  const pool = workers > 0 ? chunkDecoderPool({ workers, isEager }) : undefined
  const said: string[] = []
  try {
    const options = pool ? { decoder: pool } : {}
    for await (const piece of decodeChunks(memorySource(bytes, file), options))
      said.push(`${piece.kind} ${piece.imageOffset} ${piece.containerOffset} ${contentOf(piece)}`)
  } finally {
    await pool?.close()
  }
  return said
}

function contentOf(piece: ChunkPiece): string {
  if (piece.kind !== 'bytes') return piece.problem.message
  let sum = piece.bytes.length
  for (const byte of piece.bytes) sum = (Math.imul(sum, 31) + byte) | 0
  return String(sum)
}

test(
  'a pool of any size gives the pieces in order, damaged chunks among them',
  needsShared('bak'),
  async () => {
    const bytes = backupBytes(file)
    // Long enough for the workers to get their share; damage in the first, a middle and a late part.
    for (const at of [200_000, 1_500_000, 3_000_000]) bytes[at]! ^= 1
    const expected = await summary(bytes, 0)
    assert.equal(expected.filter((line) => line.startsWith('damaged')).length, 3)
    for (const workers of [1, 2, 3]) assert.deepEqual(await summary(bytes, workers, true), expected)
    assert.deepEqual(await summary(bytes, 2), expected)
  },
)

test('a pool works on when its reader stops in the middle', needsShared('bak'), async () => {
  const pool = chunkDecoderPool({ workers: 2, isEager: true })
  const source = memorySource(backupBytes(file), file)
  for (let round = 0; round < 3; round++)
    for await (const piece of decodeChunks(source, { decoder: pool }))
      if (piece.imageOffset > 9_000_000) break
  let bytes = 0
  for await (const piece of decodeChunks(source, { decoder: pool })) {
    assert.equal(piece.kind, 'bytes')
    if (piece.kind === 'bytes') bytes += piece.bytes.length
  }
  assert.equal(bytes, 29_570_560)
  await pool.close()
  await pool.close()
})
