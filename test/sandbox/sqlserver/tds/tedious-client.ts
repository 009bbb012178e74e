/** Speaks to a server with tedious, as unmodified programs do. The only file of the tests that imports it. */
import {
  Connection,
  type ConnectionConfiguration,
  type ConnectionOptions,
  Request,
  TYPES,
} from 'tedious'

export { TYPES as tediousTypes }

/** A message as tedious tells it. */
export interface ServerMessage {
  readonly number: number
  readonly state: number
  readonly class: number
  readonly message: string
  readonly serverName: string
  readonly procName: string
  readonly lineNumber: number
}

export interface ResultSet {
  readonly columns: readonly string[]
  readonly rows: unknown[][]
}

export interface Answer {
  readonly results: ResultSet[]
  readonly outputs: Record<string, unknown>
  /** As `SQL Server` counted them. */
  readonly rowCounts: (number | undefined)[]
  readonly returnStatus: number | undefined
}

export interface TediousParameter {
  readonly name: string
  readonly type: (typeof TYPES)[keyof typeof TYPES]
  readonly value: unknown
  readonly options?: { length?: number | 'max'; precision?: number; scale?: number }
  readonly isOutput?: boolean
}

export interface TediousClient {
  readonly connection: Connection
  readonly infos: ServerMessage[]
  readonly errors: ServerMessage[]
  /** Runs a plain batch. */
  batch(sql: string): Promise<Answer>
  /** Runs sp_executesql. */
  execute(sql: string, parameters?: readonly TediousParameter[]): Promise<Answer>
  /** Runs a stored procedure. */
  procedure(name: string, parameters?: readonly TediousParameter[]): Promise<Answer>
  /** Prepares, executes once for each row of values, and unprepares. */
  prepared(
    sql: string,
    parameters: readonly TediousParameter[],
    values: readonly Record<string, unknown>[],
  ): Promise<Answer[]>
  /** Resets the connection, as a pool does. */
  reset(): Promise<void>
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  close(): Promise<void>
}

export interface TediousSettings {
  readonly port: number
  readonly user?: string
  readonly password?: string
  readonly options?: Partial<ConnectionOptions>
}

/** Connects; rejects with the error of tedious. */
export async function connectTedious(settings: TediousSettings): Promise<TediousClient> {
  const configuration: ConnectionConfiguration = {
    server: '127.0.0.1',
    authentication: {
      type: 'default',
      options: { userName: settings.user ?? 'sa', password: settings.password ?? 'S3cret密码' },
    },
    options: {
      port: settings.port,
      encrypt: false,
      trustServerCertificate: true,
      useUTC: true,
      connectTimeout: 20_000,
      requestTimeout: 20_000,
      ...settings.options,
    } as ConnectionOptions,
  }
  const connection = new Connection(configuration)
  const infos: ServerMessage[] = []
  const errors: ServerMessage[] = []
  connection.on('infoMessage', (info) => infos.push(info as unknown as ServerMessage))
  connection.on('errorMessage', (error) => errors.push(error as unknown as ServerMessage))
  // tedious throws what nobody listens for.
  connection.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()))
  }).catch((error: unknown) => {
    connection.close()
    throw Object.assign(error as Error, { messages: errors })
  })
  const plain = (act: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => act((error) => (error ? reject(error) : resolve())))
  return {
    connection,
    infos,
    errors,
    batch: (sql) => run(sql, [], (request) => connection.execSqlBatch(request)),
    execute: (sql, parameters = []) =>
      run(sql, parameters, (request) => connection.execSql(request)),
    procedure: (name, parameters = []) =>
      run(name, parameters, (request) => connection.callProcedure(request)),
    prepared: (sql, parameters, values) => runPrepared(connection, sql, parameters, values),
    reset: () => plain((done) => connection.reset(done)),
    begin: () => plain((done) => connection.beginTransaction((error) => done(error))),
    commit: () => plain((done) => connection.commitTransaction((error) => done(error))),
    rollback: () => plain((done) => connection.rollbackTransaction((error) => done(error))),
    close: () =>
      new Promise((resolve) => {
        connection.once('end', () => resolve())
        connection.close()
      }),
  }
}

/** A request that gathers what comes back, and the promise of it. */
function gather(sql: string, parameters: readonly TediousParameter[]) {
  const answer = {
    results: [] as ResultSet[],
    outputs: {} as Record<string, unknown>,
    rowCounts: [] as (number | undefined)[],
    returnStatus: undefined as number | undefined,
  }
  let settle: (error?: Error | null) => void = () => {}
  const whole = new Promise<Answer>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve(answer))
  })
  const request = new Request(sql, (error) => settle(error))
  for (const { name, type, value, options, isOutput } of parameters) {
    if (isOutput) request.addOutputParameter(name, type, value, options as object)
    else request.addParameter(name, type, value, options as object)
  }
  request.on('columnMetadata', (columns) => {
    const list = columns as unknown as { colName: string }[]
    answer.results.push({ columns: list.map(({ colName }) => colName), rows: [] })
  })
  request.on('row', (columns: { value: unknown }[]) => {
    answer.results.at(-1)?.rows.push(columns.map(({ value }) => value))
  })
  request.on('returnValue', (name, value) => {
    answer.outputs[name] = value
  })
  request.on('done', (count) => answer.rowCounts.push(count))
  request.on('doneInProc', (count) => answer.rowCounts.push(count))
  request.on('doneProc', (_count, _more, status) => {
    answer.returnStatus = status
  })
  return { request, whole, answer }
}

function run(
  sql: string,
  parameters: readonly TediousParameter[],
  send: (request: Request) => void,
): Promise<Answer> {
  const { request, whole } = gather(sql, parameters)
  send(request)
  return whole
}

async function runPrepared(
  connection: Connection,
  sql: string,
  parameters: readonly TediousParameter[],
  values: readonly Record<string, unknown>[],
): Promise<Answer[]> {
  const answers: Answer[] = []
  let settle: (error?: Error | null) => void = () => {}
  const once = (act: () => void) =>
    new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve())
      act()
    })
  const request = new Request(sql, (error) => settle(error))
  for (const { name, type, options } of parameters)
    request.addParameter(name, type, undefined, options as object)
  let current: ResultSet | undefined
  request.on('columnMetadata', (columns) => {
    const list = columns as unknown as { colName: string }[]
    current = { columns: list.map(({ colName }) => colName), rows: [] }
  })
  request.on('row', (columns: { value: unknown }[]) => {
    current?.rows.push(columns.map(({ value }) => value))
  })
  await new Promise<void>((resolve) => {
    request.once('prepared', () => resolve())
    connection.prepare(request)
  })
  for (const row of values) {
    await once(() => connection.execute(request, row))
    if (current) answers.push({ results: [current], outputs: {}, rowCounts: [], returnStatus: 0 })
  }
  await once(() => connection.unprepare(request))
  return answers
}
