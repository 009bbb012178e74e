/** A folder of its own for each test, removed when the test ends. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Returns an empty folder and how to remove it with all it holds. */
export async function makeTempFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'sqlferry-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
