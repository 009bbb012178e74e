/** What stands for every SQL Server number that has no entry of its own. */
import type { KnownFailure } from '../../core/index.ts'

export const unexpectedFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_UNEXPECTED',
    seenIn: ['sql-server'],
    retry: 'never',
    isCatchAll: true,
    texts: { en: [], zh: [] },
    en: {
      cause: 'SQL Server answered with a number that has no entry of its own.',
      solution:
        'Look the number up with `SELECT text FROM sys.messages WHERE message_id = n`, and read the errors before it.',
    },
    zh: {
      cause: 'SQL Server 返回了未单独收录的错误号。',
      solution:
        '请用 `SELECT text FROM sys.messages WHERE message_id = n` 查看原文，并查看它之前的错误。',
    },
    sources: ['S14'],
  },
]
