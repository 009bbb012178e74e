/** Cloud credentials as a value and as something that renews itself. Where they come from is decided in app. */

export interface CloudCredentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** Only with temporary credentials (STS). */
  readonly securityToken?: string
  /** Milliseconds since 1970-01-01 UTC after which the token is refused; undefined for lasting keys. */
  readonly expiresAt?: number
}

/**
 * Gives credentials that are valid now. Called before every request, so it must be cheap while nothing changes;
 * parallel callers share one renewal.
 * @param force  a server refused the last ones as expired: renew even if they look valid
 */
export type CredentialProvider = (force?: boolean) => Promise<CloudCredentials>
