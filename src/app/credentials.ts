/**
 * Where credentials come from: OSS_* variables, the plain names that the sandbox prints, then the standard chain.
 * A complete pair wins; half a pair is an error, because silently using another account would be worse.
 */
import type { CloudCredentials, CredentialProvider } from '../core/index.ts'
import type { AppContext } from './context.ts'
import { type CredentialChain, standardChain } from './credential-chain.ts'
import { appError } from './errors.ts'

const renewAfterMs = 60_000 // asking the chain is cheap, but not free; it renews tokens minutes before they expire
const expiryMarginMs = 120_000 // a token that is about to expire would expire on its way

const families = [
  { id: 'OSS_ACCESS_KEY_ID', secret: 'OSS_ACCESS_KEY_SECRET', token: 'OSS_SESSION_TOKEN' },
  { id: 'ACCESS_KEY_ID', secret: 'ACCESS_KEY_SECRET', token: 'SECURITY_TOKEN' },
] as const

export interface CredentialOptions {
  /** Keys given as options (`import -k -s`); outrank everything. */
  readonly given?: CloudCredentials
  readonly chain?: CredentialChain
}

/**
 * Returns a provider that finds credentials at its first call. Parallel callers share one search; every secret it
 * learns is handed to `context.keepSecret` before it is returned.
 *
 * The provider throws CONFIG_CREDENTIALS_MISSING, CONFIG_CREDENTIALS_INCOMPLETE, and CONFIG_CREDENTIALS_EXPIRED when
 * a token of the environment was refused as expired.
 */
export function credentialProvider(
  context: Pick<AppContext, 'env' | 'clock' | 'keepSecret'>,
  options: CredentialOptions = {},
): CredentialProvider {
  const keep = (credentials: CloudCredentials): CloudCredentials => {
    context.keepSecret?.(credentials.accessKeySecret)
    if (credentials.securityToken) context.keepSecret?.(credentials.securityToken)
    return credentials
  }
  const chain = options.chain ?? standardChain()
  let fromChain: { readonly credentials: CloudCredentials; readonly askedAt: number } | undefined
  let asking: Promise<CloudCredentials> | undefined

  const askChain = async (): Promise<CloudCredentials> => {
    try {
      const credentials = keep(await chain.fetch())
      fromChain = { credentials, askedAt: context.clock.now() }
      return credentials
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw appError('CONFIG_CREDENTIALS_MISSING', { reason }, { cause: error })
    } finally {
      asking = undefined
    }
  }

  return async (force = false) => {
    const fixed = fixedCredentials(context.env, options.given)
    if (fixed) {
      if (force && fixed.credentials.securityToken) {
        throw appError('CONFIG_CREDENTIALS_EXPIRED', { source: fixed.source })
      }
      return keep(fixed.credentials)
    }
    if (!force && fromChain && isFresh(fromChain, context.clock.now())) return fromChain.credentials
    asking ??= askChain()
    return asking
  }
}

function isFresh(
  found: { readonly credentials: CloudCredentials; readonly askedAt: number },
  now: number,
): boolean {
  const { expiresAt, securityToken } = found.credentials
  if (expiresAt !== undefined && now > expiresAt - expiryMarginMs) return false
  return securityToken === undefined || now - found.askedAt < renewAfterMs
}

function fixedCredentials(
  env: AppContext['env'],
  given: CloudCredentials | undefined,
): { readonly credentials: CloudCredentials; readonly source: string } | undefined {
  if (given) return { credentials: given, source: 'the options' }
  for (const names of families) {
    const accessKeyId = env[names.id]
    const accessKeySecret = env[names.secret]
    if (!accessKeyId && !accessKeySecret) continue
    if (!accessKeyId || !accessKeySecret) {
      const [present, missing] = accessKeyId ? [names.id, names.secret] : [names.secret, names.id]
      throw appError('CONFIG_CREDENTIALS_INCOMPLETE', { present, missing })
    }
    const securityToken = env[names.token]
    const credentials = securityToken
      ? { accessKeyId, accessKeySecret, securityToken }
      : { accessKeyId, accessKeySecret }
    return { credentials, source: names.token }
  }
  return undefined
}
