/** The examples of help pages are command lines that the program takes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from 'commander'
import { registrations } from '../../src/cli/commands/index.ts'
import { examples } from '../../src/cli/examples.ts'
import { main } from '../../src/cli/main.ts'
import { captureIo } from './capture.ts'

/** What a shell makes of a line: words, without redirections, pipes and what comes behind them. */
function shellWords(line: string): string[] {
  const own = line.replace(/^.*\| (?=sqlferry)/, '')
  const words = own.match(/'[^']*'|"[^"]*"|[^\s]+/g) ?? []
  const end = words.findIndex((word) => /^[|>&]$/.test(word))
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^['"]|['"]$/g, ''))
}

async function loadProgram(): Promise<Command> {
  let program: Command | undefined
  await main(['--help'], captureIo(), [
    ...registrations,
    (host) => {
      program = host.program
    },
  ])
  assert.ok(program)
  return program
}

/** Parses a line as commander would, without running anything. */
function parse(command: Command, words: readonly string[]): string[] {
  const { operands, unknown } = command.parseOptions([...words])
  assert.deepEqual(unknown, [], words.join(' '))
  return operands
}

test('every command has examples in both languages, and all of them are parsed', async () => {
  const program = await loadProgram()
  const commands = [
    program,
    ...program.commands,
    ...program.commands.flatMap((one) => one.commands),
  ]
  for (const command of commands) {
    const names: string[] = []
    for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name())
    assert.ok(examples[names.join(' ')]?.length, `examples of ${names.join(' ')}`)
  }
  for (const [name, shown] of Object.entries(examples))
    for (const { line, en, zh } of shown) {
      assert.match(zh, /[\u4e00-\u9fff]/)
      assert.doesNotMatch(en, /[\u4e00-\u9fff]/)
      const [program0, ...words] = shellWords(line)
      assert.equal(program0, 'sqlferry', line)
      if (name !== '') assert.equal(words.slice(0, name.split(' ').length).join(' '), name, line)
      let command = program
      while (command.commands.some((one) => one.name() === words[0])) {
        const next = words.shift()
        command = command.commands.find((one) => one.name() === next) ?? command
      }
      const rest = parse(command, words)
      const required = command.registeredArguments.filter((one) => one.required).length
      assert.ok(rest.length >= required, line)
      for (const option of command.options.filter((one) => one.mandatory))
        assert.ok(words.includes(option.short ?? '') || words.includes(option.long ?? ''), line)
    }
})

test('a help page ends with its examples, in the language of the person', async () => {
  for (const [argv, ending] of [
    [
      ['status', '--help'],
      /\nExamples:\n {2}# follow the tasks live\n {2}sqlferry status --instance/,
    ],
    [
      ['bucket', 'create', '--help', '--lang', 'zh'],
      /\n示例：\n {2}# .*\n {2}sqlferry bucket create/,
    ],
    [['--help'], /\nExamples:\n(.|\n)*sqlferry demo\n/],
  ] as const) {
    const io = captureIo()
    assert.equal(await main(argv, io), 0)
    assert.match(io.out(), ending)
    assert.equal(io.out().match(/Examples:|示例：/g)?.length, 1)
  }
})
