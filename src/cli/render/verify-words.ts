/** The words of `sqlferry inspect --verify` in both languages. */
import type { VerifiedBackup } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'

type Verdict = VerifiedBackup['verdict']

interface VerifyWords {
  readonly colon: string
  readonly comma: string
  readonly semicolon: string
  readonly verdicts: Readonly<Record<Verdict, string>>
  readonly stripes: (count: number) => string
  readonly missing: (numbers: string) => string
  readonly withChecksums: string
  readonly withoutChecksums: string
  readonly firstPage: Readonly<Record<'damage' | 'incomplete' | 'doubt', string>>
  readonly pageOf: (type: string, object: string) => string
  readonly place: (offset: string, file: string) => string
  readonly inImage: (offset: string) => string
  readonly pageTypes: Readonly<Record<number, string>>
  readonly proved: string
  readonly unproved: string
  readonly nothingProved: string
  readonly blocks: (blocks: string, streams: string) => string
  readonly chunks: (count: string) => string
  readonly dataChecksums: (count: string) => string
  readonly logChecksums: (count: string) => string
  readonly pagesByChecksum: (count: string) => string
  readonly pagesByTornBits: (count: string) => string
  readonly pagesInPlace: (count: string) => string
  readonly extentsByMaps: (count: string) => string
  readonly covered: (share: string, bytes: string) => string
  readonly more: (count: string) => string
  readonly why: string
  readonly cause: string
  readonly solution: string
  readonly note: string
  readonly left: (time: string) => string
  readonly nothing: string
  readonly summary: (
    backups: number,
    parts: readonly string[],
    size: string,
    time: string,
  ) => string
  /** Sound backups that were taken without checksums over all their data. */
  readonly soundInPart: (count: number) => string
  readonly notSound: string
  readonly counted: Readonly<Record<Verdict, (count: number) => string>>
}

/** @param count  as it is printed */
function plural(count: string, word: string): string {
  return count === '1' ? word : `${word}s`
}

const dictionaryEn: VerifyWords = {
  colon: ': ',
  comma: ', ',
  semicolon: '; ',
  verdicts: {
    sound: 'sound',
    damaged: 'damaged',
    incomplete: 'incomplete',
    doubtful: 'doubtful',
    'not-verifiable': 'cannot be verified',
  },
  stripes: (count) => `${count} stripes`,
  missing: (numbers) => `missing: ${numbers}`,
  withChecksums: 'with checksums',
  withoutChecksums: 'without checksums',
  firstPage: {
    damage: 'first damaged page',
    incomplete: 'first missing page',
    doubt: 'first doubtful page',
  },
  pageOf: (type, object) => `${type} of ${object}`,
  place: (offset, file) => `byte ${offset} of ${file}`,
  inImage: (offset) => `byte ${offset} when decompressed`,
  pageTypes: {
    1: 'data page',
    2: 'index page',
    3: 'LOB page',
    4: 'LOB page',
    8: 'GAM page',
    9: 'SGAM page',
    10: 'IAM page',
    11: 'PFS page',
    13: 'boot page',
    15: 'file header page',
    16: 'differential map page',
    17: 'bulk-change map page',
  },
  proved: 'proved',
  unproved: 'not proved',
  nothingProved: 'nothing',
  blocks: (blocks, streams) => `${blocks} blocks and ${streams} streams by their header checksums`,
  chunks: (count) => `${count} compressed ${plural(count, 'chunk')} by checksum`,
  dataChecksums: (count) => `${count} data ${plural(count, 'checksum')} of WITH CHECKSUM`,
  logChecksums: (count) => `${count} log ${plural(count, 'checksum')} of WITH CHECKSUM`,
  pagesByChecksum: (count) => `${count} ${plural(count, 'page')} by checksum`,
  pagesByTornBits: (count) => `${count} ${plural(count, 'page')} by torn-page bits`,
  pagesInPlace: (count) => `${count} ${plural(count, 'page')} in their place`,
  extentsByMaps: (count) => `${count} ${plural(count, 'extent')} by the allocation maps`,
  covered: (share, bytes) => `checksums cover ${share} of ${bytes}`,
  more: (count) => `${count} more`,
  why: 'What was not proved, and why',
  cause: 'cause',
  solution: 'next',
  note: 'Note',
  left: (time) => `${time} left`,
  nothing: 'no files found',
  summary: (backups, parts, size, time) =>
    `${backups} ${backups === 1 ? 'backup' : 'backups'}: ${parts.join(', ')}; ${size} in ${time}`,
  soundInPart: (count) => `${count} of them with pages or log that no checksum covers`,
  notSound: 'Not sound',
  counted: {
    sound: (count) => `${count} sound`,
    damaged: (count) => `${count} damaged`,
    incomplete: (count) => `${count} incomplete`,
    doubtful: (count) => `${count} doubtful`,
    'not-verifiable': (count) => `${count} that cannot be verified`,
  },
}

