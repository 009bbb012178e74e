/** What time the cloud has, read off the Date header of an answer that needs no credentials. */
import { type Clock, systemClock } from '../../core/index.ts'
import { urlOf } from '../endpoints.ts'

const timeoutMs = 5_000

/**
 * Returns the time of the server behind an endpoint in milliseconds since 1970 UTC, or undefined where it does not
 * say within five seconds. Throws only the signal's reason.
 */
export async function serverTimeOf(
  endpoint: string,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<number | undefined> {
  const late = new AbortController()
  const answered = new AbortController()
  clock.sleep(timeoutMs, answered.signal).then(
    () => late.abort(),
    () => {},
  )
  try {
    const answer = await fetch(urlOf(endpoint), {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.any([signal, late.signal]),
    })
    const at = Date.parse(answer.headers.get('date') ?? '')
    return Number.isNaN(at) ? undefined : at
  } catch {
    signal.throwIfAborted()
    // Behind a proxy the endpoint may not be reachable this way; the signed calls then tell enough.
    return undefined
  } finally {
    answered.abort()
  }
}
