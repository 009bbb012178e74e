/** ENVCHANGE tokens: what of the session's surroundings is different from now on [spec MS-TDS 2.2.7.9]. */
import type { ByteWriter } from '../byte-writer.ts'
import { type Collation, collationBytes } from '../collation.ts'

const envChangeToken = 0xe3

const textTypes = { database: 1, language: 2, packetSize: 4 } as const

/** Writes a change of database, language or packet size. */
export function writeTextChange(
  writer: ByteWriter,
  what: keyof typeof textTypes,
  now: string,
  before: string,
): void {
  writer.u8(envChangeToken)
  writer.sized((body) => body.u8(textTypes[what]).shortText(now).shortText(before))
}

/** Writes the server's collation, from which clients know its code page [measured wire-clients 21]. */
export function writeCollationChange(writer: ByteWriter, now: Collation): void {
  writer.u8(envChangeToken)
  writer.sized((body) => body.u8(7).u8(5).bytes(collationBytes(now)).u8(0))
}

/** Writes that a transaction began, with its number, or that it ended. */
export function writeTransactionChange(
  writer: ByteWriter,
  verb: 'begin' | 'commit' | 'rollback',
  transaction: bigint,
): void {
  const number = Buffer.alloc(8)
  number.writeBigUInt64LE(transaction)
  writer.u8(envChangeToken)
  writer.sized((body) => {
    if (verb === 'begin') body.u8(8).u8(8).bytes(number).u8(0)
    else
      body
        .u8(verb === 'commit' ? 9 : 10)
        .u8(0)
        .u8(8)
        .bytes(number)
  })
}

/** Writes that the session was reset, as the request asked. */
export function writeResetAcknowledgement(writer: ByteWriter): void {
  writer.u8(envChangeToken)
  writer.sized((body) => body.u8(18).u8(0).u8(0))
}
