/** The offline reader of SQL Server backup files. No dependencies, no `node:`; runs in a browser. */
export type * from './inspection.ts'
