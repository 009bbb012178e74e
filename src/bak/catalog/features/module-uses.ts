/** What a module's text uses that is not in its database: names of other databases and servers, special procedures. */
import type { FeatureName } from './feature.ts'
import { type SqlToken, sqlTokens } from './tsql-tokens.ts'

export interface ModuleUse {
  readonly feature: FeatureName
  /** What stands in the text, such as `OtherDb.dbo.Orders`. */
  readonly text: string
}

export interface ModuleUses {
  readonly uses: readonly ModuleUse[]
  /** Whether the text defines something; the text of an encrypted module does not. */
  readonly hasCreate: boolean
}

/** Procedures by their last part. @source SQL Server's documents [spec] */
const procedures: readonly (readonly [RegExp, FeatureName])[] = [
  [/^xp_cmdshell$/i, 'xp-cmdshell-in-modules'],
  [/^(sp_send_dbmail|xp_sendmail)$/i, 'database-mail-in-modules'],
  [/^xp_/i, 'extended-procedures-in-modules'],
  [
    /^sp_oa(create|destroy|geterrorinfo|getproperty|method|setproperty|stop)$/i,
    'ole-automation-in-modules',
  ],
  [
    /^sp_(start_job|stop_job|add_job|add_jobstep|add_jobserver|add_jobschedule|delete_job|update_job)$/i,
    'agent-calls-in-modules',
  ],
]

const rowsetFunctions: ReadonlySet<string> = new Set(['OPENROWSET', 'OPENDATASOURCE', 'OPENQUERY'])

/** A name behind one of these is that of an object. */
const beforeObject: ReadonlySet<string> = new Set([
  ...['FROM', 'JOIN', 'INTO', 'UPDATE', 'INSERT', 'DELETE', 'MERGE', 'USING', 'APPLY'],
  ...['EXEC', 'EXECUTE', 'TABLE', 'PROC', 'PROCEDURE', 'VIEW', 'FUNCTION'],
])
/** These end the list of tables that FROM began. */
const afterTables: ReadonlySet<string> = new Set([
  ...[
    'WHERE',
    'GROUP',
    'ORDER',
    'HAVING',
    'SELECT',
    'UNION',
    'SET',
    'ON',
    'WITH',
    'OPTION',
    'BEGIN',
    'END',
  ],
])
/** Methods of columns and variables, which look like functions of another database. */
const methods =
  /^(value|query|nodes|exist|modify|write|ST\w+|Lat|Long|ToString|Parse|Get\w+|IsDescendantOf|Reduce|MakeValid|BufferWithTolerance|Filter|Is\w+|As\w+|Instance\w+|Z|M|HasZ|HasM)$/i

/**
 * Finds the uses in a text; what stands in strings (dynamic SQL) and in comments is not looked at.
 *
 * @param database  the module's own, whose name is no other one's
 */
export function usesOfModule(sql: string, database: string): ModuleUses {
  const uses: ModuleUse[] = []
  const reader = new NameReader(sql)
  const own = database.toLowerCase()
  let hasCreate = false
  let inTables = false
  let before: SqlToken | undefined
  for (let name = reader.next(); name !== undefined; name = reader.next()) {
    const { parts, first, isCall, following } = name
    const word = first.kind === 'word' && parts.length === 1 ? first.text.toUpperCase() : ''
    if (word === 'CREATE' || word === 'ALTER') hasCreate = true
    if (word === 'FROM') inTables = true
    else if (afterTables.has(word) || first.text === ';') inTables = false
    if (first.kind === 'word' || first.kind === 'quoted') {
      const isObject = isObjectPlace(before, inTables)
      const use = statementUse(word, following) ?? nameUse(parts, isObject, isCall, own)
      if (use !== undefined) uses.push(use)
    }
    before = parts.length === 1 ? first : { kind: 'quoted', text: '' }
  }
  return { uses, hasCreate }
}

