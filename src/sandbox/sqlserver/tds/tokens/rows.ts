/** COLMETADATA, ROW, NBCROW and RETURNVALUE: results and output parameters [spec MS-TDS 2.2.7.4, 2.2.7.15-20]. */
import type { ByteWriter } from '../byte-writer.ts'
import type { Column } from '../handler.ts'
import { tdsVersions } from '../tds-version.ts'
import type { SqlType, SqlValue } from '../types/sql-type.ts'
import { type WireType, wireTypeFor } from '../types/wire-type.ts'
import { writeTypeInfo } from '../types/write-type.ts'
import { writeValue } from '../types/write-value.ts'
import type { TokenContext } from './token-context.ts'

const columnsToken = 0x81
const rowToken = 0xd1
const nbcRowToken = 0xd2
const returnValueToken = 0xac
/** Column flags: it can be NULL. */
const nullable = 0x0001

/** Writes the columns of a result and returns the types under which their values go out. */
export function writeColumns(
  writer: ByteWriter,
  context: TokenContext,
  columns: readonly Column[],
): WireType[] {
  const types = columns.map((column) => wireTypeFor(column.type, context.tdsVersion))
  writer.u8(columnsToken).u16(columns.length)
  columns.forEach((column, index) => {
    const type = types[index] ?? column.type
    writeUserType(writer, context)
    writer.u16(nullable)
    writeTypeInfo(writer, type, context.collation)
    // Only a client before 7.2 gets these types; it expects the name of the table here.
    if (type.name === 'text' || type.name === 'ntext' || type.name === 'image') writer.longText('')
    writer.shortText(column.name)
  })
  return types
}

/**
 * Writes a row, with a bitmap of its NULLs where the client reads one.
 * @throws RangeError when a value does not fit its column, or their numbers differ
 */
export function writeRow(
  writer: ByteWriter,
  context: TokenContext,
  types: readonly WireType[],
  values: readonly SqlValue[],
): void {
  if (values.length !== types.length)
    throw new RangeError(`a row of ${values.length} values for ${types.length} columns`)
  const hasBitmap = context.tdsVersion >= tdsVersions.v73B && values.includes(null)
  writer.u8(hasBitmap ? nbcRowToken : rowToken)
  if (hasBitmap) writer.bytes(nullBitmap(values))
  types.forEach((type, index) => {
    const value = values[index] ?? null
    if (hasBitmap && value === null) return
    writeValue(writer, type, value, context.collation)
  })
}

function nullBitmap(values: readonly SqlValue[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(values.length / 8))
  values.forEach((value, index) => {
    if (value === null) bitmap[index >> 3] = (bitmap[index >> 3] ?? 0) | (1 << (index & 7))
  })
  return bitmap
}

/** Writes the value of an output parameter. Its place is 0: clients go by its name. */
export function writeReturnValue(
  writer: ByteWriter,
  context: TokenContext,
  parameter: { name: string; type: SqlType; value: SqlValue },
): void {
  const type = wireTypeFor(parameter.type, context.tdsVersion)
  writer.u8(returnValueToken).u16(0).shortText(parameter.name).u8(1)
  writeUserType(writer, context)
  writer.u16(nullable)
  writeTypeInfo(writer, type, context.collation)
  writeValue(writer, type, parameter.value, context.collation)
}

function writeUserType(writer: ByteWriter, context: TokenContext): void {
  if (context.tdsVersion < tdsVersions.v72) writer.u16(0)
  else writer.u32(0)
}
