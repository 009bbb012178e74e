/**
 * How far a verification is: on a terminal one line that is redrawn, elsewhere a line now and then. It is written
 * beside the answer, not into it.
 */
import type { VerifyView } from '../../app/index.ts'
import type { Clock, Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { formatBytes, formatDuration, formatPercent, formatRate } from './format.ts'
import { displayWidth, truncateStart } from './table.ts'
import { verifyWords } from './verify-words.ts'
import { visible } from './visible.ts'

type Progress = Parameters<VerifyView['progress']>[0]

const redrawMs = 200
const lineEveryMs = 10_000
/** Before that, a rate says more about the cache than about the disk. */
const rateAfterMs = 1000

export interface VerifyProgressOptions {
  readonly output: Output
  readonly language: Language
  readonly clock: Clock
}

/** The part of a VerifyView that is told while one backup is read. */
export class VerifyProgressLine {
  readonly #options: VerifyProgressOptions
  #name = ''
  #begunAt = 0
  #drawnAt = 0
  #isDrawn = false

  constructor(options: VerifyProgressOptions) {
    this.#options = options
  }

  begun(paths: readonly string[], bytesTotal: number): void {
    this.#name = paths.map(visible).join(' + ')
    this.#begunAt = this.#options.clock.now()
    this.#drawnAt = this.#begunAt
    if (this.#options.output.isTerminal) this.#draw({ bytesDone: 0, bytesTotal })
  }

  progress(progress: Progress): void {
    const { output, clock } = this.#options
    const now = clock.now()
    if (now - this.#drawnAt < (output.isTerminal ? redrawMs : lineEveryMs)) return
    this.#drawnAt = now
    if (output.isTerminal) this.#draw(progress)
    else output.write(`${this.#text(progress, Number.POSITIVE_INFINITY)}\n`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isDrawn) this.#options.output.write('\r\x1b[K')
    this.#isDrawn = false
  }

  #draw(progress: Progress): void {
    const { output } = this.#options
    this.end()
    output.write(this.#text(progress, Math.max(20, output.columns - 1)))
    this.#isDrawn = true
  }

  /** The name gives way in a narrow window, the numbers do not. */
  #text({ bytesDone, bytesTotal }: Progress, width: number): string {
    const { language, clock } = this.#options
    const words = verifyWords[language]
    const elapsedMs = clock.now() - this.#begunAt
    const facts = [
      formatPercent(bytesDone, bytesTotal, language),
      `${formatBytes(bytesDone)} / ${formatBytes(bytesTotal)}`,
    ]
    if (elapsedMs >= rateAfterMs && bytesDone > 0) {
      const leftMs = (elapsedMs / bytesDone) * (bytesTotal - bytesDone)
      facts.push(formatRate((bytesDone / elapsedMs) * 1000))
      facts.push(words.left(formatDuration(leftMs, language)))
    }
    const text = `${words.colon}${facts.join('  ')}`
    return `${truncateStart(this.#name, Math.max(12, width - displayWidth(text)))}${text}`
  }
}
