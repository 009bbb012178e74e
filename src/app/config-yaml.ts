/** Reads YAML; the only file that knows the yaml package, which is loaded only when there is a file to read. */
import { appError } from './errors.ts'

/** Returns the document as plain values. @throws CONFIG_FILE_UNREADABLE with line and column */
export async function parseYaml(text: string, path: string): Promise<unknown> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { strict: true, uniqueKeys: true })
  const [problem] = document.errors
  if (problem) {
    const reason = problem.message.split('\n')[0]?.replace(/:$/, '') ?? problem.code
    throw appError('CONFIG_FILE_UNREADABLE', { path, reason }, { cause: problem })
  }
  return document.toJS()
}
