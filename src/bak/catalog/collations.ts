/**
 * Names of collations by the id that columns and databases carry.
 *
 * @source the parts of the id beside locale, comparison flags and sort order in the headers of real backups [measured];
 *   names of SQL collations by sort order as SQL Server's documents list them [spec]
 *
 *   bits 0-11   which language       12 ignore case   13 ignore accent   14 ignore kana   15 ignore width
 *   16 binary order   17-23 other properties of newer collations   24-31 sort order of an SQL collation
 */
import type { CatalogCollation } from './catalog.ts'

const languageMask = 0xfff
const ignoreCase = 0x1000
const ignoreAccent = 0x2000
const ignoreKana = 0x4000
const ignoreWidth = 0x8000
const binary = 0x1_0000
const otherProperties = 0xfe_0000

/** Those whose locale stands beside the id in a real backup. [measured] */
const languages: ReadonlyMap<number, string> = new Map([
  [0x08, 'Latin1_General'],
  [0x0c, 'Hebrew'],
  [0x15, 'Cyrillic_General'],
  [0x24, 'Chinese_PRC'],
])

/** @source sort orders of SQL collations [spec]; 52 beside the id of real backups [measured] */
const sqlCollations: ReadonlyMap<number, string> = new Map([
  [31, 'SQL_Latin1_General_CP437_CS_AS'],
  [32, 'SQL_Latin1_General_CP437_CI_AS'],
  [34, 'SQL_Latin1_General_CP437_CI_AI'],
  [41, 'SQL_Latin1_General_CP850_CS_AS'],
  [42, 'SQL_Latin1_General_CP850_CI_AS'],
  [44, 'SQL_Latin1_General_CP850_CI_AI'],
  [51, 'SQL_Latin1_General_CP1_CS_AS'],
  [52, 'SQL_Latin1_General_CP1_CI_AS'],
  [54, 'SQL_Latin1_General_CP1_CI_AI'],
])

/** Returns the collation with its name, or without one where the id is not understood whole. */
export function collationOf(id: number): CatalogCollation {
  return { id, name: collationName(id >>> 0) }
}

function collationName(id: number): string | undefined {
  const sortOrder = id >>> 24
  const language = languages.get(id & languageMask)
  if (language === undefined || (id & otherProperties) !== 0) return undefined
  if (sortOrder !== 0)
    return (id & languageMask) === 0x08 ? sqlCollations.get(sortOrder) : undefined
  if (id & binary) return `${language}_BIN`
  const parts = [
    language,
    id & ignoreCase ? 'CI' : 'CS',
    id & ignoreAccent ? 'AI' : 'AS',
    ...(id & ignoreKana ? [] : ['KS']),
    ...(id & ignoreWidth ? [] : ['WS']),
  ]
  return parts.join('_')
}
