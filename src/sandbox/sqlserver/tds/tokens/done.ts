/** DONE, DONEINPROC, DONEPROC and RETURNSTATUS: the ends of statements and procedures [spec MS-TDS 2.2.7.5-7, 2.2.7.18]. */
import type { ByteWriter } from '../byte-writer.ts'
import { tdsVersions } from '../tds-version.ts'

const doneTokens = { batch: 0xfd, procedure: 0xfe, inProcedure: 0xff } as const
const returnStatusToken = 0x79

/** Token number of the SELECT statement. */
const selectCommand = 0xc1

const doneBits = { more: 0x01, error: 0x02, count: 0x10, attention: 0x20 }

export interface Done {
  readonly of: keyof typeof doneTokens
  /** Further results follow in this message. */
  readonly hasMore: boolean
  readonly isError?: boolean
  /** The request was cancelled; this is the answer to the attention. */
  readonly isAttention?: boolean
  /** Rows returned or changed; left out where the statement counts none. */
  readonly rows?: number | undefined
  /** The statement gave a result set: jTDS tells from it a count of rows read from one of rows changed [guess]. */
  readonly isSelect?: boolean
}

/** Writes the end of a statement or procedure. */
export function writeDone(writer: ByteWriter, tdsVersion: number, done: Done): void {
  const status =
    (done.hasMore ? doneBits.more : 0) |
    (done.isError ? doneBits.error : 0) |
    (done.rows === undefined ? 0 : doneBits.count) |
    (done.isAttention ? doneBits.attention : 0)
  writer
    .u8(doneTokens[done.of])
    .u16(status)
    .u16(done.isSelect ? selectCommand : 0)
  const rows = done.rows ?? 0
  if (tdsVersion < tdsVersions.v72) writer.u32(rows >>> 0)
  else writer.u64(BigInt(rows))
}

/** Writes what a procedure returned. */
export function writeReturnStatus(writer: ByteWriter, status: number): void {
  writer.u8(returnStatusToken).i32(status)
}
