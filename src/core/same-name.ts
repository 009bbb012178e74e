/** Names of databases, as a server with a usual collation tells them apart. */

/** Tells whether two names are one database's: letter case does not matter. A case-sensitive server has more. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
