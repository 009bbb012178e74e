/** What can be wrong with chains of backups. */
import type { ErrorCatalogue } from '../../core/index.ts'

export const chainErrors = {} as const satisfies ErrorCatalogue
