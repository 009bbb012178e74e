/** A service of the sandbox that listens, as the public types show it: without anything of node:http. */
export interface LoopbackServer {
  readonly port: number
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}
