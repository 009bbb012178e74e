/** Chinese texts of verifyErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { verifyErrors } from './errors.ts'

export const verifyErrorsZh: ErrorTexts<typeof verifyErrors> = {}
