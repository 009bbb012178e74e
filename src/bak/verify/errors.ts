/** What can be wrong with the verification of a backup. */
import type { ErrorCatalogue } from '../../core/index.ts'

export const verifyErrors = {} as const satisfies ErrorCatalogue
