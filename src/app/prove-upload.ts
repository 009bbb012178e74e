/**
 * Proves a backup sound while it is uploaded: what is sent is looked at on its way, the rest is read again before the
 * upload is completed. Nobody should wait hours for a restore to learn that the file was damaged.
 */
import {
  type BackupVerdict,
  inspectBackup,
  openVerification,
  type Verification,
} from '../bak/index.ts'
import {
  type ByteSource,
  crc64,
  noPieceCheck,
  type PieceCheck,
  type UploadCheck,
  type UploadVerdict,
} from '../core/index.ts'
import { chunkDecoderPool, nodeCodecs, openFile } from '../files/index.ts'

export interface ProofOptions {
  readonly signal: AbortSignal
}

/**
 * Opens the proof that the file at `path` is a sound backup. What is read again costs no memory to speak of; a
 * compressed backup is read from its first byte to its last beside the upload, because its chunks can only be found
 * in their order.
 *
 * A single stripe of a striped backup is judged by itself: that others are missing does not speak against it.
 *
 * @param name  how the file is named in texts
 * @throws BAK_NOT_A_BACKUP, BAK_ENCRYPTED, BAK_TRUNCATED and what else the headers show; FILES_NOT_FOUND and what
 *   else opening and reading throw
 */
export async function openUploadProof(
  path: string,
  name: string,
  options: ProofOptions,
): Promise<UploadCheck & AsyncDisposable> {
  const file = await openFile(path, name)
  try {
    return await UploadProof.open(file, options)
  } catch (error) {
    await file.close()
    throw error
  }
}

class UploadProof implements UploadCheck, AsyncDisposable {
  readonly #file: SummedSource
  readonly #verification: Verification
  readonly #inOrder: boolean
  readonly #stop: AbortController
  readonly #resources: AsyncDisposableStack
  readonly #accepted = new Map<number, number>()
  #whole: Promise<BackupVerdict> | undefined

  private constructor(
    file: SummedSource,
    verification: Verification,
    inOrder: boolean,
    stop: AbortController,
    resources: AsyncDisposableStack,
  ) {
    this.#file = file
    this.#verification = verification
    this.#inOrder = inOrder
    this.#stop = stop
    this.#resources = resources
  }

  static async open(opened: ByteSource, options: ProofOptions): Promise<UploadProof> {
    const { signal } = options
    const file = summedSource(opened)
    const inspection = await inspectBackup(file, { signal, codecs: nodeCodecs })
    // What is known from its headers is said before a byte is sent.
    if (inspection.problem) throw inspection.problem
    const inOrder = inspection.kind === 'mtf' && inspection.compression !== undefined
    const resources = new AsyncDisposableStack()
    resources.defer(() => file.close())
    const decoder = inOrder ? chunkDecoderPool() : undefined
    resources.defer(async () => decoder?.close())
    const stop = new AbortController()
    const verification = await openVerification(file, {
      signal: AbortSignal.any([signal, stop.signal]),
      codecs: nodeCodecs,
      ...(decoder && { decoder }),
    })
    return new UploadProof(file, verification, inOrder, stop, resources)
  }

  piece(offset: number, length: number): PieceCheck {
    if (this.#inOrder) {
      this.#readBeside()
      return noPieceCheck
    }
    const piece = this.#verification.piece(0, offset, length)
    return {
      see: (bytes) => piece.see(bytes),
      accept: () => {
        piece.accept()
        this.#accepted.set(offset, length)
      },
    }
  }

  unseenBytes(): number {
    let seen = 0
    for (const length of this.#accepted.values()) seen += length
    return this.#file.sizeBytes - seen
  }

  async finish(): Promise<UploadVerdict> {
    const verdict = await (this.#whole ?? this.#verification.finish())
    refuseUnsound(verdict)
    return {
      doubt: verdict.verdict === 'doubtful' ? verdict.problem : undefined,
      readsDiffer: verdict.findings.some(({ code }) => code === 'BAK_READS_DIFFER'),
      crc64: this.#inOrder ? this.#file.crc64() : undefined,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#whole?.catch(() => {})
    await this.#resources.disposeAsync()
  }

  #readBeside(): void {
    if (this.#whole) return
    this.#whole = this.#verification.finish()
    // Until `finish` awaits it nobody looks at its failure.
    this.#whole.catch(() => {})
  }
}

/** A source that sums what is read of it from the first byte to the last, wherever else is read besides. */
interface SummedSource extends ByteSource {
  /** Of all bytes; undefined before the last of them was read. */
  crc64(): bigint | undefined
}

function summedSource(source: ByteSource): SummedSource {
  let sum = 0n
  let end = 0
  const take = (offset: number, bytes: Uint8Array) => {
    if (offset > end || offset + bytes.byteLength <= end) return
    sum = crc64(bytes.subarray(end - offset), sum)
    end = offset + bytes.byteLength
  }
  const { readInto } = source
  return {
    ...source,
    crc64: () => (end === source.sizeBytes ? sum : undefined),
    async read(offset, length, signal) {
      const bytes = await source.read(offset, length, signal)
      take(offset, bytes)
      return bytes
    },
    ...(readInto && {
      async readInto(offset, target, signal) {
        const count = await readInto(offset, target, signal)
        take(offset, target.subarray(0, count))
        return count
      },
    }),
  }
}

/** @throws the problem that decides; a stripe by itself is no incomplete backup */
function refuseUnsound({ verdict, problem, findings }: BackupVerdict): void {
  if (verdict === 'sound' || verdict === 'doubtful') return
  const isLoneStripe = findings
    .filter(({ weight }) => weight !== 'doubt')
    .every(({ code }) => code === 'BAK_STRIPES_MISSING')
  if (verdict === 'incomplete' && isLoneStripe) return
  throw problem ?? new Error(`verdict ${verdict} without a problem`)
}
