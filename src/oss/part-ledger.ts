/**
 * Remembers the parts that the server has acknowledged, several in one write: each write costs a flush of the disk,
 * and a fast line acknowledges dozens of parts a second. What a kill keeps from being written is found again in the
 * server's list of parts and compared with the file, so that no part is sent twice.
 */
import type { Clock } from '../core/index.ts'
import type { RecordedPart, UploadRecord } from './upload-record.ts'

/** A part is remembered at once, or this long after the write before. */
const betweenWritesMs = 250

/** The parts of one upload on their way to its record. */
export class PartLedger {
  readonly #record: UploadRecord
  readonly #uploadId: string
  readonly #clock: Clock
  #waiting: RecordedPart[] = []
  #writtenAt = Number.NEGATIVE_INFINITY
  #writing: Promise<void> = Promise.resolve()
  #pause: AbortController | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(record: UploadRecord, uploadId: string, clock: Clock) {
    this.#record = record
    this.#uploadId = uploadId
    this.#clock = clock
  }

  /** Resolves when the next part may be sent. @throws what kept this part or an earlier one from being written */
  async add(...parts: readonly RecordedPart[]): Promise<void> {
    this.#refuseBroken()
    this.#waiting.push(...parts)
    const waitMs = this.#writtenAt + betweenWritesMs - this.#clock.now()
    if (waitMs <= 0) await this.settle()
    else if (!this.#pause) void this.#writeAfter(waitMs)
  }

  /** Resolves once every part is durable. @throws what kept one from being written */
  async settle(): Promise<void> {
    this.#pause?.abort()
    this.#pause = undefined
    this.#writing = this.#writing.then(() => this.#write())
    await this.#writing
    this.#refuseBroken()
  }

  async #writeAfter(waitMs: number): Promise<void> {
    const pause = new AbortController()
    this.#pause = pause
    const isOver = await this.#clock.sleep(waitMs, pause.signal).then(
      () => true,
      () => false,
    )
    if (this.#pause === pause) this.#pause = undefined
    // Whoever ended the pause writes. A failure waits for the next part, or for the end.
    if (isOver) await this.settle().catch(() => {})
  }

  async #write(): Promise<void> {
    const parts = this.#waiting.splice(0)
    if (parts.length === 0 || this.#failure) return
    const uploadId = this.#uploadId
    try {
      await this.#record.save(
        parts.map(({ partNumber, etag, crc64 }) => ({
          type: 'partAcknowledged',
          uploadId,
          partNumber,
          etag,
          crc64: `${crc64}`,
        })),
      )
    } catch (error) {
      this.#failure = { error }
    }
    this.#writtenAt = this.#clock.now()
  }

  #refuseBroken(): void {
    if (this.#failure) throw this.#failure.error
  }
}
