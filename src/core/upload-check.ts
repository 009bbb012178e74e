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

/** What the proof has cost beside the sending. */
export interface UploadCheckReport {
  /** Bytes that were read a second time, because they were not sent by this run or cannot be judged out of order. */
  readonly readAgainBytes: number
  /** From the last acknowledged part to the verdict. */
  readonly elapsedMs: number
  /** What looks wrong in a place where that decides nothing: a warning. */
  readonly doubt: MigrationError | undefined
}

export interface UploadCheck {
  /** Begins to look at a piece; several at once and in any order, the same one again after a failed try. */
  piece(offset: number, length: number): PieceCheck
  /** Bytes that `finish` is going to read. */
  unseenBytes(): number
  /**
   * Reads what no accepted piece has shown and judges the whole.
   *
   * @throws what is wrong with the source: then the upload must not be completed
   */
  finish(signal?: AbortSignal): Promise<UploadCheckReport>
}

/** A piece nobody looks at. */
export const noPieceCheck: PieceCheck = { see() {}, accept() {} }
