/** What a client sent that is no TDS: the connection that sent it is closed, never the server. */

/** Bytes that break the protocol; `message` says which rule. */
export class MalformedTds extends Error {
  override readonly name = 'MalformedTds'
}
