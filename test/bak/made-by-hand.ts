/**
 * MTF blocks, streams and a small sound backup, built byte by byte for tests that break one rule each. Not a
 * backup writer: nothing here is checked, so that everything can be wrong.
 */

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

const letters = (value: string) => new TextEncoder().encode(value)

function sumWords(bytes: Uint8Array, words: number, at: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  let xor = 0
  for (let word = 0; word < words; word++) xor ^= view.getUint16(word * 2, true)
  view.setUint16(at, xor, true)
  return bytes
}

interface BlockFields {
  readonly address?: number
  readonly id?: number
}

/** A block header of 52 bytes that claims to be `length` bytes long. */
export function header(
  type: string,
  length: number,
  { address = 0, id = 0 }: BlockFields = {},
): Uint8Array {
  const bytes = new Uint8Array(52)
  const view = new DataView(bytes.buffer)
  bytes.set(letters(type))
  view.setUint16(8, length, true)
  view.setUint32(20, address, true)
  view.setUint32(36, id, true)
  view.setUint8(48, 2)
  return sumWords(bytes, 25, 50)
}

export function stream(
  type: string,
  body: Uint8Array,
  { length = BigInt(body.byteLength) }: { readonly length?: bigint } = {},
): Uint8Array {
  const bytes = new Uint8Array(22)
  bytes.set(letters(type))
  new DataView(bytes.buffer).setBigUint64(8, length, true)
  const padded = new Uint8Array(Math.ceil((22 + body.byteLength) / 4) * 4 - 22)
  padded.set(body)
  return concat([sumWords(bytes, 10, 20), padded])
}

/** A block with streams, filled by SPAD to 512 or 1,024 bytes; SFMB has none. */
export function block(
  type: string,
  fields: Uint8Array = new Uint8Array(0),
  streams: readonly Uint8Array[] = [],
  at: BlockFields = {},
): Uint8Array {
  const length = 52 + fields.byteLength
  if (type === 'SFMB') return concat([header(type, length, at), fields])
  const used = concat([header(type, length, at), fields, ...streams])
  const size = Math.ceil((used.byteLength + 24) / 1024) * 1024
  // The chain demands streams on multiples of 4; all fields here are.
  return concat([used, stream('SPAD', new Uint8Array(size - used.byteLength - 22))])
}

/** The label: no strings, logical blocks of 1,024 bytes, filemarks of 512. 1,024 bytes long with its SPAD. */
export function tape(): Uint8Array {
  const fields = new Uint8Array(44)
  const view = new DataView(fields.buffer)
  view.setUint16(64 - 52, 2, true)
  view.setUint16(84 - 52, 1024, true)
  const whole = block('TAPE', fields)
  return whole
}

const startDate = [0x1f, 0x95, 0xfe, 0x9c, 0x67]

/** SSET and the blocks that end a set. */
export function setBlocks(): { readonly sset: Uint8Array; readonly end: readonly Uint8Array[] } {
  const fields = new Uint8Array(72)
  const view = new DataView(fields.buffer)
  view.setUint32(0, 4, true)
  view.setUint16(62 - 52, 1, true)
  view.setUint32(80 - 52, 2048, true)
  fields.set(startDate, 88 - 52)
  fields[93 - 52] = 11
  fields[95 - 52] = 32
  const endFields = new Uint8Array(36)
  const endView = new DataView(endFields.buffer)
  endView.setUint32(0, 4, true)
  endView.setUint16(78 - 52, 1, true)
  endFields.set(startDate, 80 - 52)
  const mark = filemark()
  const eset = block('ESET', endFields)
  return { sset: block('SSET', fields), end: [mark, eset, eset, mark] }
}

function filemark(): Uint8Array {
  return block('SFMB', new Uint8Array(1024 - 52))
}

/** A SCIN record of a log backup of SQL Server 2012, database `db`, without files. */
function headerRecord(): Uint8Array {
  const names = new Uint8Array([0x64, 0, 0x62, 0, 0x73, 0])
  const record = new Uint8Array(240 + names.byteLength)
  const view = new DataView(record.buffer)
  record.set(letters('SCIN'))
  view.setUint32(4, record.byteLength, true)
  view.setUint8(27, 11)
  view.setUint32(32, 30, true)
  view.setUint32(42, 31, true)
  record.set(startDate, 77)
  view.setUint8(87, 0x4c)
  view.setUint8(91, 110)
  view.setUint16(94, 706, true)
  view.setUint32(96, 4096, true)
  view.setUint16(104, 4, true)
  view.setUint16(106, 240, true)
  view.setUint16(108, 2, true)
  view.setUint16(110, 244, true)
  record.set(names, 240)
  return record
}

interface Breakage {
  /** Logical address of MSCI in place of the right one. */
  readonly msciAddress?: number
  /** Adds a block, a stream and a record that nobody knows. */
  readonly unknowns?: boolean
  readonly withoutFinalHeader?: boolean
  /** Changes the header records, in both copies. */
  readonly change?: (records: Uint8Array) => Uint8Array
}

/** The parts of a sound file (label, filemark, set ...), with one rule broken where asked. */
export function sound(breakage: Breakage = {}): readonly Uint8Array[] {
  const change = breakage.change ?? ((records) => records)
  const unknownRecord = concat([letters('SNEW'), new Uint8Array([12, 0, 0, 0, 1, 2, 3, 4])])
  const records = () =>
    breakage.unknowns ? concat([headerRecord(), unknownRecord]) : change(headerRecord())
  const { sset, end } = setBlocks()
  const extra = breakage.unknowns ? [stream('NEWS', new Uint8Array(8))] : []
  const fields = new Uint8Array(4)
  const msci = block('MSCI', fields, [stream('MQCI', records()), ...extra], {
    address: breakage.msciAddress ?? 1,
    id: 1,
  })
  const unknown = breakage.unknowns ? [block('NEWB', fields, [], { address: 2, id: 2 })] : []
  const place = 2 + unknown.length
  const msls = block('MSLS', fields, [stream('MQCI', records())], { address: place, id: place })
  const final = breakage.withoutFinalHeader ? [] : [msls]
  return [tape(), filemark(), sset, msci, ...unknown, ...final, ...end]
}
