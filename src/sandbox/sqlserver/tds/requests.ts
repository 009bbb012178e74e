/** Requests of a session that is logged in: batches, remote procedure calls, transactions [spec MS-TDS 2.2.6]. */
import { ByteReader } from './byte-reader.ts'
import type { Parameter, TransactionVerb } from './handler.ts'
import { MalformedTds } from './malformed.ts'
import { type Message, packetTypes } from './packet.ts'
import { tdsVersions } from './tds-version.ts'
import { readTypedValue } from './types/read-parameter.ts'

/** One call of a procedure. */
export interface ProcedureCall {
  readonly name: string
  readonly parameters: readonly Parameter[]
}

export type ClientRequest =
  | { readonly kind: 'batch'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly ProcedureCall[] }
  | { readonly kind: 'transaction'; readonly verb: TransactionVerb; readonly beginsAnew: boolean }

/** Procedures that are called by number [spec MS-TDS 2.2.6.6]. */
const procedureNames = [
  ...['', 'sp_cursor', 'sp_cursoropen', 'sp_cursorprepare', 'sp_cursorexecute'],
  ...['sp_cursorprepexec', 'sp_cursorunprepare', 'sp_cursorfetch', 'sp_cursoroption'],
  ...['sp_cursorclose', 'sp_executesql', 'sp_prepare', 'sp_execute', 'sp_prepexec'],
  ...['sp_prepexecrpc', 'sp_unprepare'],
]

/** Kinds of transaction requests. */
const transactionVerbs: Readonly<Record<number, TransactionVerb>> = {
  5: 'begin',
  7: 'commit',
  8: 'rollback',
  9: 'save',
}

/** Most parameters of one call [spec sqlserver facts 9]. */
const mostParameters = 2100

/** Returns the request in a message. @throws MalformedTds for what no client may send after its login */
export function readRequest(message: Message, tdsVersion: number): ClientRequest {
  const reader = new ByteReader(message.payload)
  const hasHeaders = tdsVersion >= tdsVersions.v72
  switch (message.type) {
    case packetTypes.sqlBatch:
      if (hasHeaders) skipHeaders(reader)
      if (reader.left % 2 !== 0) throw new MalformedTds(`${reader.left} bytes of UTF-16`)
      return { kind: 'batch', text: reader.text(reader.left / 2) }
    case packetTypes.rpc:
      if (hasHeaders) skipHeaders(reader)
      return { kind: 'calls', calls: readCalls(reader, hasHeaders) }
    case packetTypes.transactionManager: {
      skipHeaders(reader)
      const verb = transactionVerbs[reader.u16()]
      if (verb === undefined) throw new MalformedTds('a transaction request of another kind')
      return { kind: 'transaction', verb, beginsAnew: beginsAnew(reader, verb) }
    }
    default:
      throw new MalformedTds(`a message of type ${message.type}`)
  }
}

/** ALL_HEADERS: its length counts itself; what is in it matters to other servers than this one. */
function skipHeaders(reader: ByteReader): void {
  const length = reader.u32()
  if (length < 4) throw new MalformedTds(`headers of ${length} bytes`)
  reader.bytes(length - 4)
}

/** A commit or rollback may ask for the next transaction to begin at once. */
function beginsAnew(reader: ByteReader, verb: TransactionVerb): boolean {
  if (verb !== 'commit' && verb !== 'rollback') return false
  if (reader.left === 0) return false
  reader.bytes(reader.u8())
  return reader.left > 0 && (reader.u8() & 1) === 1
}

function readCalls(reader: ByteReader, isSince72: boolean): ProcedureCall[] {
  const calls: ProcedureCall[] = []
  while (reader.left > 0) {
    const name = readProcedureName(reader)
    reader.u16()
    const parameters: Parameter[] = []
    while (reader.left > 0 && !isCallEnd(reader.next, isSince72)) {
      if (parameters.length === mostParameters)
        throw new MalformedTds(`more than ${mostParameters} parameters`)
      parameters.push(readParameter(reader))
    }
    if (reader.left > 0) reader.u8()
    calls.push({ name, parameters })
  }
  if (calls.length === 0) throw new MalformedTds('a call of nothing')
  return calls
}

/** What stands between two calls: 0x80 up to 7.1, 0xFF since. As the length of a name neither can occur. */
function isCallEnd(byte: number | undefined, isSince72: boolean): boolean {
  return byte === (isSince72 ? 0xff : 0x80)
}

function readProcedureName(reader: ByteReader): string {
  const length = reader.u16()
  if (length !== 0xffff) return reader.text(length)
  const number = reader.u16()
  const name = procedureNames[number]
  if (!name) throw new MalformedTds(`procedure number ${number}`)
  return name
}

function readParameter(reader: ByteReader): Parameter {
  const name = reader.text(reader.u8())
  const status = reader.u8()
  const { type, value } = readTypedValue(reader)
  return { name, type, value, isOutput: (status & 1) !== 0 }
}
