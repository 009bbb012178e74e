/**
 * A migration as it happens: one line per fact, and on a terminal a block below them that is redrawn, with what is
 * under way. Facts about RDS tasks have no percentage, because the service gives none.
 */
import { localizeError, type MigrationNotice } from '../../app/index.ts'
import type { Clock, Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import type { Colors } from './colors.ts'
import { formatBytes, formatDuration, formatPercent, formatRate } from './format.ts'
import { type MigrateWords, migrateWords } from './migrate-words.ts'
import { displayWidth, padEnd, truncate, wrapText } from './table.ts'

type EventNotice = Extract<MigrationNotice, { kind: 'event' }>
type DatabaseEvent = Extract<EventNotice['event'], { readonly database: string }>
type DatabaseState = NonNullable<ReturnType<EventNotice['state']['databases']['get']>>
type ShownError = Parameters<typeof localizeError>[0]
type Uploads = Extract<MigrationNotice, { kind: 'upload-progress' }>['progress']

export interface ProgressOptions {
  readonly output: Output
  readonly colors: Colors
  readonly language: Language
  readonly clock: Clock
}

/** The block is drawn at most this often. */
const redrawMs = 100
/** More rows than this would push the facts out of the window. */
const maxRows = 8
const barColumns = 20

/** Shows notices as they come. `end` takes the block away and resolves when every line has been written. */
export class MigrationProgress {
  readonly #options: ProgressOptions
  readonly #words: MigrateWords
  #state: EventNotice['state'] | undefined
  #uploads = new Map<string, Uploads>()
  #files = new Map<string, string>()
  #drawnRows = 0
  #drawnAtMs = 0
  #ended = false
  #lines: Promise<void> = Promise.resolve()

  constructor(options: ProgressOptions) {
    this.#options = options
    this.#words = migrateWords(options.language)
  }

  notice(notice: MigrationNotice): void {
    const { language } = this.#options
    switch (notice.kind) {
      case 'event':
        this.#state = notice.state
        this.#event(notice)
        break
      case 'upload-progress':
        this.#uploads.set(notice.database, notice.progress)
        break
      case 'upload-notice':
        this.#uploadNotice(notice)
        break
      case 'task-files':
        this.#files.set(notice.database, notice.files.map((file) => file.status).join(', '))
        break
      case 'task-quiet': {
        const { database, migrateTaskId, status, quietMs } = notice
        const time = formatDuration(quietMs, this.#options.language)
        this.#line(database, this.#words.quiet(migrateTaskId, status, time))
        break
      }
      case 'waiting': {
        const { database, reason, untilMs } = notice
        const wait = formatDuration(untilMs - this.#options.clock.now(), language)
        this.#line(database, this.#words.waiting(this.#words.reasons[reason] ?? reason, wait))
        break
      }
      case 'retry':
        this.#errorLine(notice.database, notice.error, notice.waitMs)
        break
      case 'stopped':
        this.#errorLine(notice.database, notice.error)
        break
    }
    this.#draw(false)
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#lines
    this.#erase()
  }

  #event({ event, state }: EventNotice): void {
    if (!('database' in event)) return
    const { database } = event
    if ('error' in event && event.error && event.type !== 'database-withdrawn') {
      this.#errorLine(database, event.error)
      return
    }
    const text = this.#eventText(event, state.databases.get(database))
    if (text !== undefined) this.#line(database, text)
    if (event.type === 'upload-completed') this.#uploads.delete(database)
    if (event.type === 'database-seen') this.#files.delete(database)
  }

  /** Returns what an event is worth saying, or undefined where it says nothing to a person. */
  #eventText(event: DatabaseEvent, one: DatabaseState | undefined): string | undefined {
    const words = this.#words
    const { colors, language } = this.#options
    const size = formatBytes(one?.plan.sizeBytes)
    const since = (step: 'upload' | 'restore') => {
      const time = one?.times[step]
      return formatDuration(time && time.earlierMs + (time.lastAtMs - time.beganAtMs), language)
    }
    switch (event.type) {
      case 'upload-intended':
        return one && one.uploadEvents.length > 0
          ? words.goingOnUploading(size)
          : words.uploading(size)
      case 'upload-completed':
        return event.sentBytes > 0 ? words.uploaded(since('upload')) : words.kept
      case 'task-intended':
        return words.creating
      case 'task-accepted': {
        const said = { answered: words.accepted, found: words.found, adopted: words.adopted }
        return said[event.how](event.migrateTaskId)
      }
      case 'task-absent':
        return words.absent
      case 'task-observed':
        return words.observed(
          event.description ? `${event.status}: ${event.description}` : event.status,
        )
      case 'database-seen':
        return colors.green(`✔ ${words.restored(since('restore'))}`)
      default:
        return undefined
    }
  }

  #uploadNotice({ database, notice }: Extract<MigrationNotice, { kind: 'upload-notice' }>): void {
    const words = this.#words
    const { language } = this.#options
    if (notice.kind === 'resumed')
      this.#line(database, words.resumed(formatBytes(notice.reusedBytes)))
    if (notice.kind === 'restarted') this.#line(database, words.restarted(notice.reason))
    if (notice.kind === 'checked') {
      const { readAgainBytes, elapsedMs, doubt } = notice
      const time = formatDuration(elapsedMs, language)
      if (!doubt) this.#line(database, words.checked(formatBytes(readAgainBytes), time))
      else
        this.#lines = this.#lines.then(async () => {
          const { message } = await localizeError(doubt, language)
          this.#write(database, `${words.doubt(message)} [${doubt.code}]`)
        })
    }
    if (notice.kind === 'part-retried')
      this.#line(
        database,
        words.partRetried(
          notice.partNumber,
          notice.attempt,
          formatDuration(notice.waitMs, language),
        ),
      )
  }

  #errorLine(database: string, error: ShownError, waitMs?: number): void {
    const { colors, language } = this.#options
    this.#lines = this.#lines.then(async () => {
      const { message } = await localizeError(error, language)
      const wait = waitMs === undefined ? '' : this.#words.retry(formatDuration(waitMs, language))
      const text = `${error.code}${this.#words.colon}${message}${wait}`
      this.#write(database, waitMs === undefined ? colors.red(`✖ ${text}`) : colors.yellow(text))
    })
  }

  /** Lines come out in the order in which they were said, also behind one that had to be translated. */
  #line(database: string, text: string): void {
    this.#lines = this.#lines.then(() => this.#write(database, text))
  }

  #write(database: string, text: string): void {
    const { output, colors } = this.#options
    this.#erase()
    const name = padEnd(colors.cyan(database), this.#nameColumns())
    const pad = displayWidth(name) + 2
    const lines = wrapText(text, Math.max(20, output.columns - pad))
    output.write(`${name}  ${lines.join(`\n${' '.repeat(pad)}`)}\n`)
    if (!this.#ended) this.#draw(true)
  }

  #nameColumns(): number {
    const names = [...(this.#state?.databases.keys() ?? [])]
    return Math.min(24, Math.max(8, ...names.map(displayWidth)))
  }

  #erase(): void {
    if (this.#drawnRows === 0) return
    this.#options.output.write(`\r\x1b[${this.#drawnRows}A\x1b[0J`)
    this.#drawnRows = 0
  }

  #draw(isForced: boolean): void {
    const { output, clock } = this.#options
    if (!output.isTerminal || this.#ended) return
    if (!isForced && clock.now() - this.#drawnAtMs < redrawMs) return
    this.#drawnAtMs = clock.now()
    const rows = this.#rows()
    this.#erase()
    for (const row of rows) output.write(`${truncate(row, output.columns - 1)}\n`)
    this.#drawnRows = rows.length
  }

  #rows(): string[] {
    const { colors, language, clock } = this.#options
    const all = [...(this.#state?.databases.values() ?? [])]
    const active = all.filter((one) =>
      ['uploading', 'submitting', 'restoring', 'verifying'].includes(one.kind),
    )
    const rows = active.slice(0, maxRows).map((one) => {
      const name = padEnd(one.plan.database, this.#nameColumns())
      const state = padEnd(this.#words.states[one.kind], 12)
      const progress = this.#uploads.get(one.plan.database)
      if (one.kind === 'uploading' && progress) return `${name}  ${state} ${this.#bar(progress)}`
      const { beganAtMs } = one.times.restore ?? {}
      const age =
        beganAtMs === undefined
          ? ''
          : this.#words.running(formatDuration(clock.now() - beganAtMs, language))
      return `${name}  ${state} ${age} ${colors.dim(this.#files.get(one.plan.database) ?? '')}`
    })
    if (all.length === 0) return rows
    const restored = all.filter((one) => one.kind === 'restored').length
    const goes = all.filter((one) => one.kind !== 'withdrawn').length
    return [...rows, colors.dim(`${restored}/${goes} ${this.#words.states.restored}`)]
  }

  #bar(progress: Uploads): string {
    const { language } = this.#options
    const { sentBytes, sizeBytes, bytesPerSecond, etaMs } = progress
    const filled = Math.min(barColumns, Math.floor((sentBytes / sizeBytes) * barColumns))
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barColumns - filled)}`
    const rate = bytesPerSecond === undefined ? '' : formatRate(bytesPerSecond)
    const left = etaMs === undefined ? '' : this.#words.left(formatDuration(etaMs, language))
    return `${bar} ${formatPercent(sentBytes, sizeBytes, language)} ${rate} ${left}`
  }
}
