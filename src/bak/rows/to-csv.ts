/**
 * Writes rows as CSV: RFC 4180, UTF-8 once encoded, comma, CRLF. NULL is an empty field, an empty text is `""`.
 */
import { hexText } from './binary-values.ts'
import type { TableRows } from './read-rows.ts'
import { isUnreadable, type Row, type SqlValue } from './values.ts'

/** How the text begins. */
export interface CsvOptions {
  /** A first line with the names of the columns; true without. */
  readonly header?: boolean
}

const lineEnd = '\r\n'

/**
 * Returns the text of a CSV file in pieces, one for each page of the table. A bit is `1` or `0`, binary is `0x` and
 * hexadecimal digits, a value that could not be read is `<unreadable CODE: reason>`. Half pairs of UTF-16 stay in the
 * text; encoding it as UTF-8 makes U+FFFD of them.
 *
 * @throws what reading the rows throws
 */
export async function* toCsv(rows: TableRows, options: CsvOptions = {}): AsyncGenerator<string> {
  if (options.header ?? true) {
    yield rows.columns.map(({ name }) => quoted(name)).join(',') + lineEnd
  }
  for await (const batch of rows.batches()) yield csvLines(batch)
}

function csvLines(rows: readonly Row[]): string {
  let text = ''
  for (const row of rows) {
    for (let index = 0; index < row.length; index++) {
      if (index > 0) text += ','
      text += csvField(row[index] ?? null)
    }
    text += lineEnd
  }
  return text
}

function csvField(value: SqlValue): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'boolean':
      return value ? '1' : '0'
    case 'number':
    case 'bigint':
      return String(value)
  }
  if (value === null) return ''
  if (isUnreadable(value)) return quoted(`<unreadable ${value.unreadable}: ${value.reason}>`)
  return hexText(value)
}

function quoted(text: string): string {
  return needsQuotes(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Empty text too: an empty field is NULL. Blanks at the ends are quoted because some readers cut them off. */
function needsQuotes(text: string): boolean {
  const last = text.length - 1
  if (last < 0 || isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(last))) return true
  for (let at = 0; at <= last; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x22 || unit === 0x2c || unit === 0x0a || unit === 0x0d) return true
  }
  return false
}

function isBlank(unit: number): boolean {
  return unit <= 0x20 || unit === 0xa0 || unit === 0x3000
}
