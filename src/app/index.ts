/**
 * One function per command, each loaded when it is first called: `sqlferry --help` must not pay for the cloud SDK.
 */
export type * from './context.ts'
