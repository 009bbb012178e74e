/** An instance for the tests of the wire: it answers what a test gave it, and gives parameters back as a row. */
import type {
  LoginOutcome,
  Parameter,
  SqlEvent,
  SqlHandler,
  SqlRequest,
} from '../../../../src/sandbox/sqlserver/tds/handler.ts'
import {
  databaseNotOpened,
  loginFailed,
} from '../../../../src/sandbox/sqlserver/tds/login-refusals.ts'
import type { Login } from '../../../../src/sandbox/sqlserver/tds/login7.ts'
import {
  startTdsServer,
  type TdsServer,
  type TdsServerOptions,
} from '../../../../src/sandbox/sqlserver/tds/server.ts'

export type Script = (request: SqlRequest, signal: AbortSignal) => AsyncIterable<SqlEvent>

export const testPassword = 'S3cret密码'

/** What happened on the other side of the wire. */
export interface TestInstance extends SqlHandler {
  readonly logins: Login[]
  readonly requests: SqlRequest[]
  readonly sessionIds: number[]
  openSessions: number
  resets: number
}

/** @param scripts  what is run for a text or the name of a procedure */
export function testInstance(scripts: Readonly<Record<string, Script>> = {}): TestInstance {
  const instance: TestInstance = {
    logins: [],
    requests: [],
    sessionIds: [],
    openSessions: 0,
    resets: 0,
    async logIn(login, sessionId): Promise<LoginOutcome> {
      instance.logins.push(login)
      instance.sessionIds.push(sessionId)
      if (login.password !== testPassword) return { refused: [loginFailed(login.user)] }
      if (!['', 'master', 'SalesDb'].includes(login.database))
        return { refused: databaseNotOpened(login.database, login.user) }
      instance.openSessions++
      return {
        session: {
          database: login.database || 'master',
          language: login.language || 'us_english',
          run(request, signal) {
            instance.requests.push(request)
            return answer(request, signal, scripts)
          },
          reset: () => {
            instance.resets++
          },
          close: () => {
            instance.openSessions--
          },
        },
      }
    },
  }
  return instance
}

async function* answer(
  request: SqlRequest,
  signal: AbortSignal,
  scripts: Readonly<Record<string, Script>>,
): AsyncIterable<SqlEvent> {
  if (request.kind === 'transaction') {
    if (request.verb !== 'save') yield { kind: 'transaction', verb: request.verb }
    return
  }
  const text = request.kind === 'procedure' ? request.name : request.text
  const script = scripts[text]
  if (script) yield* script(request, signal)
  else if (text === 'echo' && request.kind !== 'batch') yield* echo(request.parameters)
  else if (/^use \[master\]$/i.test(text)) yield { kind: 'database', name: 'master' }
  else if (/^select @@version$/i.test(text)) {
    yield {
      kind: 'columns',
      columns: [{ name: '', type: { name: 'nvarchar', length: 300 } }],
    }
    yield { kind: 'row', values: ['Microsoft SQL Server 2022'] }
    yield { kind: 'done', rows: 1 }
  } else if (/^\s*(set|select)\b/i.test(text)) yield { kind: 'done' }
  else {
    const message = `Could not find stored procedure '${text.slice(0, 60)}'.`
    yield {
      kind: 'message',
      message: { number: 2812, state: 62, class: 16, text: message, line: 1 },
    }
  }
}

/** One row with the value of every parameter, under its own type; output parameters come back too. */
async function* echo(parameters: readonly Parameter[]): AsyncIterable<SqlEvent> {
  yield {
    kind: 'columns',
    columns: parameters.map(({ name, type }) => ({ name: name.slice(1), type })),
  }
  yield { kind: 'row', values: parameters.map(({ value }) => value) }
  yield { kind: 'done', rows: 1 }
  for (const { name, type, value, isOutput } of parameters)
    if (isOutput) yield { kind: 'output', name, type, value }
}

/** Runs a test against a server that is gone afterwards. */
export async function withServer(
  handler: SqlHandler,
  options: Omit<TdsServerOptions, 'handler'>,
  act: (server: TdsServer) => Promise<void>,
): Promise<void> {
  const server = await startTdsServer({ handler, ...options })
  try {
    await act(server)
  } finally {
    await server.close()
  }
}
