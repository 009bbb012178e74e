/** Small files that are replaced whole: a reader, or a sandbox started after a kill, sees the old or the new one. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Replaces the file in one step. Survives the death of this process; not meant to survive a power cut. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

/** Returns the file's text, or undefined where there is none. */
export function readFileIfAny(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
