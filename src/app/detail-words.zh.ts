/**
 * Words that stand as values in our messages, in Chinese: types of backups, parts of a file, forms that a setting
 * must have. A value that is not here is a name, a number or a vendor's text, and is shown as it is.
 */
import { fillTemplate, type TemplateValue } from '../core/index.ts'

/** Backup types, as the plan and journals of earlier versions write them. */
const types: Readonly<Record<string, string>> = {
  full: '完整',
  differential: '差异',
  log: '日志',
  file: '文件',
  'differential file': '差异文件',
  partial: '部分',
  'differential partial': '差异部分',
}

const sources: Readonly<Record<string, string>> = { 'the options': '命令行选项' }

const keys: Readonly<Record<string, string>> = { 'the whole file': '整个文件' }

/** By the whole text, or by a pattern with what stays as it is. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^must be text$/, '必须为文本'],
  [/^must not be empty$/, '不能为空'],
  [/^must be a URL such as (.*)$/, '必须为 URL，例如 $1'],
  [/^must be a rate such as (.*)$/, '必须为速率，例如 $1'],
  [/^must be a region id such as (.*)$/, '必须为地域 ID，例如 $1'],
  [/^must be true or false$/, '必须为 true 或 false'],
  [/^must be v4 or v1$/, '必须为 v4 或 v1'],
  [/^must be a number$/, '必须为数字'],
  [/^must be a whole number$/, '必须为整数'],
  [/^must be (\d+) to (\d+)$/, '必须为 $1～$2'],
  [/^must be keys with values$/, '必须由键和值组成'],
  [/^it is not JSON$/, '不是 JSON'],
  [/^encrypted$/, '已加密'],
  [/^compressed$/, '压缩备份'],
  [/^damaged$/, '已损坏'],
  [/^unreadable$/, '无法读取'],
  [/^a fault is an object$/, '故障应为一个对象'],
  [/^kind is one of (.*)$/, 'kind 的可选值为 $1'],
  [/^match is an object$/, 'match 应为一个对象'],
  [/^count is 1 or more, or "always"$/, 'count 应不小于 1，或为 "always"'],
  [/^(.+) has no value named (.+)$/, '$1 中没有名为 $2 的值'],
  [/^(\S+) of (\S+) is missing or of the wrong form$/, '$2 缺少 $1，或 $1 的格式不正确'],
]

const parts: readonly (readonly [RegExp, string])[] = [
  [/^block (.+)$/, '数据块 $1'],
  [/^stream (.+)$/, '数据流 $1'],
  [/^the next block$/, '下一个数据块'],
  [/^magic$/, '文件开头'],
]

/**
 * Returns the Chinese template with its values, our own words among them in Chinese. Templates have spaces around a
 * value, for Latin letters; none stay beside a Chinese word.
 */
export function fillChinese(
  template: string,
  details: Readonly<Record<string, TemplateValue>>,
): string {
  const words: Record<string, TemplateValue> = {}
  let spaced = template
  for (const [name, value] of Object.entries(details)) {
    const word = typeof value === 'string' ? chineseValue(name, value) : value
    words[name] = word
    if (word === value) continue
    if (/^[\u4e00-\u9fff]/.test(String(word))) spaced = spaced.replaceAll(` {${name}}`, `{${name}}`)
    if (/[\u4e00-\u9fff]$/.test(String(word))) spaced = spaced.replaceAll(`{${name}} `, `{${name}}`)
  }
  return fillTemplate(spaced, words)
}

function chineseValue(name: string, value: string): string {
  switch (name) {
    case 'type':
      return types[value.toLowerCase().replaceAll('_', ' ')] ?? value
    case 'source':
      return sources[value] ?? value
    case 'key':
      return keys[value] ?? value
    case 'reason':
      return replaced(value, reasons)
    case 'what':
      return replaced(value, parts)
    default:
      return value
  }
}

function replaced(value: string, patterns: readonly (readonly [RegExp, string])[]): string {
  const found = patterns.find(([pattern]) => pattern.test(value))
  return found ? value.replace(found[0], found[1]) : value
}
