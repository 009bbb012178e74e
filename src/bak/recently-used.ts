/** A map that keeps the entries that were used last, in bounded memory. */

export class RecentlyUsed<K, V> {
  /** The least recently used first: a map hands out its keys in the order in which they were put in. */
  readonly #entries = new Map<K, V>()
  readonly #most: number

  /** @param most  how many entries are kept, 1 or more */
  constructor(most: number) {
    this.#most = most
  }

  has(key: K): boolean {
    return this.#entries.has(key)
  }

  /** Returns the entry without counting this as a use. */
  peek(key: K): V | undefined {
    return this.#entries.get(key)
  }

  /** Returns the entry and makes it the one that was used last. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  /** Puts an entry in as the one that was used last, and drops the oldest beyond the limit. */
  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#most) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  clear(): void {
    this.#entries.clear()
  }
}
