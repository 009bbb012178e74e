/**
 * Texts of our own errors name what they are about, such as `{database}`. An explanation fills these with the values
 * of the pasted message where it holds them, and with a readable `<database>` where it does not.
 */
import type { FailureAdvice, Language } from '../../core/index.ts'

type Values = Readonly<Record<string, string>>

/** Returns the values that our message has in the text, found by its template in either language; else none. */
export function valuesInText(text: string, messages: readonly string[]): Values {
  for (const message of messages) {
    const names: string[] = []
    const pattern = message
      .split(/(\{\w+\})/)
      .map((part) => {
        if (!/^\{\w+\}$/.test(part)) return escapePattern(part).replace(/\s+/g, '\\s+')
        names.push(part.slice(1, -1))
        return '([^\\n]{1,256}?)'
      })
      .join('')
    // A value at the message's end goes on to the code behind it, or to the end of the line.
    const found = new RegExp(`${pattern}(?=\\s*(?:\\[[A-Z]+_[A-Z0-9_]+\\]|["\\n]|$))`).exec(text)
    if (found) return Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? '']))
  }
  return {}
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

const chineseNames: Readonly<Record<string, string>> = {
  accepted: '可用值',
  command: '命令',
  database: '数据库',
  description: '描述',
  example: '示例',
  file: '文件',
  folder: '文件夹',
  freeAt: '时间',
  instance: '实例 ID',
  instanceRegion: '实例地域',
  key: '配置项',
  missing: '缺少的条带',
  nearest: '相近名称',
  option: '选项',
  present: '已有的条带',
  reason: '原因',
  release: '版本',
  resource: '资源',
  rightEndpoint: '正确的 Endpoint',
  suggestion: '建议名称',
  tasks: '任务 ID',
  variable: '环境变量',
}

/** Returns cause and solution without any `{name}`. */
export function fillAdvice(
  advice: FailureAdvice,
  values: Values,
  language: Language,
): FailureAdvice {
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      if (value !== undefined) return value
      return `<${language === 'zh' ? (chineseNames[name] ?? name) : inWords(name)}>`
    })
  return { ...advice, cause: fill(advice.cause), solution: fill(advice.solution) }
}

/** `instanceRegion` as `instance region`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
