/** What the form of a token depends on: the version of the session, and the server that speaks. */
import type { Collation } from '../collation.ts'

export interface TokenContext {
  readonly tdsVersion: number
  /** As messages name it. */
  readonly serverName: string
  /** Of char columns that have none of their own. */
  readonly collation: Collation
}
