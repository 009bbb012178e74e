/** What is wrong with a file, in the words of the person who asked. */
import { type BackupWarning, bakErrors, bakErrorsZh } from '../../bak/index.ts'
import {
  type ErrorText,
  fillTemplate,
  type Language,
  type MigrationError,
} from '../../core/index.ts'
import { filesErrors, filesErrorsZh } from '../../files/index.ts'
import { fillChinese } from '../detail-words.zh.ts'
import { appErrors } from '../errors.ts'
import { appErrorsZh } from '../errors.zh.ts'

/** Something about a file that a person should know, in that person's language. */
export interface FileNotice extends ErrorText {
  readonly level: 'problem' | 'warning'
  readonly code: string
}

/** Returns an error or a warning of the backup reader or of this machine's files in a language. */
export function noticeOf(
  level: FileNotice['level'],
  { code, message, details }: Pick<MigrationError | BackupWarning, 'code' | 'message' | 'details'>,
  language: Language,
): FileNotice {
  const templates = texts[language][code]
  const fill = language === 'zh' ? fillChinese : fillTemplate
  return {
    level,
    code,
    message: templates === undefined ? message : fill(templates.message, details),
    cause: fill(templates?.cause ?? '', details),
    solution: fill(templates?.solution ?? '', details),
  }
}

/** Only these folders speak here; the whole catalogue would load the cloud clients' folders too. */
const texts: Readonly<Record<Language, Readonly<Record<string, ErrorText>>>> = {
  en: { ...appErrors, ...bakErrors, ...filesErrors },
  zh: { ...appErrorsZh, ...bakErrorsZh, ...filesErrorsZh },
}
