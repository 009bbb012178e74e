/**
 * What stands behind the wire: an instance that logs sessions in and runs their requests. The wire knows packets,
 * tokens and types; the instance knows databases and statements.
 */
import type { Login } from './login7.ts'
import type { SqlType, SqlValue } from './types/sql-type.ts'

/** A message of SQL Server: class 11 and above is an error, below an information. */
export interface SqlMessage {
  readonly number: number
  readonly state: number
  /** 0 to 25; 20 and above end the connection. */
  readonly class: number
  readonly text: string
  /** Name of the stored procedure, if it came from one. */
  readonly procedure?: string
  /** Line of the batch, from 1. */
  readonly line?: number
}

export interface Column {
  /** Empty for a column without a name. */
  readonly name: string
  readonly type: SqlType
}

/** A parameter as it came with an RPC. */
export interface Parameter {
  /** With its `@`; empty where it was given by position. */
  readonly name: string
  readonly type: SqlType
  readonly value: SqlValue
  readonly isOutput: boolean
}

/** What a client wants to be done. */
export type SqlRequest =
  /** Plain text of one or more statements. */
  | { readonly kind: 'batch'; readonly text: string }
  /** A statement with parameters: sp_executesql, or one that was prepared before. */
  | { readonly kind: 'statement'; readonly text: string; readonly parameters: readonly Parameter[] }
  /** Any other stored procedure. */
  | { readonly kind: 'procedure'; readonly name: string; readonly parameters: readonly Parameter[] }
  /** A transaction by the driver's own request instead of a statement. */
  | { readonly kind: 'transaction'; readonly verb: TransactionVerb }

export type TransactionVerb = 'begin' | 'commit' | 'rollback' | 'save'

/** What happens while a request runs, in the order in which it happens; each is sent when the next is asked for. */
export type SqlEvent =
  /** A result set begins. */
  | { readonly kind: 'columns'; readonly columns: readonly Column[] }
  /** A row of the result set that began last. */
  | { readonly kind: 'row'; readonly values: readonly SqlValue[] }
  /** Goes out at once, even while the statement runs on. */
  | { readonly kind: 'message'; readonly message: SqlMessage }
  /** A statement has ended, with the rows that it returned or changed where it counts them. */
  | { readonly kind: 'done'; readonly rows?: number }
  /** The session is now in another database; the client is told, with message 5701. */
  | { readonly kind: 'database'; readonly name: string }
  /** The session now has another language; the client is told, with message 5703. */
  | { readonly kind: 'language'; readonly name: string }
  /** A transaction began or ended. */
  | { readonly kind: 'transaction'; readonly verb: 'begin' | 'commit' | 'rollback' }
  /** The value of an output parameter, after the last statement. */
  | {
      readonly kind: 'output'
      readonly name: string
      readonly type: SqlType
      readonly value: SqlValue
    }
  /** What a procedure returns; 0 where it is left out. */
  | { readonly kind: 'return-status'; readonly status: number }

/** A session that was logged in. */
export interface SqlSession {
  /** The database that it starts in. */
  readonly database: string
  /** Its language, such as `us_english`. */
  readonly language: string
  /**
   * Runs a request. When the signal is aborted (an attention, or the connection is gone), the stream ends as soon as
   * it can; messages that it still yields are sent, rows are not.
   */
  run(request: SqlRequest, signal: AbortSignal): AsyncIterable<SqlEvent>
  /** Makes the session as it was after its login: in `database`, with `language`, without a transaction. */
  reset(): void
  /** The connection is gone. Called once. */
  close(): void
}

/** What comes of a login. The connection ends after a refusal. */
export type LoginOutcome =
  | { readonly session: SqlSession }
  | { readonly refused: readonly SqlMessage[] }

/** The instance behind the wire. */
export interface SqlHandler {
  /** @param sessionId  number of the session, from 51, in no other session of this server */
  logIn(login: Login, sessionId: number): Promise<LoginOutcome>
}
