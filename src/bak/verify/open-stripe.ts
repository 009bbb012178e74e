/**
 * Opens one file for verification: its headers and blocks to the last byte, and where its pages and its log lie. A
 * few small reads, whatever the size.
 */
import { type ByteSource, isMigrationError, MigrationError } from '../../core/index.ts'
import type { BackupCodecs } from '../container/codecs.ts'
import type { ChunkDecoder } from '../container/decode-batch.ts'
import type { BackupImage } from '../container/image.ts'
import { openSoundImage } from '../container/open-sound-image.ts'
import { isDamage } from '../damage.ts'
import { bakErrors } from '../errors.ts'
import { formatOf } from '../file-format.ts'
import { Findings } from '../findings.ts'
import { inspectMtf } from '../header/inspect-mtf.ts'
import type { BackupWarning, MtfInspection, NotABackup } from '../inspection.ts'
import { walkBlocks } from '../mtf/mtf-walk.ts'
import { windowReader } from '../mtf/window-reader.ts'
import { ByteRanges } from './byte-ranges.ts'
import { verifyError } from './errors.ts'
import type { VerifyFindings } from './findings-of-verify.ts'
import { type OpenStripe, openSet, type StripeSet } from './open-set.ts'
import { offsetOf, weightOf } from './weigh-error.ts'

export interface StripeOptions {
  readonly codecs?: BackupCodecs
  readonly decoder?: ChunkDecoder
  readonly signal?: AbortSignal
}

/** Codes that say that a file is no backup, or one that nothing can be said of. */
const refusals = [
  'BAK_NOT_A_BACKUP',
  'BAK_EMPTY',
  'BAK_NO_BACKUP_SET',
  'BAK_ENCRYPTED',
  'BAK_ALGORITHM_NOT_SUPPORTED',
  'BAK_CONTAINER_VERSION_NOT_SUPPORTED',
  'BAK_CODEC_MISSING',
]

/**
 * Returns the file ready to be looked at, or undefined where nothing can be: then the findings say why.
 *
 * @throws BAK_SIZE_UNSUPPORTED, BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, what the source throws, the signal's reason
 */
export async function openStripe(
  source: ByteSource,
  stripe: number,
  findings: VerifyFindings,
  options: StripeOptions,
): Promise<OpenStripe | undefined> {
  const { name: file } = source
  const add = (error: MigrationError) => {
    if (refusals.includes(error.code)) findings.refusal ??= error
    else findings.add({ error, weight: weightOf(error), file, stripe, offset: offsetOf(error) })
  }
  try {
    return await open(source, stripe, findings, options)
  } catch (error) {
    if (!isDamage(error) && !isMigrationError(error, ...refusals)) throw error
    add(error)
    return undefined
  }
}

async function open(
  source: ByteSource,
  stripe: number,
  findings: VerifyFindings,
  options: StripeOptions,
): Promise<OpenStripe> {
  const { signal } = options
  const { name: file } = source
  const format = await formatOf(source, windowReader(source, signal))
  if (typeof format !== 'string') throw format
  const compressed =
    format === 'container' ? (await openSoundImage(source, options)).image : undefined
  const image = compressed ?? source
  const inspection = await inspect()
  const isWhole = inspection.problem === undefined
  const counted = await countBlocks(image, signal)
  const sets: StripeSet[] = []
  const opened: OpenStripe = {
    ...{ stripe, source, image, compressed, inspection, sets, isWhole },
    ...counted,
    segments: [],
    seen: new ByteRanges(),
  }
  for (const set of inspection.sets) sets.push(await openSet(opened, set, findings, signal))
  const segments = sets
    .flatMap(({ regions, logs }) => [...regions.flatMap((region) => region.segments), ...logs])
    .filter(({ payloadLength }) => payloadLength > 0)
    .sort((a, b) => a.payloadOffset - b.payloadOffset)
  return Object.assign(opened, { segments })

  /** A header that is damaged is read a second time before it counts. */
  async function inspect(): Promise<MtfInspection> {
    const first = await inspectOnce()
    const { problem } = first
    if (problem === undefined) {
      await addWarnings(first.warnings)
      return first
    }
    const again = await inspectOnce()
    const at = await placeOf(offsetOf(problem))
    if (again.problem === undefined) {
      const error = verifyError('BAK_READS_DIFFER', { file, offset: at.offset, bytes: 1 })
      findings.add({ error, weight: 'doubt', file, stripe, ...at })
    } else {
      // No real file has shown chunks of ZSTD. @source bak-format facts 2.2 [guess]
      const isGuess = compressed?.algorithm === 'zstd' && problem.code.startsWith('BAK_CHUNK')
      const weight = isGuess ? 'doubt' : weightOf(problem)
      findings.add({ error: problem, weight, file, stripe, ...at })
    }
    await addWarnings(again.warnings)
    return again
  }

  async function inspectOnce(): Promise<MtfInspection> {
    const inspected = await inspectImage(image, compressed, signal)
    if (inspected.kind !== 'mtf') throw inspected.problem
    // Where the chain of chunks breaks off is the first cause.
    return { ...inspected, problem: compressed?.problem ?? inspected.problem }
  }

  async function addWarnings(warnings: readonly BackupWarning[]): Promise<void> {
    for (const warning of warnings) {
      const error = asError(warning)
      const weight = warning.code === 'BAK_SET_INCOMPLETE' ? 'incomplete' : 'doubt'
      findings.add({ error, weight, file, stripe, ...(await placeOf(warning.offset)) })
    }
  }

  async function placeOf(offset: number) {
    if (compressed === undefined) return { offset }
    const inside = Math.max(0, Math.min(offset, compressed.sizeBytes - 1))
    return { offset: await compressed.containerOffsetOf(inside, signal), imageOffset: offset }
  }
}

async function inspectImage(
  image: ByteSource,
  compressed: BackupImage | undefined,
  signal: AbortSignal | undefined,
): Promise<MtfInspection | NotABackup> {
  const physicalOffset =
    compressed && ((offset: number) => compressed.containerOffsetOf(offset, signal))
  return await inspectMtf(image, windowReader(image, signal), physicalOffset)
}

/** Counts the headers that are right; where the walk ends does not matter here. */
async function countBlocks(image: ByteSource, signal: AbortSignal | undefined) {
  let blocks = 0
  let streams = 0
  const visitor = {
    block: () => void blocks++,
    stream: () => void streams++,
    mayEnd: () => true,
  }
  try {
    await walkBlocks(windowReader(image, signal), visitor, new Findings(image.name))
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  return { blocks, streams }
}

function asError({ code, details }: BackupWarning): MigrationError {
  const entry = Object.entries(bakErrors).find(([known]) => known === code)?.[1]
  return new MigrationError(code, entry ?? bakErrors.BAK_CONTRADICTION, details)
}
