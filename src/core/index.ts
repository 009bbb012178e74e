/** What every folder shares: errors, texts, bytes, time, LSNs. No input or output happens here. */
export * from './bytes.ts'
export * from './clock.ts'
export * from './errors.ts'
export * from './ids.ts'
export * from './lsn.ts'
export * from './redact.ts'
export * from './retry.ts'
export * from './text.ts'
