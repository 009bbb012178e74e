/**
 * Writes rows as JSON Lines: one object for each row, its keys the names of the columns.
 */
import { hexText } from './binary-values.ts'
import type { TableRows } from './read-rows.ts'
import { isUnreadable, type Row, type SqlValue } from './values.ts'

/**
 * Returns the text of a JSON Lines file in pieces, one for each page of the table. Numbers are JSON numbers where
 * JavaScript holds them exactly; bigint, decimal and money are strings, binary is a string of `0x` and hexadecimal
 * digits, a value that could not be read is `{"unreadable":CODE,"reason":...}`. Half pairs of UTF-16 are escaped.
 *
 * @throws what reading the rows throws
 */
export async function* toJsonLines(rows: TableRows): AsyncGenerator<string> {
  const keys = rows.columns.map(
    ({ name }, index) => `${index > 0 ? ',' : '{'}${JSON.stringify(name)}:`,
  )
  for await (const batch of rows.batches()) yield jsonLines(batch, keys)
}

function jsonLines(rows: readonly Row[], keys: readonly string[]): string {
  let text = ''
  for (const row of rows) {
    for (let index = 0; index < keys.length; index++) {
      text += keys[index]
      text += jsonValue(row[index] ?? null)
    }
    text += keys.length > 0 ? '}\n' : '{}\n'
  }
  return text
}

function jsonValue(value: SqlValue): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
    case 'number':
      return String(value)
    case 'bigint':
      return `"${value}"`
  }
  if (value === null) return 'null'
  if (isUnreadable(value)) return JSON.stringify(value)
  return `"${hexText(value)}"`
}
