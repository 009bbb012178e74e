/** The errors of this folder, gathered from its rooms. */

import { catalogErrors } from './catalog/errors.ts'
import { catalogErrorsZh } from './catalog/errors.zh.ts'
import { chainErrors } from './chain/errors.ts'
import { chainErrorsZh } from './chain/errors.zh.ts'
import { containerErrors } from './container/errors.ts'
import { containerErrorsZh } from './container/errors.zh.ts'
import { bakErrors } from './errors.ts'
import { bakErrorsZh } from './errors.zh.ts'
import { pagesErrors } from './pages/errors.ts'
import { pagesErrorsZh } from './pages/errors.zh.ts'
import { rowsErrors } from './rows/errors.ts'
import { rowsErrorsZh } from './rows/errors.zh.ts'
import { verifyErrors } from './verify/errors.ts'
import { verifyErrorsZh } from './verify/errors.zh.ts'

export const allBakErrors = {
  ...bakErrors,
  ...containerErrors,
  ...pagesErrors,
  ...verifyErrors,
  ...catalogErrors,
  ...rowsErrors,
  ...chainErrors,
} as const

export const allBakErrorsZh = {
  ...bakErrorsZh,
  ...containerErrorsZh,
  ...pagesErrorsZh,
  ...verifyErrorsZh,
  ...catalogErrorsZh,
  ...rowsErrorsZh,
  ...chainErrorsZh,
} as const
