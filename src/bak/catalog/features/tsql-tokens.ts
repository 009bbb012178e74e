/**
 * Cuts T-SQL into tokens, without comments: enough to find names, no grammar.
 *
 * @source lexical rules of Transact-SQL: nested comments, '' in strings, ]] in brackets, "" in quotes [spec]
 */

export interface SqlToken {
  /** `word`: a keyword or a name as it stands; `quoted`: a name in brackets or quotes, without them. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'variable' | 'symbol'
  readonly text: string
}

const wordBegin = /[\p{L}_#]/u
const wordPart = /[\p{L}\p{N}_#$@]/u
const space = /\s/

/** Yields the tokens in order; what is cut off at the end is yielded as it stands. */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  let at = 0
  while (at < sql.length) {
    const letter = sql.charAt(at)
    const next = sql.charAt(at + 1)
    if (space.test(letter)) at++
    else if (letter === '-' && next === '-') at = endOfLine(sql, at)
    else if (letter === '/' && next === '*') at = endOfComment(sql, at)
    else {
      const [kind, end, text] = token(sql, at, letter, next)
      yield { kind, text }
      at = end
    }
  }
}

type Cut = readonly [kind: SqlToken['kind'], end: number, text: string]

function token(sql: string, at: number, letter: string, next: string): Cut {
  if (letter === "'") return quoted(sql, at, "'", 'string')
  if ((letter === 'N' || letter === 'n') && next === "'") return quoted(sql, at + 1, "'", 'string')
  if (letter === '[') return quoted(sql, at, ']', 'quoted')
  if (letter === '"') return quoted(sql, at, '"', 'quoted')
  if (letter === '@') return run(sql, at, 'variable')
  if (wordBegin.test(letter)) return run(sql, at, 'word')
  if (letter >= '0' && letter <= '9') return run(sql, at, 'number')
  return ['symbol', at + 1, letter]
}

/** A mark doubled stands for itself. */
function quoted(sql: string, at: number, mark: string, kind: SqlToken['kind']): Cut {
  let text = ''
  let from = at + 1
  while (from < sql.length) {
    const end = sql.indexOf(mark, from)
    if (end < 0) break
    text += sql.slice(from, end)
    if (sql.charAt(end + 1) !== mark) return [kind, end + 1, text]
    text += mark
    from = end + 2
  }
  return [kind, sql.length, text + sql.slice(from)]
}

function run(sql: string, at: number, kind: SqlToken['kind']): Cut {
  let end = at + 1
  while (end < sql.length && wordPart.test(sql.charAt(end))) end++
  return [kind, end, sql.slice(at, end)]
}

function endOfLine(sql: string, at: number): number {
  let end = at
  while (end < sql.length && sql.charAt(end) !== '\n' && sql.charAt(end) !== '\r') end++
  return end
}

/** Comments nest. Each mark is looked for once, so that a text of nothing but marks takes no longer than others. */
function endOfComment(sql: string, at: number): number {
  let depth = 0
  let from = at
  let begin = at
  let end = at
  while (from < sql.length) {
    if (begin >= 0 && begin < from) begin = sql.indexOf('/*', from)
    if (end < from) end = sql.indexOf('*/', from)
    if (end < 0) return sql.length
    if (begin >= 0 && begin < end) {
      depth++
      from = begin + 2
    } else {
      depth--
      from = end + 2
      if (depth === 0) return from
    }
  }
  return sql.length
}
