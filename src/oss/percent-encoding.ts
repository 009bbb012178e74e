/** The percent-encoding of OSS: everything but letters, digits and `-_.~` is encoded, as UTF-8, in upper-case hex. */

/** Returns the text encoded for a query name or value; a lone surrogate becomes U+FFFD. */
export function encodeQueryText(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Returns an object key encoded for the path: as a query value, but slashes stay. */
export function encodeKey(key: string): string {
  return encodeQueryText(key).replaceAll('%2F', '/')
}

/** Returns `name=value&name`, in the given order; a name with an empty value stands alone. */
export function encodeQuery(query: ReadonlyArray<readonly [string, string]>): string {
  return query
    .map(([name, value]) =>
      value === '' ? encodeQueryText(name) : `${encodeQueryText(name)}=${encodeQueryText(value)}`,
    )
    .join('&')
}
