/** Chooses the proxy for an endpoint as curl does it, but never sends loopback through one of the environment. */
import type { EnvironmentProxy } from './config.ts'
import { isLoopback, urlOf } from './endpoints.ts'

/**
 * Returns the URL of the proxy to use, or undefined for a direct connection.
 * @param chosen  the proxy of an option or profile; outranks the environment
 */
export function proxyFor(
  endpoint: string,
  chosen: string | undefined,
  environment: EnvironmentProxy,
): string | undefined {
  if (chosen !== undefined) return chosen
  if (isLoopback(endpoint)) return undefined
  const url = urlOf(endpoint)
  if (environment.except.some((entry) => isExcepted(url, entry))) return undefined
  return url.protocol === 'http:' ? environment.http : environment.https
}

/** @source curl's manual, NO_PROXY: `*`, a host, a domain with or without a leading dot, with or without a port [spec] */
function isExcepted(url: URL, entry: string): boolean {
  if (entry === '*') return true
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
  if (port !== undefined && port !== (url.port || (url.protocol === 'http:' ? '80' : '443'))) {
    return false
  }
  const domain = name.replace(/^\*?\./, '')
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`)
}
