/** What can be wrong with the compressed container. */
import type { ErrorCatalogue } from '../../core/index.ts'

export const containerErrors = {} as const satisfies ErrorCatalogue
