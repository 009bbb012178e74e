/**
 * The answer to one request: tokens gathered into packets of the agreed size. A statement's end waits until it is
 * known whether something follows, because its token says so.
 */
import { ByteWriter } from './byte-writer.ts'
import type { SqlEvent } from './handler.ts'
import { packetBytes, packetHeaderBytes, packetTypes } from './packet.ts'
import { type Done, writeDone, writeReturnStatus } from './tokens/done.ts'
import { writeTextChange, writeTransactionChange } from './tokens/env-change.ts'
import { firstErrorClass, writeMessage } from './tokens/message.ts'
import { writeColumns, writeReturnValue, writeRow } from './tokens/rows.ts'
import type { TokenContext } from './tokens/token-context.ts'
import type { Transport } from './transport.ts'
import type { WireType } from './types/wire-type.ts'

/** What of the session an answer shows and changes. */
export interface SessionState extends TokenContext {
  readonly transport: Transport
  readonly sessionId: number
  packetSize: number
  database: string
  language: string
  /** Number of the open transaction, 0 for none. */
  transaction: bigint
  lastTransaction: bigint
}

export class Response {
  readonly writer = new ByteWriter()
  readonly #state: SessionState
  readonly #payloadBytes: number
  #packetNumber = 0
  #types: readonly WireType[] = []
  #pending: Done | undefined
  /** A result set began since the last end of a statement. */
  #hasColumns = false
  /** An error was sent since the last end of a statement. */
  #hasError = false
  /** An error that ends the connection was sent. */
  isFatal = false

  constructor(state: SessionState) {
    this.#state = state
    this.#payloadBytes = state.packetSize - packetHeaderBytes
  }

  /** Writes what happened and sends what fills packets, or all of it where the client waits for it. */
  async write(event: SqlEvent, isProcedure: boolean): Promise<void> {
    this.#endStatement(true)
    const { length } = this.writer
    try {
      this.#writeTokens(event, isProcedure)
    } catch (error) {
      // Half a row would make nonsense of the error that follows it.
      this.writer.cutTo(length)
      throw error
    }
    return event.kind === 'message' ? this.#sendAll() : this.#sendFull()
  }

  #writeTokens(event: SqlEvent, isProcedure: boolean): void {
    switch (event.kind) {
      case 'columns':
        this.#types = writeColumns(this.writer, this.#state, event.columns)
        this.#hasColumns = true
        break
      case 'row':
        writeRow(this.writer, this.#state, this.#types, event.values)
        break
      case 'message':
        this.#noteError(event.message.class)
        writeMessage(this.writer, this.#state, event.message)
        break
      case 'done':
        this.#pending = {
          of: isProcedure ? 'inProcedure' : 'batch',
          hasMore: true,
          isError: this.#hasError,
          rows: event.rows,
          isSelect: this.#hasColumns,
        }
        this.#hasError = false
        this.#hasColumns = false
        break
      case 'database':
        this.#changeDatabase(event.name)
        break
      case 'language':
        this.#changeLanguage(event.name)
        break
      case 'transaction':
        this.#changeTransaction(event.verb)
        break
      case 'return-status':
        this.returnStatus(event.status)
        break
      case 'output':
        writeReturnValue(this.writer, this.#state, event)
    }
  }

  /** Notes that an error was written past `write`. */
  failed(): void {
    this.#hasError = true
  }

  /** Writes what a procedure returns; its output parameters come behind it. */
  returnStatus(status: number): void {
    this.#endStatement(true)
    writeReturnStatus(this.writer, status)
  }

  /** Ends a call of a procedure. */
  endProcedure(): void {
    this.#pending = { of: 'procedure', hasMore: true, isError: this.#hasError }
    this.#hasError = false
  }

  /** Sends the end of the answer. @param isAttention  the request was cancelled */
  async end(isAttention: boolean): Promise<void> {
    if (isAttention) {
      this.#endStatement(true)
      this.#pending = { of: 'batch', hasMore: false, isAttention: true }
    } else {
      this.#pending ??= { of: 'batch', hasMore: false, isError: this.#hasError }
    }
    this.#endStatement(false)
    while (this.writer.length > this.#payloadBytes)
      await this.#sendPacket(this.#payloadBytes, false)
    await this.#sendPacket(this.writer.length, true)
  }

  #endStatement(hasMore: boolean): void {
    if (this.#pending) writeDone(this.writer, this.#state.tdsVersion, { ...this.#pending, hasMore })
    this.#pending = undefined
  }

  #noteError(severity: number): void {
    if (severity >= firstErrorClass) this.#hasError = true
    if (severity >= 20) this.isFatal = true
  }

  #changeDatabase(name: string): void {
    const before = this.#state.database
    this.#state.database = name
    writeTextChange(this.writer, 'database', name, before)
    const text = `Changed database context to '${name}'.`
    writeMessage(this.writer, this.#state, { number: 5701, state: 2, class: 0, text })
  }

  #changeLanguage(name: string): void {
    const before = this.#state.language
    this.#state.language = name
    writeTextChange(this.writer, 'language', name, before)
    const text = `Changed language setting to ${name}.`
    writeMessage(this.writer, this.#state, { number: 5703, state: 1, class: 0, text })
  }

  #changeTransaction(verb: 'begin' | 'commit' | 'rollback'): void {
    const state = this.#state
    if (verb === 'begin') state.transaction = ++state.lastTransaction
    writeTransactionChange(this.writer, verb, state.transaction)
    if (verb !== 'begin') state.transaction = 0n
  }

  async #sendFull(): Promise<void> {
    // A whole packet stays back: the last one of an answer must not be empty.
    while (this.writer.length > this.#payloadBytes)
      await this.#sendPacket(this.#payloadBytes, false)
  }

  async #sendAll(): Promise<void> {
    await this.#sendFull()
    if (this.writer.length > 0) await this.#sendPacket(this.writer.length, false)
  }

  async #sendPacket(length: number, isLast: boolean): Promise<void> {
    const payload = this.writer.take(length)
    this.#packetNumber++
    const { sessionId, transport } = this.#state
    const { tabularResult } = packetTypes
    await transport.send(packetBytes(tabularResult, isLast, sessionId, this.#packetNumber, payload))
  }
}
