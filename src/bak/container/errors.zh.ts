/** Chinese texts of containerErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { containerErrors } from './errors.ts'

export const containerErrorsZh: ErrorTexts<typeof containerErrors> = {}
