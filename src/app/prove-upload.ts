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
  type Clock,
  noPieceCheck,
  type PieceCheck,
  type UploadCheck,
  type UploadCheckReport,
} from '../core/index.ts'
import { chunkDecoderPool, nodeCodecs, openFile } from '../files/index.ts'

export interface ProofOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** The first bytes of a compressed or encrypted backup. @source bak-format facts 2.1 [measured] */
const containerMagic = 'MSSQLBAK'

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
  readonly #file: ByteSource
  readonly #verification: Verification
  readonly #inOrder: boolean
  readonly #options: ProofOptions
  readonly #stop: AbortController
  readonly #resources: AsyncDisposableStack
  readonly #accepted = new Map<number, number>()
  #whole: Promise<BackupVerdict> | undefined

  private constructor(
    file: ByteSource,
    verification: Verification,
    inOrder: boolean,
    options: ProofOptions,
    stop: AbortController,
    resources: AsyncDisposableStack,
  ) {
    this.#file = file
    this.#verification = verification
    this.#inOrder = inOrder
    this.#options = options
    this.#stop = stop
    this.#resources = resources
  }

  static async open(file: ByteSource, options: ProofOptions): Promise<UploadProof> {
    const { signal } = options
    const inspection = await inspectBackup(file, { signal, codecs: nodeCodecs })
    // What is known from its headers is said before a byte is sent.
    if (inspection.problem) throw inspection.problem
    const magic = new TextDecoder('latin1').decode(await file.read(0, containerMagic.length))
    const inOrder = magic === containerMagic
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
    return new UploadProof(file, verification, inOrder, options, stop, resources)
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

  async finish(): Promise<UploadCheckReport> {
    const { clock } = this.#options
    const begunAt = clock.now()
    const readAgainBytes = this.unseenBytes()
    const verdict = await (this.#whole ?? this.#verification.finish())
    refuseUnsound(verdict)
    const doubt = verdict.verdict === 'doubtful' ? verdict.problem : undefined
    return { readAgainBytes, elapsedMs: clock.now() - begunAt, doubt }
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

/** @throws the problem that decides; a stripe by itself is no incomplete backup */
function refuseUnsound({ verdict, problem, findings }: BackupVerdict): void {
  if (verdict === 'sound' || verdict === 'doubtful') return
  const isLoneStripe = findings
    .filter(({ weight }) => weight !== 'doubt')
    .every(({ code }) => code === 'BAK_STRIPES_MISSING')
  if (verdict === 'incomplete' && isLoneStripe) return
  throw problem ?? new Error(`verdict ${verdict} without a problem`)
}
