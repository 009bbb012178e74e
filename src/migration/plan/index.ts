/** Planning: which backups go to a destination, which do not, and why. */
export * from './destination.ts'
export * from './judge-file.ts'
export * from './limits.ts'
export * from './object-key.ts'
export * from './plan.ts'
export * from './plan-migration.ts'
export * from './releases.ts'
export * from './storage.ts'
