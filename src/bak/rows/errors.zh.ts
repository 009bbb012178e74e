/** Chinese texts of rowsErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { rowsErrors } from './errors.ts'

export const rowsErrorsZh: ErrorTexts<typeof rowsErrors> = {}
