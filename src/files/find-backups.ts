/**
 * Finds the files in folders of backups, whatever their extension: the header decides what a file is, and real
 * backups have names such as `BackUp` or `DATA_HMIS`.
 */
import type { Dirent, Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { MigrationError } from '../core/index.ts'
import { filesError } from './errors.ts'
import { readFailure } from './translate-error.ts'

/** A file that was found, or a path that could not be looked at. */
export type FoundFile =
  | {
      readonly kind: 'file'
      /** As the person gave it, or the given folder joined with the way down. */
      readonly path: string
      readonly absolutePath: string
      readonly sizeBytes: number
      readonly modifiedAtMs: number
    }
  | {
      readonly kind: 'unreadable'
      readonly path: string
      readonly absolutePath: string
      readonly problem: MigrationError
    }

export interface FindOptions {
  /** Absolute folder that relative paths start from. */
  readonly cwd: string
  readonly signal?: AbortSignal
}

/** Never backups: what operating systems and programs leave in folders. */
const isHidden = (name: string) => name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name)

/**
 * Lists the given files, and all files in the given folders and the folders in them: in the order given, and
 * within a folder by name (code points, so that every machine gives the same order), files before folders. A file
 * that was listed is not found again in a folder. Hidden files and folders are skipped unless they were given by
 * name. Links are followed; one that leads back into its own folder is reported. What cannot be read is reported
 * in its place and does not stop the rest.
 *
 * @throws the signal's reason only
 */
export async function* findBackups(
  paths: Iterable<string>,
  options: FindOptions,
): AsyncGenerator<FoundFile> {
  const seen = new Set<string>()
  // A path that was given is always answered, even when it is another name of a file that was seen.
  for (const path of new Set(paths)) {
    const absolutePath = isAbsolute(path) ? path : join(options.cwd, path)
    yield* findAt({ path, absolutePath, above: [] }, seen, options.signal)
  }
}

interface Place {
  readonly path: string
  readonly absolutePath: string
  /** Real paths of the folders that lead here. */
  readonly above: readonly string[]
}

async function* findAt(
  start: Place,
  seen: Set<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<FoundFile> {
  const waiting: Place[] = [start]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    signal?.throwIfAborted()
    const { path, absolutePath, above } = place
    try {
      const stats = await stat(absolutePath)
      const real = await realpath(absolutePath)
      if (stats.isDirectory()) {
        if (above.includes(real)) throw filesError('FILES_LINK_LOOP', { path })
        if (seen.has(real)) continue
        seen.add(real)
        const inside = await listFolder(place, [...above, real])
        waiting.push(...inside.reverse())
      } else if (place === start || !seen.has(real)) {
        seen.add(real)
        yield asFile(place, stats)
      }
    } catch (error) {
      yield { kind: 'unreadable', path, absolutePath, problem: readFailure(error, path) }
    }
  }
}

function asFile({ path, absolutePath }: Place, stats: Stats): FoundFile {
  if (!stats.isFile()) throw filesError('FILES_NOT_A_FILE', { path })
  const { size: sizeBytes, mtimeMs: modifiedAtMs } = stats
  return { kind: 'file', path, absolutePath, sizeBytes, modifiedAtMs }
}

/** Returns the visible entries of a folder, files before folders, each by name. */
async function listFolder(folder: Place, above: readonly string[]): Promise<Place[]> {
  const entries = await readdir(folder.absolutePath, { withFileTypes: true })
  const byName = (a: Dirent, b: Dirent) =>
    Number(a.isDirectory()) - Number(b.isDirectory()) || compareNames(a.name, b.name)
  return entries
    .filter((entry) => !isHidden(entry.name))
    .sort(byName)
    .map((entry) => ({
      path: join(folder.path, entry.name),
      absolutePath: join(folder.absolutePath, entry.name),
      above,
    }))
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
