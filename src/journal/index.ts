/** The durable record of what was intended, done and seen. */
export * from './errors.ts'
export * from './errors.zh.ts'
export type * from './journal.ts'
export { memoryJournal } from './memory-journal.ts'
export { openJournal, openJournalReader } from './sqlite-journal.ts'
export { lockStream, type StreamLock } from './stream-lock.ts'
