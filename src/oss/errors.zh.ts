/** The errors of the bucket in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import { accessErrorsZh } from './errors/access-errors.zh.ts'
import { bucketErrorsZh } from './errors/bucket-errors.zh.ts'
import { objectErrorsZh } from './errors/object-errors.zh.ts'
import { serviceErrorsZh } from './errors/service-errors.zh.ts'
import { uploadErrorsZh } from './errors/upload-errors.zh.ts'
import type { ossErrors } from './errors.ts'

export const ossErrorsZh: ErrorTexts<typeof ossErrors> = {
  ...accessErrorsZh,
  ...bucketErrorsZh,
  ...objectErrorsZh,
  ...serviceErrorsZh,
  ...uploadErrorsZh,
}
