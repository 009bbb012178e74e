/** Opens a compressed backup together with what it says about itself, the quick way where that proves right. */
import type { ByteSource } from '../../core/index.ts'
import { inspectMtf } from '../header/inspect-mtf.ts'
import type { MtfInspection, NotABackup } from '../inspection.ts'
import { windowReader } from '../mtf/window-reader.ts'
import { type BackupImage, type ImageOptions, openImage } from './image.ts'

/** An image with the blocks in it. */
export interface InspectedImage {
  readonly image: BackupImage
  /** Of the image: name, size and problem are its own, not the compressed file's. */
  readonly inspection: MtfInspection | NotABackup
}

/**
 * Returns the image and its inspection. What seems wrong may be the index at the file's end: then all chunks are
 * walked, which have the last word.
 *
 * @throws what openImage throws
 */
export async function openSoundImage(
  source: ByteSource,
  options: Omit<ImageOptions, 'walkAll'>,
): Promise<InspectedImage> {
  const quick = await inspectImage(source, options)
  const { image, inspection } = quick
  const isSound =
    inspection.kind === 'mtf' &&
    inspection.problem === undefined &&
    inspection.warnings.length === 0
  if (isSound || image.isWalked) return quick
  return await inspectImage(source, { ...options, walkAll: true })
}

async function inspectImage(source: ByteSource, options: ImageOptions): Promise<InspectedImage> {
  const { signal } = options
  const image = await openImage(source, options)
  const physicalOffset = (offset: number) => image.containerOffsetOf(offset, signal)
  const inspection = await inspectMtf(image, windowReader(image, signal, 0), physicalOffset)
  return { image, inspection }
}
