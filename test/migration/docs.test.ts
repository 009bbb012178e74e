import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { migrationErrors, stateKinds } from '../../src/migration/index.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'migrate.md'), 'utf8')

test('docs/migrate.md names every state and every reason for a refusal', () => {
  for (const kind of stateKinds) assert.match(page, new RegExp(`^\\| \`${kind}\` \\|`, 'm'))
  // These are about the command, not reasons about a file.
  const usage = ['PLAN_ONLY_UNKNOWN', 'PLAN_PREFIX_REFUSED', 'PLAN_FOLDER_EMPTY']
  for (const code of Object.keys(migrationErrors))
    if (code.startsWith('PLAN_') && !usage.includes(code)) assert.ok(page.includes(code), code)
})
