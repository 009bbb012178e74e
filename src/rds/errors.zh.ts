/** Every error of this folder, in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { rdsErrors } from './errors.ts'
import { cloudErrorsZh } from './errors-cloud.zh.ts'
import { requestErrorsZh } from './errors-request.zh.ts'
import { taskErrorsZh } from './errors-task.zh.ts'

export const rdsErrorsZh: ErrorTexts<typeof rdsErrors> = {
  ...cloudErrorsZh,
  ...requestErrorsZh,
  ...taskErrorsZh,
}
