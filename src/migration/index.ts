/** The heart: plans a migration, carries it out, and says what came of it. */
export * from './engine/index.ts'
export * from './errors.ts'
export * from './errors.zh.ts'
export * from './plan/index.ts'
export * from './report/result.ts'
export { listRecentTasks } from './steps/list-tasks.ts'
export type * from './steps/ports.ts'
