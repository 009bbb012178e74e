/** The checks of the house are themselves checked: a copy of the sources breaks every rule once, and each is named. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { root } from './house/source-files.ts'
import { makeTempFolder } from './temp-folder.ts'

interface Violation {
  readonly rule: string
  readonly path: string
  readonly code: string
  /** What the check says of it. */
  readonly says: RegExp
}

const head = '/** A file that breaks a rule. */\n'
const manyLines = '\n'.repeat(400)

const violations: readonly Violation[] = [
  {
    rule: 'core imports nothing of ours',
    path: 'src/core/v1.ts',
    code: `import '../bak/index.ts'`,
    says: /src\/core\/v1\.ts:2 may not import bak/,
  },
  {
    rule: 'bak imports nothing of Node',
    path: 'src/bak/v2.ts',
    code: `import 'node:fs'`,
    says: /src\/bak\/v2\.ts:2 imports node:fs/,
  },
  {
    rule: 'bak imports no package',
    path: 'src/bak/v3.ts',
    code: `export const load = () => import('yaml')`,
    says: /src\/bak\/v3\.ts:2 imports yaml/,
  },
  {
    rule: 'oss and rds do not know each other',
    path: 'src/oss/v4.ts',
    code: `export type { RestoreTarget } from '../rds/index.ts'`,
    says: /src\/oss\/v4\.ts:2 may not import rds/,
  },
  {
    rule: 'assessment may import only types of oss',
    path: 'src/assessment/v5.ts',
    code: `import { ossStorage } from '../oss/index.ts'\nossStorage`,
    says: /src\/assessment\/v5\.ts:2 may import only types of oss/,
  },
  {
    rule: 'another folder is imported through its index only',
    path: 'src/app/v6.ts',
    code: `import '../oss/client.ts'`,
    says: /src\/app\/v6\.ts:2 imports oss past its index\.ts/,
  },
  {
    rule: 'the sandbox never uses our clients',
    path: 'src/sandbox/v7.ts',
    code: `export const load = () => import('../rds/client.ts')`,
    says: /src\/sandbox\/v7\.ts:2 imports rds past its index\.ts/,
  },
  {
    rule: 'the sandbox never knows the migration',
    path: 'src/sandbox/v8.ts',
    code: `import '../migration/index.ts'`,
    says: /src\/sandbox\/v8\.ts:2 may not import migration/,
  },
  {
    rule: 'wire.ts is a door for the sandbox alone',
    path: 'src/app/v9.ts',
    code: `import '../oss/wire.ts'`,
    says: /src\/app\/v9\.ts:2 imports oss past its index\.ts/,
  },
  {
    rule: 'a folder that the table lacks is refused',
    path: 'src/helpers/v10.ts',
    code: `import '../core/index.ts'`,
    says: /src\/helpers\/v10\.ts:2 is in a folder that the table does not have/,
  },
  {
    rule: 'the public index only gathers',
    path: 'src/v11.ts',
    code: `import './oss/client.ts'`,
    says: /src\/v11\.ts:2 imports oss past its index\.ts/,
  },
  {
    rule: 'a package is imported by one file',
    path: 'src/files/v12.ts',
    code: `import 'yaml'`,
    says: /yaml: .*src\/files\/v12\.ts/,
  },
  {
    rule: 'commander stays in cli',
    path: 'src/journal/v13.ts',
    code: `import 'commander'`,
    says: /src\/journal\/v13\.ts/,
  },
  ...[
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'performance.now()',
    'setTimeout(() => {}, 1)',
    'globalThis.setInterval(() => {}, 1)',
    'setImmediate(() => {})',
    'crypto.randomUUID()',
    'process.hrtime.bigint()',
    'AbortSignal.timeout(1)',
  ].map((code, index) => ({
    rule: `time and chance come from core: ${code}`,
    path: `src/rds/time${index}.ts`,
    code,
    says: new RegExp(`src/rds/time${index}\\.ts:2 `),
  })),
  {
    rule: 'timers are not imported under another name',
    path: 'src/rds/v14.ts',
    code: `import { setTimeout as pause } from 'node:timers/promises'\npause(1)`,
    says: /src\/rds\/v14\.ts:2 import from 'node:timers\/promises'/,
  },
  ...[
    `process.env['X']`,
    'process.exit(1)',
    'process.exitCode = 1',
    'process.argv',
    'globalThis.process.env',
    `process['env']`,
    'const { env } = process\nenv',
    `import { env } from 'node:process'\nenv`,
  ].map((code, index) => ({
    rule: `only the command line knows the process: ${code}`,
    path: `src/oss/process${index}.ts`,
    code,
    says: new RegExp(`src/oss/process${index}\\.ts:2 `),
  })),
  {
    rule: 'a catalogue has its Chinese twin',
    path: 'src/sqlserver/errors-lonely.ts',
    code: 'export const lonelyErrors = {}',
    says: /src\/sqlserver\/errors-lonely\.ts has no src\/sqlserver\/errors-lonely\.zh\.ts/,
  },
  {
    rule: 'every code is in both languages and is AREA_WHAT',
    path: 'src/files/errors-half.ts',
    code: `export const halfErrors = { notACode: { message: 'a {b}', cause: '', solution: '' } }`,
    says: /notACode is in one language only/,
  },
  {
    rule: '(the Chinese side of the above)',
    path: 'src/files/errors-half.zh.ts',
    code: 'export const halfErrorsZh = {}',
    says: /notACode is not AREA_WHAT/,
  },
  {
    rule: 'placeholders are the same in both languages',
    path: 'src/oss/errors-filled.ts',
    code: `export const filledErrors = { OSS_X: { message: 'a {b}', cause: '', solution: '' } }`,
    says: /OSS_X fills b \/ c/,
  },
  {
    rule: '(the Chinese side of the above)',
    path: 'src/oss/errors-filled.zh.ts',
    code: `export const filledErrorsZh = { OSS_X: { message: 'a {c}', cause: '', solution: '' } }`,
    says: /OSS_X fills b \/ c/,
  },
  {
    rule: 'an error code has one meaning',
    path: 'src/oss/errors-first.ts',
    code: `export const firstErrors = { OSS_TWICE: { message: 'a', cause: '', solution: '' } }`,
    says: /OSS_TWICE is in src\/oss\/errors-first\.ts and in src\/rds\/errors-second\.ts/,
  },
  {
    rule: '(the second meaning of the above)',
    path: 'src/rds/errors-second.ts',
    code: `export const secondErrors = { OSS_TWICE: { message: 'b', cause: '', solution: '' } }`,
    says: /OSS_TWICE is in src\/oss\/errors-first\.ts and in src\/rds\/errors-second\.ts/,
  },
  {
    rule: 'a file says at its top what it is',
    path: 'src/core/v15.ts',
    code: 'NO HEAD',
    says: /src\/core\/v15\.ts begins without a comment/,
  },
  {
    rule: 'a file has at most 400 lines',
    path: 'src/core/v16.ts',
    code: manyLines,
    says: /src\/core\/v16\.ts has more than 400 lines/,
  },
  {
    rule: 'no machine is named',
    path: 'src/core/v17.ts',
    code: `export const place = '/ho${'me'}/someone'`,
    says: /src\/core\/v17\.ts names a path of a machine/,
  },
  {
    rule: 'no task is kept for later',
    path: 'src/core/v18.ts',
    code: `// TO${'DO'} later`,
    says: /src\/core\/v18\.ts keeps a task for later/,
  },
  {
    rule: 'the sources do not import tests',
    path: 'src/core/v19.ts',
    code: `import '../../test/house/source-files.ts'`,
    says: /src\/core\/v19\.ts imports a test/,
  },
]

