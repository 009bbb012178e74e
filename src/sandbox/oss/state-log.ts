/**
 * Keeps the state of the sandbox's OSS in one file of JSON lines, one change each. A line is handed to the operating
 * system before the change is answered, so a killed sandbox loses nothing that it acknowledged; a line that was cut
 * short is dropped at the next start. At every start the file is rewritten to the shortest series of changes.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { applyChange, changesOf, type OssChange, type OssState } from './state.ts'

/** Where changes go. */
export interface ChangeLog {
  /** Returns when the change would survive the death of this process. */
  append(change: OssChange): void
  close(): void
}

/** A log that forgets, for state in memory. */
export const noLog: ChangeLog = { append: () => {}, close: () => {} }

const fileName = 'state.jsonl'

/** Returns the state kept in a folder (empty where there is none) and the log that keeps it; creates the folder. */
export function openStateLog(folder: string): { state: OssState; log: ChangeLog } {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, fileName)
  const state = existsSync(path) ? replay(readFileSync(path, 'utf8')) : new Map()
  const fresh = `${path}.new`
  const descriptor = openSync(fresh, 'w')
  for (const change of changesOf(state)) writeLine(descriptor, change)
  fsyncSync(descriptor)
  renameSync(fresh, path)
  let isOpen = true
  return {
    state,
    log: {
      append: (change) => {
        // A request may outlive the sandbox, and its descriptor's number belongs to another file by then.
        if (!isOpen) throw new Error('the sandbox has stopped')
        writeLine(descriptor, change)
      },
      close: () => {
        if (isOpen) closeSync(descriptor)
        isOpen = false
      },
    },
  }
}

function writeLine(descriptor: number, change: OssChange): void {
  const line = Buffer.from(`${JSON.stringify(change)}\n`)
  for (let written = 0; written < line.length; )
    written += writeSync(descriptor, line, written, line.length - written)
}

function replay(text: string): OssState {
  const state: OssState = new Map()
  const lines = text.split('\n')
  // Whatever follows the last line end was cut short by a kill and was never acknowledged.
  for (const line of lines.slice(0, -1)) {
    if (line === '') continue
    applyChange(state, JSON.parse(line) as OssChange)
  }
  return state
}
