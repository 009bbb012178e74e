/** Streams that keep what was written, so that the whole command line runs inside a test. */
import { tmpdir } from 'node:os'
import type { CliIo } from '../../src/cli/io.ts'
import { seededIds, VirtualClock } from '../../src/core/index.ts'

export interface CapturedIo extends CliIo {
  readonly out: () => string
  readonly err: () => string
}

/** Returns captured streams of a pipe, which has no width; nobody answers questions unless `ask` is given. */
export function captureIo(overrides: Partial<CliIo> = {}): CapturedIo {
  const written = { out: '', err: '' }
  return {
    stdout: {
      write: (text) => {
        written.out += text
      },
      isTerminal: false,
      columns: Number.POSITIVE_INFINITY,
    },
    stderr: {
      write: (text) => {
        written.err += text
      },
      isTerminal: false,
      columns: Number.POSITIVE_INFINITY,
    },
    env: {},
    cwd: tmpdir(),
    clock: new VirtualClock(),
    ids: seededIds(1),
    signal: new AbortController().signal,
    ask: () => Promise.reject(new Error('nobody is there to answer')),
    ...overrides,
    out: () => written.out,
    err: () => written.err,
  }
}

/** Returns captured streams of a terminal that is so many columns wide. */
export function captureTerminal(columns: number, overrides: Partial<CliIo> = {}): CapturedIo {
  const io = captureIo(overrides)
  const terminal = (output: CliIo['stdout']) => ({ ...output, isTerminal: true, columns })
  return { ...io, stdout: terminal(io.stdout), stderr: terminal(io.stderr) }
}
