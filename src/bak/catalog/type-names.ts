/**
 * The names of SQL Server's own types, by system type id: the names in sys.types of every database.
 *
 * @source sys.types [spec]; those of real backups by sysscalartypes [measured]
 */
import { decimalTypes, scaledTypes, sizedTypes, typeIds } from './system-types.ts'

/** A name for an alias type or one that the catalog names otherwise is looked up in sysscalartypes first. */
export const systemTypeNames: ReadonlyMap<number, string> = new Map([
  [34, 'image'],
  [35, 'text'],
  [36, 'uniqueidentifier'],
  [40, 'date'],
  [41, 'time'],
  [42, 'datetime2'],
  [43, 'datetimeoffset'],
  [48, 'tinyint'],
  [52, 'smallint'],
  [56, 'int'],
  [58, 'smalldatetime'],
  [59, 'real'],
  [60, 'money'],
  [61, 'datetime'],
  [62, 'float'],
  [98, 'sql_variant'],
  [99, 'ntext'],
  [104, 'bit'],
  [106, 'decimal'],
  [108, 'numeric'],
  [122, 'smallmoney'],
  [127, 'bigint'],
  [165, 'varbinary'],
  [167, 'varchar'],
  [173, 'binary'],
  [175, 'char'],
  [189, 'timestamp'],
  [231, 'nvarchar'],
  [239, 'nchar'],
  [241, 'xml'],
])

/** Types whose length in the catalog counts bytes, two for each character. */
const doubleByte: ReadonlySet<number> = new Set([typeIds.nvarchar, typeIds.nchar])

export interface DeclaredType {
  readonly typeName: string
  readonly systemTypeId: number
  readonly userTypeId: number
  readonly maxLengthBytes: number
  readonly precision: number
  readonly scale: number
}

/**
 * Returns the type as it stands in CREATE TABLE: `nvarchar(40)`, `varbinary(max)`, `decimal(18, 3)`, `datetime2(7)`.
 * An alias type is named without a length.
 */
export function declaredType(column: DeclaredType): string {
  const { typeName, systemTypeId, userTypeId, maxLengthBytes, precision, scale } = column
  if (userTypeId !== systemTypeId) return typeName
  if (sizedTypes.has(systemTypeId)) {
    if (maxLengthBytes === -1) return `${typeName}(max)`
    const length = doubleByte.has(systemTypeId) ? maxLengthBytes / 2 : maxLengthBytes
    return `${typeName}(${length})`
  }
  if (decimalTypes.has(systemTypeId)) return `${typeName}(${precision}, ${scale})`
  return scaledTypes.has(systemTypeId) ? `${typeName}(${scale})` : typeName
}
