/** What a signature covers: one request with everything decoded. Shared by both versions of the signature. */
export interface SignableRequest {
  /** Upper case. */
  readonly method: string
  /** Undefined for a call to the service itself. */
  readonly bucket?: string | undefined
  /** Decoded; undefined for a call to the bucket. */
  readonly key?: string | undefined
  /** Decoded names and values; a value that is absent on the wire is an empty string. */
  readonly query: ReadonlyArray<readonly [string, string]>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** Orders by UTF-16 code units, which for percent-encoded and header names is the order of their bytes. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
