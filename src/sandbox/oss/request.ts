/**
 * A request as it came over the wire, and what it may be about: which bucket and key a URL means depends on the
 * client's addressing style, so several readings are offered and the signature picks one.
 */

/** One request line with its headers. */
export interface WireRequest {
  readonly method: string
  /** As sent, before any `?`. */
  readonly rawPath: string
  readonly query: readonly QueryParameter[]
  /** Names in lower case, values trimmed. */
  readonly headers: Readonly<Record<string, string>>
}

/** Decoded; the value is empty where there is none, with or without `=`. */
export interface QueryParameter {
  readonly name: string
  readonly value: string
}

/** One reading of a URL. Neither: the service. No key: the bucket. */
export interface Target {
  readonly bucket: string | undefined
  readonly key: string | undefined
}

/** Returns the request of a request line's URL and headers. */
export function parseRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): WireRequest {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  return {
    method,
    // A proxy's request names the whole address.
    rawPath: path.replace(/^https?:\/\/[^/]*/i, '') || '/',
    query: mark < 0 ? [] : parseQuery(url.slice(mark + 1)),
    headers,
  }
}

function parseQuery(text: string): QueryParameter[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      const name = equals < 0 ? part : part.slice(0, equals)
      const value = equals < 0 ? '' : part.slice(equals + 1)
      return { name: decode(name, true), value: decode(value, true) }
    })
}

/** Returns the first value of a parameter, or undefined where it is absent. */
export function parameter(request: WireRequest, name: string): string | undefined {
  return request.query.find((candidate) => candidate.name === name)?.value
}

/**
 * Returns every reading of the request's URL, the likeliest first. The path is decoded before it is split, because
 * the C SDK sends `/BUCKET%2FKEY`; `+` is read as a space first, because an old Go SDK writes spaces so.
 *
 * @source wire-clients facts, points 1 to 3 [measured]
 */
export function targetsOf(request: WireRequest): Target[] {
  const hosted = hostBucket(request.headers['host'])
  const targets: Target[] = []
  for (const plusIsSpace of request.rawPath.includes('+') ? [true, false] : [false]) {
    const path = decode(request.rawPath, plusIsSpace).slice(1)
    if (hosted !== undefined) targets.push({ bucket: hosted, key: path || undefined })
    const slash = path.indexOf('/')
    if (path === '') targets.push({ bucket: undefined, key: undefined })
    else if (slash < 0) targets.push({ bucket: path, key: undefined })
    else targets.push({ bucket: path.slice(0, slash), key: path.slice(slash + 1) || undefined })
  }
  return targets
}

/**
 * Returns the bucket that a Host header names: its first label in front of an OSS endpoint or of localhost.
 * ali-oss forges such a header even when it connects to an IP address.
 */
function hostBucket(host: string | undefined): string | undefined {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
  if (/^[\d.]+$/.test(name) || name.startsWith('[')) return undefined
  const match = /^([^.]+)\.(.+)$/.exec(name)
  if (!match) return undefined
  const [, label, rest] = match
  if (label === 'undefined' || /^(oss|s3)[.-]/.test(name)) return undefined
  return rest === undefined || rest === '' ? undefined : label
}

function decode(text: string, plusIsSpace: boolean): string {
  const plain = plusIsSpace ? text.replaceAll('+', ' ') : text
  try {
    return decodeURIComponent(plain)
  } catch {
    // Bytes that are not UTF-8 cannot be a key; they are kept as they are and fail by name.
    return plain
  }
}

/** Percent-encodes everything but `A-Za-z0-9-_.~`. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
