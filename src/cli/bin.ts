/** The entry of the program: real streams, signals and the exit code around `main`. Runs once per process. */
import { exitCodes, systemClock, systemIds } from '../core/index.ts'
import type { CliIo, Output } from './io.ts'
import { main } from './main.ts'

const cancelling = new AbortController()
let signalsSeen = 0

/** The texts of errors are loaded when there is one: help must not wait for them. */
async function cancelBy(signal: string): Promise<void> {
  const { appError } = await import('../app/index.ts')
  cancelling.abort(appError('CLI_CANCELLED', { signal }))
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever insists wants out at once; the journal makes that safe.
    if (++signalsSeen > 1) process.exit(exitCodes.cancelled)
    void cancelBy(signal === 'SIGINT' ? 'Ctrl-C' : signal)
  })
}

// Started by bin/sqlferry.js under an older Node: when that process is killed, this one must not work on unseen.
if (process.channel) {
  process.on('disconnect', () => process.exit(exitCodes.cancelled))
  process.channel.unref()
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // A reader that went away (`| head`) is no fault of ours: what is left to say has no listener.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done)
    throw error
  })
  return {
    write: (text) => {
      stream.write(text)
    },
    drained: () =>
      stream.writableNeedDrain
        ? new Promise((resolve) => stream.once('drain', resolve))
        : Promise.resolve(),
    isTerminal: stream.isTTY === true,
    get columns() {
      return columnsOf(stream)
    },
  }
}

/** Lines of a pipe are searched and cut by other programs: they break only where COLUMNS asks for it. */
function columnsOf(stream: NodeJS.WriteStream): number {
  const asked = Number(process.env['COLUMNS'])
  // A terminal that was never told its size says 0.
  if (stream.isTTY === true) return stream.columns || asked || 80
  return Number.isInteger(asked) && asked > 0 ? asked : Number.POSITIVE_INFINITY
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const { appError } = await import('../app/index.ts')
    throw appError('CLI_CANNOT_ASK', { question: question.trim() })
  }
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question(question, { signal: cancelling.signal })
  } finally {
    lines.close()
  }
}

async function readInput(): Promise<string> {
  const { text } = await import('node:stream/consumers')
  return text(process.stdin)
}

/** Windows has no LANG; its language is asked for only there, because asking costs start-up time. */
function environment(): Readonly<Record<string, string | undefined>> {
  if (process.platform !== 'win32' || process.env['LANG']) return process.env
  return { ...process.env, LANG: new Intl.DateTimeFormat().resolvedOptions().locale }
}

const io: CliIo = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: environment(),
  cwd: process.cwd(),
  clock: systemClock,
  ids: systemIds,
  signal: cancelling.signal,
  ask,
  readInput,
}

const exitCode = await main(process.argv.slice(2), io)
// Idle connections would keep the process alive; what was written must still arrive.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  ),
)
process.exit(exitCode)
