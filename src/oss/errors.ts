/** Every error of the bucket: what OSS answers, what happens on the way to it, and what an upload meets. */
import { errorMaker } from '../core/index.ts'
import { accessErrors } from './errors/access-errors.ts'
import { bucketErrors } from './errors/bucket-errors.ts'
import { objectErrors } from './errors/object-errors.ts'
import { serviceErrors } from './errors/service-errors.ts'
import { uploadErrors } from './errors/upload-errors.ts'

export const ossErrors = {
  ...accessErrors,
  ...bucketErrors,
  ...objectErrors,
  ...serviceErrors,
  ...uploadErrors,
} as const

export type OssErrorCode = keyof typeof ossErrors

/** Makes an error of the bucket. */
export const ossError = errorMaker(ossErrors)
