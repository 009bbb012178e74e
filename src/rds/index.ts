/** The destination: RDS for SQL Server, RAM and STS. */
export type * from './restore-target.ts'
