/** The rows of one table of a backup as text: what `sqlferry inspect --rows` prints. */
import { type RowsSummary, readRows, toCsv, toJsonLines } from '../../bak/index.ts'
import { compareLsn } from '../../core/index.ts'
import type { AppContext } from '../context.ts'
import { appError } from '../errors.ts'
import { shellWord } from '../shell-word.ts'
import type { DatabaseChoice, SetInFiles } from './choose-backup.ts'
import { findTable } from './find-table.ts'
import { openDatabase } from './open-database.ts'
import { type DatabaseRequest, findDatabases } from './read-databases.ts'

export type RowsFormat = 'csv' | 'jsonl'

export interface RowsRequest extends DatabaseRequest {
  /** `schema.table`, or a name that one table has. */
  readonly table: string
  readonly limit?: number | undefined
  readonly format: RowsFormat
}

/** What was met while the rows were written. */
export interface WrittenRows extends RowsSummary {
  /** The rows are decoded after what other readers report, without a real table that proves it. */
  readonly isUnproven: boolean
}

/** More backups than this are not named in an error. */
const mostNamed = 5

/** Where the text goes; it may ask to wait. */
export type WriteText = (text: string) => Promise<void> | void

/**
 * Writes the rows of a table as they are read, and returns what was met on the way.
 *
 * @throws INSPECT_NO_DATABASE, INSPECT_SEVERAL_DATABASES, INSPECT_NO_TABLE, INSPECT_TABLE_AMBIGUOUS, why the only file
 *   cannot be read, what reading rows throws, and the signal's reason
 */
export async function writeRows(
  request: RowsRequest,
  context: Pick<AppContext, 'cwd' | 'signal'>,
  write: WriteText,
): Promise<WrittenRows> {
  const { signal } = context
  const { databases, unused } = await findDatabases(request, context)
  const choice = onlyDatabase(databases)
  if (choice === undefined)
    throw unused[0]?.problem ?? appError('INSPECT_NO_DATABASE', { paths: request.paths.join(' ') })
  await using database = await openDatabase(choice, signal)
  const { pages, catalog } = database
  const file = choice.full.group.files[0]?.path ?? ''
  const table = findTable(catalog, request.table, file)
  const rows = readRows(pages, table, { limit: request.limit, signal })
  for await (const text of request.format === 'csv' ? toCsv(rows) : toJsonLines(rows))
    await write(text)
  return { ...rows.summary(), isUnproven: rows.isUnproven }
}

/**
 * Of several backups of one database the newest is taken.
 * @throws INSPECT_SEVERAL_DATABASES
 */
function onlyDatabase(choices: readonly DatabaseChoice[]): DatabaseChoice | undefined {
  const [first] = choices
  if (first === undefined) return undefined
  const isSame = ({ full: { set } }: DatabaseChoice) =>
    set.database === first.full.set.database && set.familyGuid === first.full.set.familyGuid
  if (choices.every(isSame))
    return choices.reduce((newest, each) =>
      compareLsn(each.full.set.lastLsn, newest.full.set.lastLsn) > 0 ? each : newest,
    )
  const names = choices
    .slice(0, mostNamed)
    .map(({ full }) => nameOf(full))
    .join(', ')
  throw appError('INSPECT_SEVERAL_DATABASES', {
    count: choices.length,
    databases: choices.length > mostNamed ? `${names}, ...` : names,
    files: first.full.group.files.map(({ path }) => shellWord(path)).join(' '),
  })
}

function nameOf({ set, group }: SetInFiles): string {
  return `${set.database} (${group.files[0]?.path ?? ''} #${set.position})`
}
