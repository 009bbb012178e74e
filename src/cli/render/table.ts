/**
 * Tables for a terminal: columns that keep their alignment with Chinese text, and that shrink to the width of the
 * window. The only file that knows how wide a character is.
 */
import stringWidth from 'string-width'

/** Returns how many terminal columns a text takes; a Chinese character takes two, an escape sequence none. */
export function displayWidth(text: string): number {
  return stringWidth(text)
}

/** Returns the text filled with spaces at its end to `width` columns; a longer text is left alone. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Returns the text filled with spaces at its beginning to `width` columns; a longer text is left alone. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const escapeSequence = /^\x1b\[[0-9;]*m/

/** Escape sequences and graphemes in order; each with the columns it takes. */
function* glyphs(text: string): Generator<{ readonly text: string; readonly width: number }> {
  let rest = text
  while (rest.length > 0) {
    const sequence = escapeSequence.exec(rest)?.[0]
    if (sequence) {
      yield { text: sequence, width: 0 }
      rest = rest.slice(sequence.length)
      continue
    }
    const next = rest.indexOf('\x1b', 1)
    const plain = next < 0 ? rest : rest.slice(0, next)
    for (const { segment } of segmenter.segment(plain)) {
      yield { text: segment, width: displayWidth(segment) }
    }
    rest = rest.slice(plain.length)
  }
}

/**
 * Returns the text cut to `width` columns (1 or more), with `…` in place of what is missing. Escape sequences are
 * kept, so that a cut text does not colour what follows it.
 */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let used = 0
  let kept = ''
  let isCut = false
  for (const glyph of glyphs(text)) {
    if (glyph.width > 0 || !glyph.text.startsWith('\x1b')) {
      if (isCut) continue
      if (used + glyph.width > width - 1) {
        isCut = true
        kept += '…'
        continue
      }
      used += glyph.width
    }
    kept += glyph.text
  }
  return kept
}

/** Punctuation that Chinese does not allow at the beginning of a line. */
const neverFirst = /^[，。、；：？！）》」』”’…,.;:?!)\]}]/

/**
 * Returns the lines of a text at most `width` columns wide. Breaks at spaces and between Chinese characters, keeps
 * line breaks, and cuts a word only when it is wider than a line.
 */
export function wrapText(text: string, width: number): string[] {
  const limit = Math.max(2, width)
  return text
    .split('\n')
    .flatMap((line) => (displayWidth(line) <= limit ? [line] : wrapLine(line, limit)))
}

function wrapLine(line: string, limit: number): string[] {
  const lines: string[] = []
  let current = ''
  const flush = () => {
    lines.push(current.trimEnd())
    current = ''
  }
  for (const unit of breakUnits(line)) {
    const candidate = current + unit
    if (displayWidth(candidate.trimEnd()) <= limit) {
      current = candidate
      continue
    }
    if (current.trim() !== '') flush()
    current = lines.length > 0 ? unit.trimStart() : unit
    while (displayWidth(current.trimEnd()) > limit) {
      let head = ''
      for (const glyph of glyphs(current)) {
        if (displayWidth(head) + glyph.width > limit) break
        head += glyph.text
      }
      lines.push(head)
      current = current.slice(head.length)
    }
  }
  if (current.trim() !== '') flush()
  return lines
}

/** Pieces that stay together: words with the spaces after them, single wide characters with their punctuation. */
function breakUnits(line: string): string[] {
  const units: string[] = []
  let word = ''
  for (const glyph of glyphs(line)) {
    const isWide = glyph.width === 2
    if (neverFirst.test(glyph.text)) {
      if (word === '' && units.length > 0) units[units.length - 1] += glyph.text
      else word += glyph.text
      continue
    }
    if (isWide || (word.endsWith(' ') && glyph.text !== ' ')) {
      if (word !== '') units.push(word)
      word = ''
    }
    if (isWide) units.push(glyph.text)
    else word += glyph.text
  }
  if (word !== '') units.push(word)
  return units
}

export interface TableColumn {
  readonly title: string
  /** Numbers go to the right; default left. */
  readonly align?: 'left' | 'right'
  /** Narrowest width in columns that still makes sense when space is short; default 8. */
  readonly minWidth?: number
  /** What happens to a cell that is too wide: `wrap` (default) takes more lines, `cut` ends it with `…`. */
  readonly overflow?: 'wrap' | 'cut'
}

export interface Table {
  readonly columns: readonly TableColumn[]
  /** One array of cells per row, as many as there are columns; a missing cell is empty. */
  readonly rows: readonly (readonly string[])[]
  /** Columns of the terminal; Infinity never wraps. */
  readonly width: number
}

const gap = 2 // columns between two cells

/**
 * Returns the table as text with a line break at its end: titles, a rule, the rows. The widest columns give way
 * first when the terminal is narrow; below the sum of minimum widths the table is wider than the terminal.
 */
export function renderTable(table: Table): string {
  const widths = columnWidths(table)
  const lines = [
    ...renderRow(
      table.columns.map((column) => column.title),
      table.columns,
      widths,
    ),
    widths.map((width) => '-'.repeat(width)).join(' '.repeat(gap)),
    ...table.rows.flatMap((row) => renderRow(row, table.columns, widths)),
  ]
  return `${lines.join('\n')}\n`
}

function columnWidths({ columns, rows, width }: Table): number[] {
  const cellWidth = (cell: string) => Math.max(0, ...cell.split('\n').map(displayWidth))
  const widths = columns.map((column, index) =>
    Math.max(cellWidth(column.title), ...rows.map((row) => cellWidth(row[index] ?? ''))),
  )
  const floors = columns.map((column, index) => Math.min(widths[index] ?? 0, column.minWidth ?? 8))
  let excess = widths.reduce((sum, each) => sum + each, 0) + gap * (columns.length - 1) - width
  while (excess > 0) {
    const widest = widths.reduce(
      (best, each, index) =>
        each > (floors[index] ?? 0) && (best < 0 || each > (widths[best] ?? 0)) ? index : best,
      -1,
    )
    if (widest < 0) break
    widths[widest] = (widths[widest] ?? 0) - 1
    excess--
  }
  return widths
}

function renderRow(
  cells: readonly string[],
  columns: readonly TableColumn[],
  widths: readonly number[],
): string[] {
  const blocks = columns.map((column, index) => {
    const cell = cells[index] ?? ''
    const width = Math.max(1, widths[index] ?? 1)
    return column.overflow === 'cut' ? [truncate(cell, width)] : wrapText(cell, width)
  })
  const height = Math.max(1, ...blocks.map((block) => block.length))
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => {
        const text = blocks[index]?.[line] ?? ''
        const width = widths[index] ?? 0
        return column.align === 'right' ? padStart(text, width) : padEnd(text, width)
      })
      .join(' '.repeat(gap))
      .trimEnd(),
  )
}