describe('the architecture test catches', () => {
  let said = ''

  before(async () => {
    const folder = await makeTempFolder()
    try {
      const copyOf = (path: string) => join(folder.path, path)
      for (const path of ['src', 'test/house', 'test/architecture.test.ts', 'package.json'])
        cpSync(join(root, path), copyOf(path), { recursive: true })
      symlinkSync(join(root, 'node_modules'), copyOf('node_modules'), 'junction')
      for (const { path, code } of violations) {
        mkdirSync(join(copyOf(path), '..'), { recursive: true })
        writeFileSync(copyOf(path), code === 'NO HEAD' ? 'export {}\n' : `${head}${code}\n`)
      }
      const errors = copyOf('src/files/errors.ts')
      const original = readFileSync(errors, 'utf8')
      const changed = original.replace(/(\n {4}message: '[^']*)'/, `$1.'`)
      assert.notEqual(changed, original)
      writeFileSync(errors, changed)
      const failed = await promisify(execFile)(
        process.execPath,
        ['--test', '--test-reporter=tap', copyOf('test/architecture.test.ts')],
        // Without what tells a runner that it runs inside another one.
        { cwd: folder.path, maxBuffer: 2 ** 26, env: { PATH: process.env['PATH'] } },
      ).catch((error: { stdout: string }) => error)
      said = failed.stdout
    } finally {
      await folder.remove()
    }
  })

  for (const { rule, says } of violations) test(rule, () => assert.match(said, says))

  test('a message that ends with a full stop', () =>
    assert.match(said, /message ends with a full stop/))

  test('and fails as a whole: no test passes over a house that breaks every rule', () => {
    assert.deepEqual(said.match(/^ok .*/gm) ?? [], [])
  })
})
