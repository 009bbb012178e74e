/** What can be wrong with the catalog in a backup. */
import type { ErrorCatalogue } from '../../core/index.ts'

export const catalogErrors = {} as const satisfies ErrorCatalogue
