/** Makes the pages that are generated, as text: what the program says about its errors and its commands. */
import type { Command } from 'commander'
import { folderErrors } from '../src/app/error-catalogue.ts'
import { registrations } from '../src/cli/commands/index.ts'
import type { CliIo, Output } from '../src/cli/io.ts'
import { main } from '../src/cli/main.ts'
import { type Language, seededIds, VirtualClock } from '../src/core/index.ts'
import { knownFailuresPage } from './known-failures-page.ts'

export interface Page {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
}

/** Returns all generated pages. */
export async function generatedPages(): Promise<Page[]> {
  return [
    { path: 'docs/errors.md', text: errorPage() },
    { path: 'docs/known-failures.md', text: await knownFailuresPage() },
    { path: 'docs/commands.md', text: await commandPage('en') },
    { path: 'docs/commands.zh-CN.md', text: await commandPage('zh') },
  ]
}

const retryWords = {
  now: 'tried again by itself',
  later: 'may work later',
  never: 'not before something was changed',
}

function errorPage(): string {
  const lines = [
    '# Errors · 错误',
    '',
    'Made by `npm run docs` from the error catalogue; do not edit. Codes and exit codes are an interface: they are',
    'never renamed or reused. `sqlferry explain CODE` prints the same, and explains errors of OSS, RDS and SQL Server.',
    '',
    '本页由 `npm run docs` 根据错误目录生成，请勿手工修改。也可以执行 `sqlferry explain 错误码` 查看。',
  ]
  for (const { folder, entries, zh } of folderErrors) {
    lines.push('', `## ${folder}`)
    for (const [code, entry] of Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(
        '',
        `### ${code}`,
        '',
        `Exit code ${entry.exit}; ${retryWords[entry.retry]}.`,
        '',
        `- ${plain(entry.message)}`,
        ...(entry.cause ? [`- Cause: ${plain(entry.cause)}`] : []),
        `- Next: ${plain(entry.solution)}`,
      )
      const text = zh[code]
      if (!text) continue
      lines.push(
        '',
        `- ${plain(text.message)}`,
        ...(text.cause ? [`- 原因：${plain(text.cause)}`] : []),
        `- 处理：${plain(text.solution)}`,
      )
    }
  }
  return `${lines.join('\n')}\n`
}

/** Keeps what stands in angle brackets from being taken for a tag. */
function plain(text: string): string {
  return text.replaceAll(/<(?=[A-Za-z])/g, '&lt;')
}

const intro = {
  en: [
    '# Commands',
    '',
    'Made by `npm run docs` from the program itself; do not edit. Every command also takes the global options.',
  ],
  zh: [
    '# 命令',
    '',
    '本页由 `npm run docs` 根据程序自身的帮助生成，请勿手工修改。所有命令都支持全局选项。',
  ],
} as const

async function commandPage(language: Language): Promise<string> {
  const lines: string[] = [...intro[language]]
  const overview = await helpOf([], language)
  lines.push('', '## sqlferry', '', '```text', overview.text, '```')
  for (const words of overview.commands) {
    const { text } = await helpOf(words, language)
    const own = text.replace(/\n(Global Options:|全局选项：)\n[\s\S]*?(\n\n|$)/, '\n').trimEnd()
    lines.push('', `## sqlferry ${words.join(' ')}`, '', '```text', own, '```')
  }
  return `${lines.join('\n')}\n`
}

/** Returns the help page of a command, and the names of all commands below the program. */
async function helpOf(
  words: readonly string[],
  language: Language,
): Promise<{ readonly text: string; readonly commands: string[][] }> {
  let written = ''
  const output: Output = {
    write: (text) => {
      written += text
    },
    isTerminal: false,
    columns: 100,
  }
  const io: CliIo = {
    stdout: output,
    stderr: output,
    env: {},
    cwd: '/',
    clock: new VirtualClock(),
    ids: seededIds(1),
    signal: new AbortController().signal,
    ask: () => Promise.reject(new Error('help asks nothing')),
  }
  let program: Command | undefined
  await main([...words, '--lang', language, '--help'], io, [
    ...registrations,
    (host) => {
      program = host.program
    },
  ])
  return { text: written.trimEnd(), commands: program ? namesBelow(program) : [] }
}

function namesBelow(command: Command): string[][] {
  return command.commands
    .filter((each) => each.name() !== 'help')
    .flatMap((each) => [[each.name()], ...namesBelow(each).map((names) => [each.name(), ...names])])
}
