/** The words of `sqlferry inspect` in both languages. */
import type { FileVerdict } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'

interface InspectWords {
  readonly file: string
  readonly position: string
  readonly database: string
  readonly type: string
  readonly version: string
  readonly compatibility: string
  readonly size: string
  readonly compressed: string
  readonly start: string
  readonly lsns: string
  readonly stripe: string
  readonly checksums: string
  readonly withChecksums: string
  readonly withoutChecksums: string
  readonly verdict: string
  readonly fileId: string
  readonly logicalName: string
  readonly physicalName: string
  readonly fileType: string
  readonly filegroup: string
  readonly inBackup: string
  readonly field: string
  readonly value: string
  readonly cause: string
  readonly solution: string
  readonly yes: string
  readonly no: string
  readonly isSo: string
  readonly isNotSo: string
  readonly nothing: string
  readonly incomplete: string
  readonly levels: Readonly<Record<'problem' | 'warning', string>>
  readonly verdicts: Readonly<Record<FileVerdict, string>>
  /** By SFIN's number. */
  readonly fileTypes: Readonly<Record<number, string>>
  readonly headersOnly: string
  readonly missing: (stripes: readonly number[]) => string
  readonly summary: (files: number, sound: number, withNotices: number) => string
}

export const inspectWords: Readonly<Record<Language, InspectWords>> = {
  en: {
    file: 'file',
    position: '#',
    database: 'database',
    type: 'type',
    version: 'version',
    compatibility: 'compat',
    size: 'size',
    compressed: 'compressed',
    start: 'started',
    lsns: 'first - last LSN',
    stripe: 'stripe',
    checksums: 'checksums',
    withChecksums: 'with checksums',
    withoutChecksums: 'without checksums',
    verdict: 'verdict',
    fileId: 'id',
    logicalName: 'logical name',
    physicalName: 'physical name',
    fileType: 'kind',
    filegroup: 'filegroup',
    inBackup: 'in backup',
    field: 'field',
    value: 'value',
    cause: 'cause',
    solution: 'next',
    yes: 'yes',
    no: 'no',
    isSo: 'yes',
    isNotSo: 'no',
    nothing: 'no files found',
    incomplete: 'incomplete',
    levels: { problem: 'problem', warning: 'warning' },
    verdicts: {
      ok: 'ok',
      warnings: 'warnings',
      'stripes-missing': 'stripes missing',
      truncated: 'truncated',
      damaged: 'damaged',
      compressed: 'compressed',
      encrypted: 'encrypted',
      'not-a-backup': 'not a backup',
      unreadable: 'unreadable',
    },
    fileTypes: { 1: 'rows', 2: 'log', 7: 'FILESTREAM' },
    headersOnly:
      'Only headers were read: `sqlferry inspect --verify` checks every byte, `--chain` what can be restored.',
    missing: (stripes) => ` (not here: ${stripes.join(', ')})`,
    summary: (files, sound, withNotices) =>
      `${files} ${files === 1 ? 'file' : 'files'}, ${sound} with sound headers, ${withNotices} with problems or warnings`,
  },
  zh: {
    file: '文件',
    position: '序号',
    database: '数据库',
    type: '类型',
    version: '版本',
    compatibility: '兼容级别',
    size: '大小',
    compressed: '压缩后',
    start: '开始时间',
    lsns: '起始 - 结束 LSN',
    stripe: '条带',
    checksums: '校验和',
    withChecksums: '有校验和',
    withoutChecksums: '无校验和',
    verdict: '结论',
    fileId: 'ID',
    logicalName: '逻辑名称',
    physicalName: '物理名称',
    fileType: '文件类型',
    filegroup: '文件组',
    inBackup: '备份内大小',
    field: '字段',
    value: '值',
    cause: '原因',
    solution: '处理',
    yes: '有',
    no: '无',
    isSo: '是',
    isNotSo: '否',
    nothing: '没有找到文件',
    incomplete: '未完成',
    levels: { problem: '问题', warning: '警告' },
    verdicts: {
      ok: '正常',
      warnings: '有警告',
      'stripes-missing': '缺少条带',
      truncated: '不完整',
      damaged: '已损坏',
      compressed: '压缩备份',
      encrypted: '已加密',
      'not-a-backup': '不是备份文件',
      unreadable: '无法读取',
    },
    fileTypes: { 1: '数据', 2: '日志', 7: 'FILESTREAM' },
    headersOnly:
      '仅读取了头信息：校验每个字节请使用 `sqlferry inspect --verify`，查看可还原的内容请使用 `--chain`。',
    missing: (stripes) => `（缺少 ${stripes.join('、')}）`,
    summary: (files, sound, withNotices) =>
      `共 ${files} 个文件，其中 ${sound} 个头信息完好，${withNotices} 个有问题或警告`,
  },
}

/** The Chinese names that SQL Server's own documents use, by the short English ones. */
const chineseTypes: Readonly<Record<string, string>> = {
  FULL: '完整备份',
  DIFF: '差异备份',
  LOG: '日志备份',
  FILE: '文件备份',
  DIFF_FILE: '差异文件备份',
  PARTIAL: '部分备份',
  DIFF_PARTIAL: '差异部分备份',
}

/** Returns a type of backup as people name it. @param type  such as `FULL` or `DIFF` */
export function backupTypeWord(type: string, language: Language): string {
  return language === 'zh' ? (chineseTypes[type] ?? type) : type
}
