/** Clients of other code bases, where the machine has them: FreeTDS and pymssql. Without TLS options of their own they encrypt the login alone. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { testInstance, testPassword, withServer } from './test-instance.ts'

const hasTsql = spawnSync('tsql', ['-C']).status === 0
const hasPymssql = spawnSync('python3', ['-c', 'import pymssql']).status === 0

/** Runs a program with a text on its input and returns what it prints; it does not block the server beside it. */
function output(
  program: string,
  parameters: readonly string[],
  input: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', ...environment }
    const child = execFile(
      program,
      parameters,
      { env, timeout: 30_000 },
      (_error, printed, faults) => resolve(printed + faults),
    )
    child.stdin?.end(input)
  })
}

for (const version of ['7.1', '7.2', '7.3', '7.4']) {
  test(
    `tsql of FreeTDS reads a row with TDS ${version}`,
    hasTsql ? {} : { skip: 'needs tsql of FreeTDS' },
    () =>
      withServer(testInstance(), {}, async ({ port }) => {
        const address = ['-H', '127.0.0.1', '-p', String(port)]
        const login = ['-U', 'sa', '-P', testPassword]
        const input = 'select @@version\ngo\nexit\n'
        const printed = await output('tsql', [...address, ...login], input, { TDSVER: version })
        assert.match(printed, /Microsoft SQL Server 2022/)
      }),
  )
  test(
    `pymssql reads a row with TDS ${version}`,
    hasPymssql ? {} : { skip: 'needs pymssql of Python' },
    () =>
      withServer(testInstance(), {}, async ({ port }) => {
        const program = [
          'import sys, pymssql',
          'port, password, version = sys.argv[1:]',
          "c = pymssql.connect(server='127.0.0.1', port=port, user='sa', password=password, tds_version=version)",
          'cursor = c.cursor()',
          "cursor.execute('select @@version')",
          'print(cursor.fetchone()[0])',
        ].join('\n')
        const parameters = ['-c', program, String(port), testPassword, version]
        assert.match(await output('python3', parameters, '', {}), /Microsoft SQL Server 2022/)
      }),
  )
}
