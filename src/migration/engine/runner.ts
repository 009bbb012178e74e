/**
 * The only loop: asks `decide` what to begin, begins it, and waits until something has happened. Holds no rules of
 * its own; what it learns goes through the journal, and after a failed append it does nothing more.
 */
import { callBudget, MigrationError, type RetryBudget, waitBeforeRetry } from '../../core/index.ts'
import type { RestorePath } from '../plan/index.ts'
import type { MigrationNotice, MigrationPorts, TransferOptions } from '../steps/ports.ts'
import { resolveStep } from '../steps/resolve-step.ts'
import type { StepContext, StepMemory, StepOutcome } from '../steps/step.ts'
import { submitStep } from '../steps/submit-step.ts'
import { uploadStep } from '../steps/upload-step.ts'
import { verifyStep, watchStep } from '../steps/watch-step.ts'
import { type Action, type ActionKind, decide, type EngineLimits } from './decide.ts'
import type { MigrationLog } from './migration-log.ts'

export interface RunOptions {
  readonly log: MigrationLog
  readonly ports: MigrationPorts
  readonly limits: EngineLimits
  readonly transfer?: TransferOptions
  readonly instanceId: string
  readonly path: RestorePath
  readonly signal: AbortSignal
  readonly notify?: (notice: MigrationNotice) => void
}

/** Why a database was left as it is, by name: the run ended, the database has not. */
export type StoppedDatabases = ReadonlyMap<string, MigrationError>

const steps: Readonly<
  Record<ActionKind, (context: StepContext, database: string) => Promise<StepOutcome>>
> = {
  resolve: resolveStep,
  watch: watchStep,
  verify: verifyStep,
  submit: submitStep,
  upload: uploadStep,
}

/** A night's migration outlives an outage of half an hour. */
const stepBudget: RetryBudget = {
  ...callBudget,
  attempts: 60,
  maxElapsedMs: 30 * 60_000,
  firstDelayMs: 1_000,
  maxDelayMs: 60_000,
}

/**
 * Carries out what is planned and not done yet, and returns the databases that could not be brought to an end.
 * May be called again after a kill: it goes on where the journal says.
 *
 * Rejects with the signal's reason when it is aborted, and with the journal's error when an append fails; in both
 * cases no step is under way any more.
 */
export async function runMigration(options: RunOptions): Promise<StoppedDatabases> {
  return new Runner(options).run()
}

class Runner {
  #options: RunOptions
  #busy = new Map<string, ActionKind>()
  #underWay = new Set<Promise<void>>()
  #notBeforeMs = new Map<string, number>()
  #stopped = new Map<string, MigrationError>()
  #failures = new Map<string, { count: number; sinceMs: number }>()
  #memories = new Map<string, StepMemory>()
  #fatal: { readonly error: unknown } | undefined
  #bell = () => {}
  #halt = new AbortController()

  constructor(options: RunOptions) {
    this.#options = options
  }

  async run(): Promise<StoppedDatabases> {
    const { log, limits, ports, signal } = this.#options
    const stopWork = () => this.#halt.abort(signal.reason)
    signal.addEventListener('abort', stopWork, { once: true })
    log.onEvent((event, state) => this.#notify({ kind: 'event', event, state }))
    try {
      while (!this.#fatal && !signal.aborted) {
        const rung = new Promise<void>((resolve) => {
          this.#bell = resolve
        })
        const runtime = {
          busy: this.#busy,
          notBeforeMs: this.#notBeforeMs,
          stopped: new Set(this.#stopped.keys()),
        }
        const decision = decide(log.state, ports.clock.now(), limits, runtime)
        for (const action of decision.begin) this.#begin(action)
        if (this.#underWay.size === 0 && decision.wakeAtMs === undefined) break
        await this.#wait(rung, decision.wakeAtMs)
      }
    } finally {
      if (this.#fatal) this.#halt.abort(this.#fatal.error)
      await Promise.all(this.#underWay)
      signal.removeEventListener('abort', stopWork)
    }
    if (this.#fatal) throw this.#fatal.error
    signal.throwIfAborted()
    return this.#stopped
  }

  /** Waits for a step to end, for the given moment, or for the abort. */
  async #wait(rung: Promise<void>, wakeAtMs: number | undefined): Promise<void> {
    const { clock } = this.#options.ports
    const alarm = new AbortController()
    const halted = new Promise<void>((resolve) => {
      const { signal } = this.#halt
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true, signal: alarm.signal })
    })
    const sleep =
      wakeAtMs === undefined
        ? []
        : [clock.sleep(Math.max(0, wakeAtMs - clock.now()), alarm.signal).catch(() => {})]
    await Promise.race([rung, halted, ...sleep])
    alarm.abort(new Error('not needed any more'))
  }

  #begin({ kind, database }: Action): void {
    this.#busy.set(database, kind)
    const work = this.#perform(kind, database).finally(() => {
      this.#busy.delete(database)
      this.#underWay.delete(work)
      this.#bell()
    })
    this.#underWay.add(work)
  }

  async #perform(kind: ActionKind, database: string): Promise<void> {
    const { log, ports } = this.#options
    try {
      const outcome = await steps[kind](this.#context(database), database)
      this.#failures.delete(database)
      this.#notBeforeMs.delete(database)
      if (outcome.kind === 'again')
        this.#notBeforeMs.set(database, ports.clock.now() + outcome.inMs)
      if (outcome.kind === 'stopped') this.#stop(database, outcome.error)
    } catch (error) {
      if (log.broken) this.#fatal ??= log.broken
      else if (this.#halt.signal.aborted) return
      else if (error instanceof MigrationError) this.#afterError(database, error)
      else this.#fatal ??= { error }
    }
  }

  /** Errors that pass by themselves are waited out; the others end the work on this database. */
  #afterError(database: string, error: MigrationError): void {
    const { clock, ids } = this.#options.ports
    const nowMs = clock.now()
    const failure = this.#failures.get(database) ?? { count: 0, sinceMs: nowMs }
    failure.count++
    this.#failures.set(database, failure)
    const waitMs = waitBeforeRetry(failure.count, stepBudget, ids, error.retryAfterMs)
    const isPatient =
      failure.count < stepBudget.attempts &&
      nowMs + waitMs - failure.sinceMs <= stepBudget.maxElapsedMs
    if (error.retry === 'never' || !isPatient) {
      this.#stop(database, error)
      return
    }
    this.#notBeforeMs.set(database, nowMs + waitMs)
    this.#notify({ kind: 'retry', database, error, waitMs })
  }

  #stop(database: string, error: MigrationError): void {
    this.#stopped.set(database, error)
    this.#notify({ kind: 'stopped', database, error })
  }

  #context(database: string): StepContext {
    const { log, ports, limits, instanceId, path } = this.#options
    let memory = this.#memories.get(database)
    if (!memory) {
      memory = { asks: 0 }
      this.#memories.set(database, memory)
    }
    return {
      log,
      ports,
      limits,
      transfer: this.#options.transfer ?? {},
      instanceId,
      path,
      signal: this.#halt.signal,
      notify: (notice) => this.#notify(notice),
      memory,
    }
  }

  #notify(notice: MigrationNotice): void {
    this.#options.notify?.(notice)
  }
}
