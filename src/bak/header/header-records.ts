/**
 * The records of an MQCI stream, which MSCI (written first) and MSLS (written last) carry: one SCIN with the
 * header, then SFGI for each filegroup and SFIN for each file.
 *
 * @source bak-format facts 1.8: {id[4], u32 length, ...}, all of every stream consumed, 181 of 181 [measured]
 */
import { ascii, u16, u32, utf16 } from '../binary.ts'
import { bakError } from '../errors.ts'
import type { Findings } from '../findings.ts'

/** A record with its place in the file. */
export interface HeaderRecord {
  readonly offset: number
  readonly view: DataView
}

export interface HeaderRecords {
  readonly header: HeaderRecord
  readonly filegroups: readonly HeaderRecord[]
  readonly files: readonly HeaderRecord[]
}

/** More files or filegroups than a database can have. @source SQL Server's maximum capacity, 32,767 each [spec] */
const maxRecords = 32_767

/**
 * Splits an MQCI stream into its records.
 *
 * @param body  the stream's bytes without its header
 * @param offset  the body's place in the file
 * @throws BAK_HEADER_DAMAGED when the records do not fill the stream exactly, or there is not exactly one SCIN
 */
export function readHeaderRecords(
  body: DataView,
  offset: number,
  findings: Findings,
): HeaderRecords {
  const damaged = (at: number, reason: string) =>
    bakError('BAK_HEADER_DAMAGED', { file: findings.file, offset: offset + at, reason })
  let header: HeaderRecord | undefined
  const filegroups: HeaderRecord[] = []
  const files: HeaderRecord[] = []
  for (let at = 0; at < body.byteLength; ) {
    if (at + 8 > body.byteLength) throw damaged(at, `MQCI.length = ${body.byteLength}`)
    const id = ascii(body, at, 4)
    const length = u32(body, at + 4)
    if (length < 8 || at + length > body.byteLength) throw damaged(at, `${id}.length = ${length}`)
    const view = new DataView(body.buffer, body.byteOffset + at, length)
    const record = { offset: offset + at, view }
    if (id === 'SCIN') {
      if (header !== undefined) throw damaged(at, 'SCIN > 1')
      header = record
    } else if (id === 'SFGI') filegroups.push(record)
    else if (id === 'SFIN') files.push(record)
    else findings.unknown('record', id, offset + at)
    if (files.length > maxRecords || filegroups.length > maxRecords)
      throw damaged(at, `${id} > ${maxRecords}`)
    at += length
  }
  if (header === undefined) throw damaged(0, 'SCIN = 0')
  return { header, filegroups, files }
}

/**
 * Returns the string whose address stands at `at`: u16 length in bytes, u16 offset from the record's begin.
 *
 * @throws BAK_HEADER_DAMAGED when it reaches out of the record
 */
export function recordString(
  record: HeaderRecord,
  at: number,
  field: string,
  file: string,
): string {
  const { view, offset } = record
  const length = u16(view, at)
  const from = u16(view, at + 2)
  if (length === 0) return ''
  if (from + length <= view.byteLength && length % 2 === 0) return utf16(view, from, length)
  const reason = `${field} = ${from} + ${length}`
  throw bakError('BAK_HEADER_DAMAGED', { file, offset: offset + at, reason })
}

/** @throws BAK_HEADER_DAMAGED when the record is shorter than its fixed fields */
export function requireRecord(
  record: HeaderRecord,
  bytes: number,
  name: string,
  file: string,
): void {
  if (record.view.byteLength >= bytes) return
  const reason = `${name}.length = ${record.view.byteLength}`
  throw bakError('BAK_HEADER_DAMAGED', { file, offset: record.offset, reason })
}
