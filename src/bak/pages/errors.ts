/** What can be wrong with the pages of a database in a backup. */
import type { ErrorCatalogue } from '../../core/index.ts'

export const pagesErrors = {} as const satisfies ErrorCatalogue
