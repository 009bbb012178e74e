/** The tables of databases in backups: one line per table, and on request every column and index. */
import type { DatabaseTables, TablesReport } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'
import { colorsFor } from './colors.ts'
import {
  type DatabaseRendering,
  renderDatabaseHead,
  renderLines,
  renderProblem,
  renderUnused,
} from './databases.ts'
import { formatBytes, formatCount } from './format.ts'
import { renderTable } from './table.ts'
import { tablesWords } from './tables-words.ts'
import { visible } from './visible.ts'

type Table = DatabaseTables['catalog']['tables'][number]
type Column = Table['columns'][number]
type Index = Table['indexes'][number]

export interface TablesRendering extends DatabaseRendering {
  /** Adds the columns and indexes of each table. */
  readonly withColumns: boolean
}

const pageBytes = 8192

/** Returns the whole report with a line break at its end. */
export function renderTables(report: TablesReport, how: TablesRendering): string {
  const { databases, unused } = report
  const parts = databases.map((database) => {
    const { answer, problem } = database
    const facts = answer && {
      compatibilityLevel: answer.catalog.compatibilityLevel,
      collation: answer.catalog.collation.name,
    }
    const head = renderDatabaseHead(database, facts, how)
    return head + (answer ? renderAnswer(answer, how) : renderProblem(problem, how))
  })
  if (unused.length > 0) parts.push(renderUnused(unused, how))
  const words = tablesWords[how.language]
  const answers = databases.flatMap(({ answer }) => answer ?? [])
  const end = [
    ...(answers.some(({ catalog }) => catalog.tables.length > 0)
      ? [words.asOf(answers.some(({ counts }) => counts.size > 0))]
      : []),
    ...(databases.length + unused.length > 1
      ? [words.summary(answers.length, databases.length - answers.length, unused.length)]
      : []),
  ]
  return [...parts, ...(end.length > 0 ? [renderLines(how.output, 0, end)] : [])].join('\n')
}

function renderAnswer(answer: DatabaseTables, how: TablesRendering): string {
  const words = tablesWords[how.language]
  const { catalog } = answer
  if (catalog.tables.length === 0) return renderLines(how.output, 2, [words.noTables])
  const remarks = catalog.tables.map((table) => remarksOf(table, answer, how.language))
  const hasRemarks = remarks.some((text) => text !== '')
  const table = renderTable({
    width: how.output.columns,
    columns: [
      { title: words.table, minWidth: 16 },
      { title: words.rows, align: 'right' },
      { title: words.columns, align: 'right' },
      { title: words.indexes, align: 'right' },
      { title: words.size, align: 'right' },
      ...(hasRemarks ? [{ title: words.remarks }] : []),
    ],
    rows: catalog.tables.map((each, index) => [
      nameOf(each),
      formatCount(rowsOf(each, answer)),
      String(each.columns.length),
      String(each.indexes.filter(({ kind }) => kind !== 'heap').length),
      formatBytes(sizeOf(each)),
      ...(hasRemarks ? [remarks[index] ?? ''] : []),
    ]),
  })
  const rows = catalog.tables.reduce((sum, each) => sum + rowsOf(each, answer), 0)
  const sum = words.sum(catalog.tables.length, formatCount(rows))
  const details = how.withColumns
    ? catalog.tables.map((each) => tableDetails(each, answer, how))
    : []
  return [`${table}${renderLines(how.output, 0, [sum])}`, ...details].join('\n')
}

function rowsOf(table: Table, { counts }: DatabaseTables): number {
  return counts.get(table.objectId)?.rows ?? table.catalogRows
}

/** What the heap or the clustered index takes, with what lies outside the rows. */
function sizeOf({ rowsets }: Table): number {
  const units = rowsets.flatMap(({ allocationUnits }) => allocationUnits)
  return units.reduce((sum, { usedPages }) => sum + usedPages, 0) * pageBytes
}

function remarksOf(table: Table, { counts }: DatabaseTables, language: Language): string {
  const words = tablesWords[language]
  const count = counts.get(table.objectId)
  const compression = words.compressions[table.compression]
  return [
    ...(compression === undefined ? [] : [compression]),
    ...(table.rowsets.length > 1 ? [words.partitions(table.rowsets.length)] : []),
    ...(count && count.rows === undefined ? [words.notCounted] : []),
    ...(count && count.missingPages > 0
      ? [words.missingPages(formatCount(count.missingPages))]
      : []),
    ...(count?.rows !== undefined && count.rows !== table.catalogRows
      ? [words.catalogSays(formatCount(table.catalogRows))]
      : []),
  ].join(words.comma)
}

function tableDetails(table: Table, answer: DatabaseTables, how: TablesRendering): string {
  const { language, output } = how
  const words = tablesWords[language]
  const colors = colorsFor(output, how.env)
  const columns = renderTable({
    width: output.columns,
    columns: [
      { title: words.column },
      { title: words.type },
      { title: words.nulls },
      { title: words.remarks },
    ],
    rows: table.columns.map((column) => [
      visible(column.name),
      answer.declaredType(column),
      column.isNullable ? words.nullable : words.notNull,
      columnRemarks(column, answer.catalog.collation.name, language),
    ]),
  })
  const indexes = table.indexes
    .filter(({ kind }) => kind !== 'heap')
    .map((index) => indexText(index, table, language))
  const heap = table.indexes.some(({ kind }) => kind === 'heap') ? [words.heap] : []
  return (
    renderLines(output, 0, [colors.bold(nameOf(table))]) +
    columns +
    renderLines(output, 0, [`${words.indexes}${words.colon.trimEnd()}`]) +
    renderLines(output, 2, [...heap, ...indexes])
  )
}

/** @param usual  the database's collation, which most columns have */
function columnRemarks(column: Column, usual: string | undefined, language: Language): string {
  const words = tablesWords[language]
  const collation = column.collation?.name
  return [
    ...(column.isIdentity ? [words.identity] : []),
    ...(column.isComputed ? [words.computed] : []),
    ...(column.isSparse ? [words.sparse] : []),
    ...(collation === undefined || collation === usual ? [] : [collation]),
  ].join(words.comma)
}

function indexText(index: Index, { columns }: Table, language: Language): string {
  const words = tablesWords[language]
  const names = new Map(columns.map(({ columnId, name }) => [columnId, name]))
  const keys = index.keyColumns.map(
    ({ columnId, isDescending }) =>
      `${visible(names.get(columnId) ?? `#${columnId}`)}${isDescending ? ` ${words.descending}` : ''}`,
  )
  const kinds = [
    ...(index.isPrimaryKey ? [words.primaryKey] : index.isUnique ? [words.unique] : []),
    words.kinds[index.kind] ?? index.kind,
  ]
  const said = `${kinds.join(words.comma)}${keys.length > 0 ? `${words.colon}${keys.join(', ')}` : ''}`
  return language === 'zh'
    ? `${visible(index.name)}（${said}）`
    : `${visible(index.name)} (${said})`
}

function nameOf({ schema, name }: Table): string {
  return visible(`${schema}.${name}`)
}
