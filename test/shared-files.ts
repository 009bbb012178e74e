/**
 * Finds the real backup files and captures that stand beside the checkout. Tests that need them fail in CI when
 * they are missing, and are skipped with a printed reason elsewhere.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Absolute path of the folder beside the checkout. */
export const sharedFolder = join(import.meta.dirname, '..', '..', 'shared')

/**
 * Returns test options for a test that needs `../shared/<part>`: nothing when it is there, a skip with the reason
 * when it is not. In CI the test runs all the same and fails by itself.
 */
export function needsShared(part: string): { skip?: string } {
  const path = join(sharedFolder, part)
  if (existsSync(path) || process.env['CI']) return {}
  return { skip: `needs ../shared/${part} beside the checkout` }
}

/** Returns the absolute path of a file or folder in the shared folder. */
export function sharedPath(...parts: string[]): string {
  return join(sharedFolder, ...parts)
}
