/** Counts what one upload has sent and estimates how long the rest takes. */
import type { Clock } from '../core/index.ts'

/** What is known while an upload runs. */
export interface UploadProgress {
  readonly sizeBytes: number
  /** Bytes of parts that the server holds, including those of earlier runs. */
  readonly acknowledgedBytes: number
  /** Acknowledged, plus what was handed to connections for parts that are under way. */
  readonly sentBytes: number
  /** Of `acknowledgedBytes`: sent by an earlier run. */
  readonly reusedBytes: number
  /** Over the last seconds of this run; undefined before anything can be said. */
  readonly bytesPerSecond: number | undefined
  /** An estimate from the rate; undefined before anything can be said. */
  readonly etaMs: number | undefined
}

/** The rate is that of the last ten seconds: long enough to be calm, short enough to be true. */
const windowMs = 10_000
const sampleEveryMs = 250
const firstEstimateMs = 1_000

export class ProgressCounter {
  readonly #clock: Clock
  readonly #sizeBytes: number
  readonly #tell: ((progress: UploadProgress) => void) | undefined
  #acknowledged = 0
  #reused = 0
  /** All bytes handed over in this run, those of failed tries too: they show the speed of the line. */
  #handed = 0
  readonly #underWay = new Map<number, number>()
  #samples: Array<{ readonly at: number; readonly handed: number }> = []

  constructor(clock: Clock, sizeBytes: number, tell?: (progress: UploadProgress) => void) {
    this.#clock = clock
    this.#sizeBytes = sizeBytes
    this.#tell = tell
    this.#samples.push({ at: clock.now(), handed: 0 })
  }

  get reusedBytes(): number {
    return this.#reused
  }

  /** Bytes of parts that this run sent and the server acknowledged. */
  get sentBytes(): number {
    return this.#acknowledged - this.#reused
  }

  reuse(bytes: number): void {
    this.#acknowledged += bytes
    this.#reused += bytes
    this.#report()
  }

  /** A try of a part begins; what an earlier try of it had sent does not count any more. */
  begin(partNumber: number): void {
    this.#underWay.set(partNumber, 0)
  }

  hand(partNumber: number, bytes: number): void {
    this.#underWay.set(partNumber, (this.#underWay.get(partNumber) ?? 0) + bytes)
    this.#handed += bytes
    this.#report()
  }

  acknowledge(partNumber: number, bytes: number): void {
    this.#underWay.delete(partNumber)
    this.#acknowledged += bytes
    this.#report()
  }

  giveUp(partNumber: number): void {
    this.#underWay.delete(partNumber)
  }

  #report(): void {
    if (!this.#tell) return
    const now = this.#clock.now()
    const last = this.#samples.at(-1)
    if (!last || now - last.at >= sampleEveryMs) {
      this.#samples.push({ at: now, handed: this.#handed })
      this.#samples = this.#samples.filter(({ at }) => at >= now - windowMs)
    }
    const first = this.#samples[0]
    const elapsedMs = first ? now - first.at : 0
    const bytesPerSecond =
      first && elapsedMs >= firstEstimateMs
        ? ((this.#handed - first.handed) * 1000) / elapsedMs
        : undefined
    let sentBytes = this.#acknowledged
    for (const bytes of this.#underWay.values()) sentBytes += bytes
    this.#tell({
      sizeBytes: this.#sizeBytes,
      acknowledgedBytes: this.#acknowledged,
      sentBytes,
      reusedBytes: this.#reused,
      bytesPerSecond,
      etaMs: bytesPerSecond ? ((this.#sizeBytes - sentBytes) * 1000) / bytesPerSecond : undefined,
    })
  }
}
