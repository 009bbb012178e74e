/** Chinese texts of catalogErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { catalogErrors } from './errors.ts'

export const catalogErrorsZh: ErrorTexts<typeof catalogErrors> = {}
