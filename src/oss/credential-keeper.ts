/** Holds the credentials in use and renews them once, however many requests find them expired at the same time. */
import type { Clock, CloudCredentials, CredentialProvider } from '../core/index.ts'

/** A token this close to its end is renewed beforehand: a part may be under way for that long. */
const renewAheadMs = 60_000

export class CredentialKeeper {
  readonly #provider: CredentialProvider
  readonly #clock: Clock
  #current: CloudCredentials | undefined
  #renewal: Promise<CloudCredentials> | undefined

  constructor(provider: CredentialProvider, clock: Clock) {
    this.#provider = provider
    this.#clock = clock
  }

  /** Returns credentials that are valid now. */
  async get(): Promise<CloudCredentials> {
    const current = this.#current
    if (current?.expiresAt === undefined || current.expiresAt > this.#clock.now() + renewAheadMs) {
      this.#current = await this.#provider()
      return this.#current
    }
    return this.renew(current)
  }

  /** Returns other credentials than those that a server refused, or the same where none can be had. */
  renew(refused: CloudCredentials): Promise<CloudCredentials> {
    if (this.#current && this.#current.securityToken !== refused.securityToken)
      return Promise.resolve(this.#current)
    this.#renewal ??= this.#provider(true)
      .then((renewed) => {
        this.#current = renewed
        return renewed
      })
      .finally(() => {
        this.#renewal = undefined
      })
    return this.#renewal
  }
}
