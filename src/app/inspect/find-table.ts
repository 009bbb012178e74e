/** Finds the table that a person means by a name. */
import type { Catalog, CatalogTable } from '../../bak/index.ts'
import { appError } from '../errors.ts'
import { shellWord } from '../shell-word.ts'
import { editDistance } from '../similar.ts'

const mostSuggestions = 3

/**
 * Returns the table of a name: `schema.table`, a name without a schema where one table has it, brackets or double
 * quotes around either; case counts only where two names differ in nothing else. The name of the database may stand
 * before it.
 *
 * @param file  a path for the advice
 * @throws INSPECT_NO_TABLE with the nearest names, INSPECT_TABLE_AMBIGUOUS
 */
export function findTable(catalog: Catalog, name: string, file: string): CatalogTable {
  try {
    return findInDatabase(catalog, name, file)
  } catch (error) {
    const rest = withoutDatabase(name, catalog.database)
    if (rest === undefined) throw error
    return findInDatabase(catalog, rest, file)
  }
}

/** Returns what follows the database's own name in `database.schema.table`; undefined where it does not begin so. */
function withoutDatabase(name: string, database: string): string | undefined {
  for (const prefix of [database, `[${database.replaceAll(']', ']]')}]`, `"${database}"`]) {
    const begin = name.slice(0, prefix.length + 1)
    if (begin.toLowerCase() !== `${prefix.toLowerCase()}.`) continue
    const rest = name.slice(prefix.length + 1)
    // `database..table` leaves the schema to the server.
    return rest.startsWith('.') ? rest.slice(1) : rest
  }
  return undefined
}

function findInDatabase(catalog: Catalog, name: string, file: string): CatalogTable {
  const wanted = splitName(name)
  const fits = (table: CatalogTable, same: (a: string, b: string) => boolean) =>
    wanted.some(
      ({ schema, table: wantedTable }) =>
        same(table.name, wantedTable) && (schema === undefined || same(table.schema, schema)),
    )
  const exact = catalog.tables.filter((table) => fits(table, (a, b) => a === b))
  const found =
    exact.length > 0
      ? exact
      : catalog.tables.filter((table) => fits(table, (a, b) => a.toLowerCase() === b.toLowerCase()))
  const [first, second] = found
  const { database } = catalog
  if (first === undefined)
    throw appError('INSPECT_NO_TABLE', {
      ...{ table: name, database, file: shellWord(file) },
      similar: similarNames(catalog, name).join(', ') || '-',
    })
  // Without a schema, dbo is what SQL Server would take for most users.
  const inDbo = second === undefined ? first : found.find(({ schema }) => schema === 'dbo')
  if (inDbo !== undefined && wanted.every(({ schema }) => schema === undefined)) return inDbo
  if (second === undefined) return first
  throw appError('INSPECT_TABLE_AMBIGUOUS', {
    ...{ table: name, database, first: nameOf(first) },
    tables: found.map(nameOf).join(', '),
  })
}

interface WantedName {
  readonly schema: string | undefined
  readonly table: string
}

/** Returns how a name can be understood: names hold dots themselves, and then there is more than one way. */
function splitName(name: string): WantedName[] {
  const quoted =
    /^(?:(\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^.[\]"]*)\.)?(\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^[\]"]*)$/.exec(
      name,
    )
  if (quoted && /[[\]"]/.test(name))
    return [
      {
        schema: quoted[1] === undefined ? undefined : unquote(quoted[1]),
        table: unquote(quoted[2] ?? ''),
      },
    ]
  const ways: WantedName[] = [{ schema: undefined, table: name }]
  for (let at = name.indexOf('.'); at > 0; at = name.indexOf('.', at + 1))
    ways.push({ schema: name.slice(0, at), table: name.slice(at + 1) })
  return ways
}

function unquote(name: string): string {
  if (name.startsWith('[')) return name.slice(1, -1).replaceAll(']]', ']')
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** Returns a few names as they are written behind `--rows`, the nearest first. */
function similarNames({ tables }: Catalog, name: string): string[] {
  const bare = (splitName(name).at(-1)?.table ?? name).toLowerCase()
  return tables
    .map((table) => {
      const own = table.name.toLowerCase()
      const isPart = own.includes(bare) || bare.includes(own)
      return { name: nameOf(table), distance: isPart ? 0 : editDistance(bare, own) }
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostSuggestions)
    .map((each) => each.name)
}

function nameOf({ schema, name }: CatalogTable): string {
  return `${schema}.${name}`
}
