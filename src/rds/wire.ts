/**
 * The language of RDS, RAM and STS on the wire, for the client and for the sandbox: names of operations, parameters
 * and fields, forms of values, signatures, and what each refusal means to us. Nothing here sends anything.
 */
export * from './signing.ts'
export {
  type CallFacts,
  replyLost,
  translateNetworkError,
  translateReply,
} from './translate-error.ts'
export {
  buildError,
  type GatewayError,
  type Page,
  type PageNumbers,
  parseError,
  requestIdOf,
  type WireObject,
} from './wire-fields.ts'
export * from './wire-requests.ts'
export * from './wire-responses.ts'
export * from './wire-tasks.ts'
export * from './wire-values.ts'
