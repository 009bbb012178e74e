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
  [/^it has neither a heap nor a clustered index$/, '它既没有堆，也没有聚集索引'],
  [/^its rows lie outside the data files$/, '它的行不在数据文件中'],
  [
    /^it is compressed, and has dropped, hidden or sparse columns$/,
    '该表已压缩，且有已删除、隐藏或稀疏的列',
  ],
  [/^it is a columnstore$/, '该表采用列存储'],
  [/^column (.+) is of type (\d+), which is not (.+)$/, '列 $1 的类型为 $2，而不是 $3'],
  [/^column (.+) lies outside the row$/, '列 $1 位于行之外'],
  [/^column (.+) lies outside the fixed columns$/, '列 $1 位于定长列之外'],
  [/^it has no column (.+)$/, '其中没有列 $1'],
  [
    /^the catalog does not say of its column (.+) what was expected$/,
    '系统目录中列 $1 的定义与预期不符',
  ],
  [/^IAM\.next makes a circle$/, 'IAM 链出现循环'],
  [/^the backup does not hold it$/, '备份中没有该页'],
  [/^no page (\d+:\d+)$/, '没有页 $1'],
  [/^(FamilySequenceNumber = \d+) twice$/, '$1 出现两次'],
  [/^page (\d+) of the region does not begin a data file$/, '该区域的第 $1 页不是数据文件的开头'],
  [/^file (\d+) comes twice$/, '文件 $1 出现两次'],
  [/^the region holds no data file$/, '该区域中没有数据文件'],
  [/^the maps name (\d+) pages more than the region holds$/, '分配位图列出的页比该区域多 $1 页'],
  [/^the maps name (\d+) pages fewer than the region holds$/, '分配位图列出的页比该区域少 $1 页'],
  [/^page (\d+) of the region lies behind the last file$/, '该区域的第 $1 页位于最后一个文件之后'],
  [/^file (\d+) has a size of (\d+) bytes$/, '文件 $1 的大小为 $2 字节'],
  [/^page (\d+:\d+) is no map of changed extents$/, '页 $1 不是差异更改映射'],
  [/^pages (\d+:\d+) and (\d+:\d+) are no allocation maps$/, '页 $1 和 $2 不是分配位图'],
]

const parts: readonly (readonly [RegExp, string])[] = [
  [/^block (.+)$/, '数据块 $1'],
  [/^stream (.+)$/, '数据流 $1'],
  [/^chunk (.+)$/, '压缩块 $1'],
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
    if (/[\u4e00-\u9fff）]$/.test(String(word)))
      spaced = spaced.replaceAll(`{${name}} `, `{${name}}`)
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
    case 'file':
      return value.replace(/ \(decompressed\)$/, '（解压后）')
    case 'found':
      return value.replace(/ \(type (\d+)\)$/, '（类型 $1）')
    default:
      return value
  }
}

function replaced(value: string, patterns: readonly (readonly [RegExp, string])[]): string {
  const found = patterns.find(([pattern]) => pattern.test(value))
  return found ? value.replace(found[0], found[1]) : value
}
