/** The durable record of what was intended, done and seen. */
export type * from './journal.ts'