const dictionaryZh: VerifyWords = {
  colon: '：',
  comma: '，',
  semicolon: '；',
  verdicts: {
    sound: '完好',
    damaged: '已损坏',
    incomplete: '不完整',
    doubtful: '存疑',
    'not-verifiable': '无法校验',
  },
  stripes: (count) => `${count} 个条带`,
  missing: (numbers) => `缺少 ${numbers}`,
  withChecksums: '有校验和',
  withoutChecksums: '无校验和',
  firstPage: { damage: '第一个损坏的页', incomplete: '第一个缺少的页', doubt: '第一个存疑的页' },
  pageOf: (type, object) => `${object} 的${type}`,
  place: (offset, file) => `位于 ${file} 的第 ${offset} 字节`,
  inImage: (offset) => `解压后第 ${offset} 字节`,
  pageTypes: {
    1: '数据页',
    2: '索引页',
    3: 'LOB 页',
    4: 'LOB 页',
    8: 'GAM 页',
    9: 'SGAM 页',
    10: 'IAM 页',
    11: 'PFS 页',
    13: '启动页',
    15: '文件头页',
    16: '差异更改映射页',
    17: '大容量更改映射页',
  },
  proved: '已证实',
  unproved: '未能证实',
  nothingProved: '无',
  blocks: (blocks, streams) => `${blocks} 个数据块和 ${streams} 个数据流的头部校验和`,
  chunks: (count) => `${count} 个压缩块的校验和`,
  dataChecksums: (count) => `${count} 个 WITH CHECKSUM 数据校验和`,
  logChecksums: (count) => `${count} 个 WITH CHECKSUM 日志校验和`,
  pagesByChecksum: (count) => `${count} 页的页校验和`,
  pagesByTornBits: (count) => `${count} 页的残缺页检测位`,
  pagesInPlace: (count) => `${count} 页的位置`,
  extentsByMaps: (count) => `${count} 个区与分配位图一致`,
  covered: (share, bytes) => `校验和覆盖 ${bytes} 中的 ${share}`,
  more: (count) => `另有 ${count} 处`,
  why: '未能证实的内容及原因',
  cause: '原因',
  solution: '处理',
  note: '注意',
  left: (time) => `剩余约 ${time}`,
  nothing: '没有找到文件',
  summary: (backups, parts, size, time) =>
    `共 ${backups} 个备份：${parts.join('，')}；${size}，用时 ${time}`,
  soundInPart: (count) => `其中 ${count} 个有未被校验和覆盖的页或日志`,
  notSound: '以下备份并非完好',
  counted: {
    sound: (count) => `${count} 个完好`,
    damaged: (count) => `${count} 个已损坏`,
    incomplete: (count) => `${count} 个不完整`,
    doubtful: (count) => `${count} 个存疑`,
    'not-verifiable': (count) => `${count} 个无法校验`,
  },
}

export const verifyWords: Readonly<Record<Language, VerifyWords>> = {
  en: dictionaryEn,
  zh: dictionaryZh,
}
