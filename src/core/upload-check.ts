/**
 * A judge of what is uploaded, as a shape: it looks at the bytes on their way and must be satisfied before the upload
 * is completed. The bucket's side shows it the bytes and knows nothing of what it looks for.
 */
import type { MigrationError } from './errors.ts'

/** One try at sending a piece. */
export interface PieceCheck {
  /** The next bytes, from the piece's begin on. They are valid only during the call and must not be changed. */
  see(bytes: Uint8Array): void
  /** All bytes of the piece were seen, and the server holds them. A try that failed is just dropped. */
  accept(): void
}

/** What a judge says who found nothing that forbids to complete the upload. */
export interface UploadVerdict {
  /** What looks wrong in a place where that decides nothing: a warning. */
  readonly doubt: MigrationError | undefined
  /** Whether bytes were wrong when they were read first and right when they were read again: then nobody knows which were sent. */
  readonly readsDiffer: boolean
  /** CRC-64 of all bytes as the judge read them by itself; undefined where it judged what it was shown. */
  readonly crc64: bigint | undefined
}

export interface UploadCheck {
  /**
   * Begins to look at a piece; several at once and in any order, the same one again after a failed try. `noPieceCheck`
   * where the judge reads all bytes by itself.
   */
  piece(offset: number, length: number): PieceCheck
  /** Bytes that no accepted piece has shown. */
  unseenBytes(): number
  /**
   * Reads what no accepted piece has shown and judges the whole.
   *
   * @throws what is wrong with the source: then the upload must not be completed
   */
  finish(signal?: AbortSignal): Promise<UploadVerdict>
}

/** A piece nobody looks at. */
export const noPieceCheck: PieceCheck = { see() {}, accept() {} }
