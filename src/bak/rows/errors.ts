/** What can be wrong with the rows in a backup. */
import type { ErrorCatalogue } from '../../core/index.ts'

export const rowsErrors = {} as const satisfies ErrorCatalogue
