/**
 * Who may call the sandbox: access keys, the accounts that own them and temporary STS tokens.
 * OSS and RDS ask the same book, so that a key works at both. Time is passed in; nothing here waits.
 */

/** A key pair and whose it is. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly accountId: string
  /** `Account`, `RAMUser` or `AssumedRoleUser`, as GetCallerIdentity says it. */
  readonly identityType: string
  readonly arn: string
  readonly isEnabled: boolean
  /** Only with a temporary key: the token that has to come with every request. */
  readonly securityToken?: string
  /** Milliseconds since 1970-01-01 UTC after which the token is refused. */
  readonly expiresAt?: number
}

/** What the book says about a key and a token. */
export type TokenVerdict = 'ok' | 'token-missing' | 'token-unknown' | 'token-expired'

/** The pair that the sandbox starts with. Made up; it opens nothing else. */
export const sandboxKey = {
  accessKeyId: 'LTAI5tSandboxKeyId0001',
  accessKeySecret: 'SandboxSecretOfNoValue00000001',
} as const

/** The account that owns the sandbox's instance and buckets. */
export const sandboxAccountId = '1000000000000001'

/** The keys known to one sandbox. */
export class AccountBook {
  #keys = new Map<string, AccessKey>()

  /** @param keys  known from the start */
  constructor(keys: readonly AccessKey[] = []) {
    for (const key of keys) this.add(key)
  }

  /** Makes a key known, replacing one with the same id. */
  add(key: AccessKey): void {
    this.#keys.set(key.accessKeyId, key)
  }

  remove(accessKeyId: string): void {
    this.#keys.delete(accessKeyId)
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId)
  }

  all(): AccessKey[] {
    return [...this.#keys.values()]
  }

  /** Ends a temporary key at the given time (milliseconds since 1970); lasting keys are left alone. */
  expire(accessKeyId: string, at: number): void {
    const key = this.#keys.get(accessKeyId)
    if (key?.securityToken !== undefined) this.add({ ...key, expiresAt: at })
  }

  /**
   * Tells whether the token that came with a request belongs to its key and is alive at `now`.
   * A token sent with a lasting key is unknown, as it is to the real service.
   */
  checkToken(key: AccessKey, securityToken: string | undefined, now: number): TokenVerdict {
    if (key.securityToken === undefined) return securityToken === undefined ? 'ok' : 'token-unknown'
    if (securityToken === undefined) return 'token-missing'
    if (securityToken !== key.securityToken) return 'token-unknown'
    return key.expiresAt !== undefined && now >= key.expiresAt ? 'token-expired' : 'ok'
  }
}

/** Returns the lasting key of an account's owner. */
export function ownerKey(
  accessKeyId: string,
  accessKeySecret: string,
  accountId = sandboxAccountId,
): AccessKey {
  return {
    accessKeyId,
    accessKeySecret,
    accountId,
    identityType: 'Account',
    arn: `acs:ram::${accountId}:root`,
    isEnabled: true,
  }
}
