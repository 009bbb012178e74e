/** Every error of this folder: the gateway, requests to RDS, tasks and imports. */
import { errorMaker } from '../core/index.ts'
import { cloudErrors } from './errors-cloud.ts'
import { requestErrors } from './errors-request.ts'
import { taskErrors } from './errors-task.ts'

export const rdsErrors = { ...cloudErrors, ...requestErrors, ...taskErrors } as const

export type RdsErrorCode = keyof typeof rdsErrors

/** Makes the errors of this folder. */
export const rdsError = errorMaker(rdsErrors)
