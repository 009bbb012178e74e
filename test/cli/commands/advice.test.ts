/** Advice names only commands and options that exist. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadKnownBackupFailures } from '../../../src/bak/index.ts'
import { main } from '../../../src/cli/main.ts'
import { loadKnownOssFailures } from '../../../src/oss/index.ts'
import { loadKnownRdsFailures } from '../../../src/rds/index.ts'
import { loadKnownSqlServerFailures } from '../../../src/sqlserver/index.ts'
import { captureIo } from '../capture.ts'

const help = new Map<string, string>()

async function helpOf(words: readonly string[]): Promise<string> {
  const key = words.join(' ')
  const known = help.get(key)
  if (known !== undefined) return known
  const io = captureIo()
  await main([...words, '--help'], io)
  help.set(key, io.out())
  return io.out()
}

test('every command and option that a solution names exists', async () => {
  const all = [
    await loadKnownRdsFailures(),
    await loadKnownOssFailures(),
    await loadKnownBackupFailures(),
    await loadKnownSqlServerFailures(),
  ].flatMap(({ failures }) => failures)
  const overview = await helpOf([])
  const options = new Set<string>()
  let commands = 0
  for (const { code, en, zh } of all) {
    for (const advice of [`${en.cause} ${en.solution}`, `${zh.cause} ${zh.solution}`]) {
      for (const [, command = '', rest = ''] of advice.matchAll(/`sqlferry ([a-z]+)([^`]*)`/g)) {
        commands++
        assert.match(overview, new RegExp(`^ +${command}\\b`, 'm'), `${code}: ${command}`)
        const text = await helpOf([command])
        for (const word of rest.trim().split(' ').filter(Boolean))
          if (/^--|^[a-z]+$/.test(word))
            assert.ok(text.includes(word), `${code}: ${command} ${word}`)
      }
      for (const [option] of advice.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)) options.add(option)
    }
  }
  assert.ok(commands > 20)
  const everything = (
    await Promise.all(
      ['inspect', 'upload', 'import', 'status', 'doctor', 'migrate'].map((command) =>
        helpOf([command]),
      ),
    )
  ).join('\n')
  for (const option of options) assert.ok(everything.includes(option), option)
})
