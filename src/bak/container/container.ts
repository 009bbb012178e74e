/** A file in the compressed or encrypted container: what can be said about it. */
import { type ByteSource, isMigrationError, type MigrationError } from '../../core/index.ts'
import { bakError } from '../errors.ts'
import type { InspectOptions } from '../inspect.ts'
import type {
  BackupInspection,
  CompressedInspection,
  EncryptedInspection,
  MtfInspection,
  NotABackup,
} from '../inspection.ts'
import type { WindowReader } from '../mtf/window-reader.ts'
import { containerErrors } from './errors.ts'
import {
  type ContainerHeader,
  containerHeaderBytes,
  readContainerHeader,
} from './open-container.ts'
import { type InspectedImage, openSoundImage } from './open-sound-image.ts'

/**
 * Returns what the file says about itself. A compressed one is read through its image, and chunks that hold no header
 * are not decompressed. Damage of the container is the problem of the result.
 *
 * @throws what the source throws
 */
export async function inspectContainer(
  source: ByteSource,
  reader: WindowReader,
  options: InspectOptions,
): Promise<BackupInspection> {
  const { name, sizeBytes } = source
  if (sizeBytes < containerHeaderBytes) {
    const expected = containerHeaderBytes
    const what = 'MSSQLBAK'
    const problem = bakError('BAK_TRUNCATED', { file: name, sizeBytes, what, offset: 0, expected })
    return unopened(source, undefined, problem)
  }
  const header = await readContainerHeader(reader)
  const { certificateThumbprint } = header
  if (certificateThumbprint !== undefined) return encrypted(source, certificateThumbprint)
  try {
    return withContainer(await openSoundImage(source, options))
  } catch (error) {
    if (!isOfContainer(error)) throw error
    return unopened(source, header, error)
  }
}

/** The file's own size, how it is compressed, and where the chain of chunks breaks off: that is the first cause. */
function withContainer({ image, inspection }: InspectedImage): MtfInspection | NotABackup {
  const { sizeBytes, name } = image.file
  if (inspection.kind !== 'mtf') return { ...inspection, sizeBytes, name }
  const { algorithm, containerVersion, problem: ofContainer } = image
  const problem = ofContainer ?? inspection.problem
  const compression = { algorithm, containerVersion }
  const isTruncated = problem?.code === 'BAK_TRUNCATED'
  const walk = problem === undefined ? 'ok' : isTruncated ? 'truncated' : 'damaged'
  return { ...inspection, name, sizeBytes, compression, problem, walk }
}

function encrypted(source: ByteSource, thumbprint: string): EncryptedInspection {
  const { name, sizeBytes } = source
  const problem = bakError('BAK_ENCRYPTED', { file: name, thumbprint })
  return { kind: 'encrypted', name, sizeBytes, certificateThumbprint: thumbprint, problem }
}

function unopened(
  source: ByteSource,
  header: ContainerHeader | undefined,
  problem: MigrationError,
): CompressedInspection {
  const { name, sizeBytes } = source
  const algorithm = header?.algorithm ?? 'unknown'
  const containerVersion = header?.version ?? 0
  return { kind: 'compressed', name, sizeBytes, algorithm, containerVersion, problem }
}

/** Tells what is said about the file from a failed read of it. */
function isOfContainer(error: unknown): error is MigrationError {
  return isMigrationError(error, 'BAK_TRUNCATED', ...Object.keys(containerErrors))
}
