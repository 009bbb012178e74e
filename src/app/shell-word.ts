/** Paths as they are typed into a shell, so that a command in an advice can be copied as it stands. */

/**
 * Returns the path as it is where no shell would take it apart; else in double quotes, which cmd, PowerShell and POSIX
 * shells read alike; in single quotes where a POSIX shell would look into double ones.
 */
export function shellWord(path: string): string {
  if (/^[\p{L}\p{N}_@%+=:,./\\-]+$/u.test(path)) return path
  if (!/["$`!]/.test(path)) return `"${path}"`
  return `'${path.replaceAll("'", "'\\''")}'`
}
