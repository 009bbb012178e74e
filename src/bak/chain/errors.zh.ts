/** Chinese texts of chainErrors. */
import type { ErrorTexts } from '../../core/index.ts'
import type { chainErrors } from './errors.ts'

export const chainErrorsZh: ErrorTexts<typeof chainErrors> = {}
