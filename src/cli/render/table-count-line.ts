/** Which table's rows are being counted: one line of a terminal that is redrawn; nothing elsewhere. */
import type { TablesView } from '../../app/index.ts'
import type { Clock, Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { truncate } from './table.ts'
import { tablesWords } from './tables-words.ts'
import { visible } from './visible.ts'

const redrawMs = 200

export class TableCountLine implements TablesView {
  readonly #output: Output
  readonly #language: Language
  readonly #clock: Clock
  #drawnAt: number
  #isDrawn = false

  constructor(output: Output, language: Language, clock: Clock) {
    this.#output = output
    this.#language = language
    this.#clock = clock
    // What is over at once is not worth a line.
    this.#drawnAt = clock.now()
  }

  counting(table: string, done: number, all: number): void {
    const now = this.#clock.now()
    if (!this.#output.isTerminal || now - this.#drawnAt < redrawMs) return
    this.#drawnAt = now
    const text = tablesWords[this.#language].counting(done + 1, all, visible(table))
    this.end()
    this.#output.write(truncate(text, Math.max(20, this.#output.columns - 1)))
    this.#isDrawn = true
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isDrawn) this.#output.write('\r\x1b[K')
    this.#isDrawn = false
  }
}
