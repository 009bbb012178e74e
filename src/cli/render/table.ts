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

/** Returns the text cut to `width` columns (1 or more) from its beginning: of a path, its end is what tells. */
export function truncateStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const glyph of [...glyphs(text)].reverse()) {
    if (displayWidth(kept) + glyph.width > width - 1) break
    kept = glyph.text + kept
  }
  return `…${kept}`
}

/** Punctuation that Chinese does not allow at the beginning of a line. */
const neverFirst = /^[，。、；：？！）》」』”’…,.;:?!)\]}]/

/** Punctuation that Chinese does not allow at the end of a line. */
const neverLast = /[（《「『“‘]$/

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
    const isOpened = neverLast.test(word)
    if (!isOpened && (isWide || (word.endsWith(' ') && glyph.text !== ' '))) {
      if (word !== '') units.push(word)
      word = ''
    }
    if (isWide && !neverLast.test(glyph.text)) {
      units.push(word + glyph.text)
      word = ''
    } else word += glyph.text
  }
  if (word !== '') units.push(word)
  return units
}

export interface TableColumn {
  readonly title: string
  /** Numbers go to the right; default left. */
  readonly align?: 'left' | 'right'
  /**
   * Narrowest width in columns when space is short, at which words are cut; by default its longest word, and of
   * numbers (`align: 'right'`) the whole cell.
   */
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

/** Returns the widest that a text may be in a window: long lines are hard to read, but a pipe has no width. */
export function readableWidth(columns: number, most: number): number {
  return Number.isFinite(columns) ? Math.max(20, Math.min(columns, most)) : columns
}

/** Returns how wide the table is where nothing has to give way. */
export function naturalWidth({ columns, rows }: Omit<Table, 'width'>): number {
  return totalWidth(columns.map((column, index) => columnWidth(column, index, rows)))
}

/**
 * Returns the table as text with a line break at its end: titles, a rule, the rows. The widest columns give way
 * first when the terminal is narrow; where even their minimum widths do not fit, each row becomes a few lines of
 * `title: cell`.
 */
export function renderTable(table: Table): string {
  const widths = columnWidths(table)
  if (totalWidth(widths) > table.width) return renderRecords(table)
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

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1)
}

function columnWidth(column: TableColumn, index: number, rows: Table['rows']): number {
  const cellWidth = (cell: string) => Math.max(0, ...cell.split('\n').map(displayWidth))
  return rows.reduce(
    (most, row) => Math.max(most, cellWidth(row[index] ?? '')),
    cellWidth(column.title),
  )
}

function columnWidths({ columns, rows, width }: Table): number[] {
  const widths = columns.map((column, index) => columnWidth(column, index, rows))
  let excess = totalWidth(widths) - width
  if (excess <= 0) return widths
  const floors = columns.map((column, index) => {
    const most = widths[index] ?? 0
    if (column.minWidth !== undefined) return Math.min(most, column.minWidth)
    if (column.align === 'right') return most
    return [column.title, ...rows.map((row) => row[index] ?? '')].reduce(
      (longest, cell) => Math.max(longest, longestWord(cell)),
      0,
    )
  })
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

function longestWord(text: string): number {
  return text
    .split('\n')
    .flatMap((line) => breakUnits(line))
    .reduce((longest, unit) => Math.max(longest, displayWidth(unit.trimEnd())), 0)
}

/** A row as a block of lines, for windows that are too narrow for columns. */
function renderRecords({ columns, rows, width }: Table): string {
  const named = Math.max(...columns.map(({ title }) => displayWidth(title)))
  const room = Math.max(8, width - named - gap)
  const block = (row: readonly string[]) =>
    columns.flatMap(({ title }, index) => {
      const cell = row[index] ?? ''
      if (cell === '') return []
      return wrapText(cell, room).map((line, at) =>
        `${padEnd(at === 0 ? title : '', named + gap)}${line}`.trimEnd(),
      )
    })
  return `${rows.map((row) => block(row).join('\n')).join('\n\n')}\n`
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
