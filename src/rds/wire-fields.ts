/**
 * Reading JSON that may lack a field, wrap a list twice or write numbers as text; and the answers that all
 * operations share: request id, pages, errors.
 */

/** A JSON object of the wire. */
export type WireObject = { readonly [name: string]: unknown }

/** One page of a list and how many rows there are in all (undefined where the service does not say). */
export interface Page<T> {
  readonly rows: T[]
  readonly totalCount: number | undefined
}

export interface PageNumbers {
  readonly pageNumber: number
  readonly totalCount: number
}

export function requestIdOf(body: unknown): string | undefined {
  return text(body, 'RequestId') || undefined
}

/** An error as the gateway sends it. */
export interface GatewayError {
  readonly code: string
  readonly message: string
  readonly requestId: string | undefined
}

/** @param host  such as `rds.aliyuncs.com` */
export function buildError(error: GatewayError, host: string): WireObject {
  return {
    RequestId: error.requestId ?? '',
    HostId: host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}`,
  }
}

/** Undefined where the body is no error of the gateway, such as a page of a proxy. */
export function parseError(body: unknown): GatewayError | undefined {
  const code = text(body, 'Code') || text(body, 'code')
  if (code === '') return undefined
  return {
    code,
    message: text(body, 'Message') || text(body, 'message'),
    requestId: requestIdOf(body) ?? (text(body, 'requestId') || undefined),
  }
}

/** Returns the fields that say which page of how many rows this is. */
export function pageFields(count: number, page: PageNumbers): WireObject {
  return {
    PageNumber: page.pageNumber,
    PageRecordCount: count,
    TotalRecordCount: page.totalCount,
  }
}

/** Returns a field of an object, undefined where there is no such field or no object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as WireObject)[name] : undefined
}

/** Returns a field as text, empty where it is absent; numbers and booleans are written out. */
export function text(value: unknown, name: string): string {
  const found = field(value, name)
  if (typeof found === 'string') return found
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : ''
}

/** Returns a field as a number, undefined where it is absent or no number. */
export function number(value: unknown, name: string): number | undefined {
  const found = text(value, name)
  if (found === '') return undefined
  const parsed = Number(found)
  return Number.isFinite(parsed) ? parsed : undefined
}

/** Returns the elements of a doubly wrapped list, such as Items.MigrateTask; a lone element counts as a list. */
export function list(value: unknown, container: string, element: string): unknown[] {
  const found = field(field(value, container), element)
  if (Array.isArray(found)) return found
  return found === undefined || found === null ? [] : [found]
}

/** Free-form maps, one or several names each, as one map of text. */
export function properties(
  item: unknown,
  container: string,
  element: string,
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const map of list(item, container, element))
    if (typeof map === 'object' && map !== null)
      for (const name of Object.keys(map)) result[name] = text(map, name)
  return result
}
