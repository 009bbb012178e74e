/** Chinese texts of pagesErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { pagesErrors } from './errors.ts'

export const pagesErrorsZh: ErrorTexts<typeof pagesErrors> = {}
