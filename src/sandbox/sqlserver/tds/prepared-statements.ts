/**
 * Statements that a client prepares once and executes many times: what sp_executesql, sp_prepare, sp_execute,
 * sp_prepexec and sp_unprepare mean for the instance, which only sees statements with parameters.
 */
import type { Parameter, SqlMessage, SqlRequest } from './handler.ts'
import type { ProcedureCall } from './requests.ts'
import type { SqlValue } from './types/sql-type.ts'

/** What a call comes to. */
export interface PlannedCall {
  /** What the instance runs; undefined where nothing is run. */
  readonly request?: SqlRequest
  /** Why it cannot be run. */
  readonly refused?: SqlMessage
  /** The handle to give back in the first parameter. */
  readonly handle?: number
}

interface Prepared {
  readonly text: string
  /** Names in the order of their declaration. */
  readonly names: readonly string[]
}

/** The prepared statements of one session. */
export class PreparedStatements {
  readonly #statements = new Map<number, Prepared>()
  #lastHandle = 0

  /** Forgets all of them, as a reset of the session does. */
  clear(): void {
    this.#statements.clear()
  }

  /** Returns what a call means. */
  plan(call: ProcedureCall): PlannedCall {
    const [first, second, third] = call.parameters
    switch (plainName(call.name)) {
      case 'sp_executesql': {
        const text = textOf(first?.value)
        if (text === undefined) return { refused: missing('sp_executesql', '@statement') }
        const names = declaredNames(textOf(second?.value) ?? '')
        return { request: statement(text, names, call.parameters.slice(2)) }
      }
      case 'sp_prepare':
      case 'sp_prepexec': {
        const text = textOf(third?.value)
        if (text === undefined) return { refused: missing(call.name, '@stmt') }
        const prepared = { text, names: declaredNames(textOf(second?.value) ?? '') }
        const handle = ++this.#lastHandle
        this.#statements.set(handle, prepared)
        if (plainName(call.name) === 'sp_prepare') return { handle }
        const request = statement(text, prepared.names, call.parameters.slice(3))
        return { request, handle }
      }
      case 'sp_execute': {
        const prepared = this.#statements.get(Number(first?.value))
        if (prepared === undefined) return { refused: unknownHandle(first?.value) }
        return { request: statement(prepared.text, prepared.names, call.parameters.slice(1)) }
      }
      case 'sp_unprepare':
        return this.#statements.delete(Number(first?.value))
          ? {}
          : { refused: unknownHandle(first?.value) }
      default:
        return { request: { kind: 'procedure', name: call.name, parameters: call.parameters } }
    }
  }
}

/** `sys.sp_executesql` and `[sp_executesql]` are the same procedure. */
function plainName(name: string): string {
  return name
    .replace(/[[\]]/g, '')
    .replace(/^(master\.)?(sys|dbo)?\./i, '')
    .toLowerCase()
}

function textOf(value: SqlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Names what came by position after its declaration. */
function statement(
  text: string,
  names: readonly string[],
  given: readonly Parameter[],
): SqlRequest {
  const parameters = given.map((parameter, index) =>
    parameter.name === '' ? { ...parameter, name: names[index] ?? '' } : parameter,
  )
  return { kind: 'statement', text, parameters }
}

/** Returns the names in `@a int, @b decimal(10, 2) OUTPUT`. */
function declaredNames(declaration: string): string[] {
  const withoutParentheses = declaration.replace(/\([^)]*\)/g, '')
  return withoutParentheses
    .split(',')
    .map((part) => /^\s*(@[^\s]+)/.exec(part)?.[1] ?? '')
    .filter((name) => name !== '')
}

function missing(procedure: string, parameter: string): SqlMessage {
  const text = `Procedure or function '${procedure}' expects parameter '${parameter}', which was not supplied.`
  return { number: 201, state: 4, class: 16, text, procedure }
}

function unknownHandle(value: SqlValue | undefined): SqlMessage {
  const text = `Could not find prepared statement with handle ${Number(value ?? 0)}.`
  return { number: 8179, state: 4, class: 16, text }
}