function isObjectPlace(before: SqlToken | undefined, inTables: boolean): boolean {
  if (before === undefined) return false
  if (before.kind === 'word') return beforeObject.has(before.text.toUpperCase())
  // EXEC @result = name, and FROM a, b
  return before.kind === 'symbol' && before.text === ',' && inTables
}

/** Uses that keywords tell; `following` is the next word in capitals. */
function statementUse(word: string, following: string): ModuleUse | undefined {
  const text = `${word} ${following}`.trim()
  if (rowsetFunctions.has(word) && following === '(')
    return { feature: 'openrowset-in-modules', text: word }
  if (word === 'BULK' && following === 'INSERT') return { feature: 'bulk-insert-in-modules', text }
  if (word === 'DISTRIBUTED' && following.startsWith('TRAN'))
    return { feature: 'distributed-transactions-in-modules', text }
  if ((word === 'BACKUP' || word === 'RESTORE') && /^(DATABASE|LOG)$/.test(following))
    return { feature: 'server-commands-in-modules', text }
  if (word === 'ALTER' && following === 'DATABASE')
    return { feature: 'server-commands-in-modules', text }
  if (word === 'DBCC' || word === 'RECONFIGURE')
    return { feature: 'server-commands-in-modules', text: word }
  if (word === 'RAISERROR' && /^\d/.test(following))
    return { feature: 'old-raiserror-in-modules', text }
  return undefined
}

function nameUse(
  parts: readonly string[],
  isObject: boolean,
  isCall: boolean,
  own: string,
): ModuleUse | undefined {
  const text = parts.join('.')
  const last = parts.at(-1) ?? ''
  const procedure = procedures.find(([pattern]) => pattern.test(last))
  if (procedure !== undefined) return { feature: procedure[1], text }
  if (parts.length < 3 || (isCall && methods.test(last))) return undefined
  const hasGap = parts.slice(1, -1).includes('')
  const [first = '', second = ''] = parts
  if (parts.length === 4) {
    if (isCall) return undefined
    if (isObject || (hasGap && second === '')) return { feature: 'four-part-names', text }
    // A column by its full name: database.schema.table.column.
    return first === '' || first.toLowerCase() === own
      ? undefined
      : { feature: 'cross-database-names', text }
  }
  const isForeign = first !== '' && first.toLowerCase() !== own
  const isName = isObject || hasGap || (isCall && second.toLowerCase() === 'dbo')
  return parts.length === 3 && isForeign && isName
    ? { feature: 'cross-database-names', text }
    : undefined
}

interface NameOrToken {
  readonly first: SqlToken
  /** The parts of a name; of any other token its text. */
  readonly parts: readonly string[]
  readonly isCall: boolean
  /** The token behind it, in capitals. */
  readonly following: string
}

/** Reads tokens, names with dots as one. */
class NameReader {
  readonly #tokens: Generator<SqlToken>
  #ahead: SqlToken | undefined

  constructor(sql: string) {
    this.#tokens = sqlTokens(sql)
    this.#ahead = this.#read()
  }

  next(): NameOrToken | undefined {
    const first = this.#ahead
    if (first === undefined) return undefined
    this.#ahead = this.#read()
    const parts = [first.text]
    if (first.kind === 'word' || first.kind === 'quoted') {
      while (this.#isDot() && parts.length <= mostParts) {
        this.#ahead = this.#read()
        parts.push(this.#part())
      }
    }
    const isCall = this.#ahead?.kind === 'symbol' && this.#ahead.text === '('
    return { first, parts, isCall, following: this.#ahead?.text.toUpperCase() ?? '' }
  }

  #isDot(): boolean {
    return this.#ahead?.kind === 'symbol' && this.#ahead.text === '.'
  }

  /** A part may be left out: `other..table`. */
  #part(): string {
    const token = this.#ahead
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return ''
    this.#ahead = this.#read()
    return token.text
  }

  #read(): SqlToken | undefined {
    const { value, done } = this.#tokens.next()
    return done === true ? undefined : value
  }
}

const mostParts = 8
