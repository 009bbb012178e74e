/**
 * All errors of sqlferry in both languages, gathered from the folders that own them.
 * Loaded only when an error is shown or a page is written, because it is long.
 */
import { bakErrors, bakErrorsZh } from '../bak/index.ts'
import {
  type ErrorCatalogue,
  type ErrorText,
  type Language,
  MigrationError,
} from '../core/index.ts'
import { filesErrors, filesErrorsZh } from '../files/index.ts'
import { journalErrors, journalErrorsZh } from '../journal/index.ts'
import { migrationErrors, migrationErrorsZh } from '../migration/index.ts'
import { ossErrors, ossErrorsZh } from '../oss/index.ts'
import { rdsErrors, rdsErrorsZh } from '../rds/index.ts'
import { sandboxErrors, sandboxErrorsZh } from '../sandbox/index.ts'
import { fillChinese } from './detail-words.zh.ts'
import { appErrors } from './errors.ts'
import { appErrorsZh } from './errors.zh.ts'

interface FolderErrors {
  readonly folder: string
  readonly entries: ErrorCatalogue
  readonly zh: Readonly<Record<string, ErrorText>>
}

/** In the order of the journey. */
export const folderErrors: readonly FolderErrors[] = [
  { folder: 'app', entries: appErrors, zh: appErrorsZh },
  { folder: 'bak', entries: bakErrors, zh: bakErrorsZh },
  { folder: 'files', entries: filesErrors, zh: filesErrorsZh },
  { folder: 'oss', entries: ossErrors, zh: ossErrorsZh },
  { folder: 'rds', entries: rdsErrors, zh: rdsErrorsZh },
  { folder: 'journal', entries: journalErrors, zh: journalErrorsZh },
  { folder: 'migration', entries: migrationErrors, zh: migrationErrorsZh },
  { folder: 'sandbox', entries: sandboxErrors, zh: sandboxErrorsZh },
]

/** Every entry by its code. */
export const errorCatalogue: ErrorCatalogue = Object.assign(
  {},
  ...folderErrors.map((folder) => folder.entries),
)

const zhTexts: Readonly<Record<string, ErrorText>> = Object.assign(
  {},
  ...folderErrors.map((folder) => folder.zh),
)

/** Returns the templates of a code in a language, or undefined for a code that is not ours. */
export function errorTemplates(code: string, language: Language): ErrorText | undefined {
  return language === 'zh' ? zhTexts[code] : errorCatalogue[code]
}

/** Returns message, cause and solution of an error in a language; English where no translation exists. */
export function errorText(
  error: MigrationError | (ErrorText & Pick<MigrationError, 'code' | 'details'>),
  language: Language,
): ErrorText {
  const templates = language === 'en' ? undefined : errorTemplates(error.code, language)
  const { message, solution } = error
  if (!templates) {
    const cause = error instanceof MigrationError ? error.usualCause : error.cause
    return { message, cause, solution }
  }
  const { details } = error
  return {
    message: fillChinese(templates.message, details),
    cause: fillChinese(templates.cause, details),
    solution: fillChinese(templates.solution, details),
  }
}
