/** Streams that keep what was written, so that the whole command line runs inside a test. */
import { tmpdir } from 'node:os'
import type { CliIo } from '../../src/cli/io.ts'
import { seededIds, VirtualClock } from '../../src/core/index.ts'

export interface CapturedIo extends CliIo {
  readonly out: () => string
  readonly err: () => string
}

/** Returns captured streams of a plain 80-column pipe; nobody answers questions unless `ask` is given. */
export function captureIo(overrides: Partial<CliIo> = {}): CapturedIo {
  const written = { out: '', err: '' }
  return {
    stdout: {
      write: (text) => {
        written.out += text
      },
      isTerminal: false,
      columns: 80,
    },
    stderr: {
      write: (text) => {
        written.err += text
      },
      isTerminal: false,
      columns: 80,
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
