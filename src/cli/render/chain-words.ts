/** The words of `sqlferry inspect --chain` in both languages. */
import type { ChainSetView } from '../../app/index.ts'
import type { Language } from '../../core/index.ts'

type Reason = ChainSetView['reason']
type Flag = ChainSetView['flags'][number]
type State = 'whole' | 'behind' | 'none'

interface ChainWords {
  readonly step: string
  readonly type: string
  readonly file: string
  readonly lsns: string
  readonly finished: string
  readonly size: string
  readonly why: string
  readonly cause: string
  readonly next: string
  readonly levels: Readonly<Record<'problem' | 'warning', string>>
  readonly nothing: string
  readonly noBackups: string
  readonly position: (position: number) => string
  readonly names: (names: string) => string
  readonly branch: (fork: string) => string
  readonly parent: (fork: string, lsn: string) => string
  readonly chain: (steps: number, reach: string) => string
  readonly noChain: (end: string) => string
  readonly unused: string
  readonly unusable: string
  readonly bridged: (from: string, to: string) => string
  readonly rdsSame: (tasks: number) => string
  readonly rdsOther: (tasks: number, reach: string) => string
  readonly rdsNone: string
  readonly advice: Readonly<Record<State, string>>
  readonly adviceSimple: string
  readonly adviceClosed: string
  readonly headersOnly: string
  readonly tde: string
  readonly others: (files: string) => string
  readonly summary: (files: number, histories: number, usable: number, whole: number) => string
  readonly reasons: Readonly<Record<Reason, string>>
  readonly gap: (from: string, to: string) => string
  readonly stripes: (missing: string) => string
  readonly flags: Readonly<Record<Flag, string>>
}

export const chainWords: Readonly<Record<Language, ChainWords>> = {
  en: {
    step: '#',
    type: 'type',
    file: 'file',
    lsns: 'first - last LSN',
    finished: 'finished (UTC)',
    size: 'size',
    why: 'why',
    cause: 'cause',
    next: 'next',
    levels: { problem: 'problem', warning: 'warning' },
    nothing: 'no files found',
    noBackups: 'none of the files is a backup whose header can be read',
    position: (position) => `FILE = ${position}`,
    names: (names) => `also named ${names}`,
    branch: (fork) => `branch ${fork}`,
    parent: (fork, lsn) => `from branch ${fork} at ${lsn}`,
    chain: (steps, reach) =>
      `Restore in this order, ${steps} ${steps === 1 ? 'step' : 'steps'} up to LSN ${reach}:`,
    noChain: (end) => `Nothing can be restored, though data up to LSN ${end} is known.`,
    unused: 'Not needed:',
    unusable: 'Cannot be used:',
    bridged: (from, to) =>
      `No log holds records ${from} to ${to}, but a data backup of the chain bridges them.`,
    rdsSame: (tasks) =>
      `ApsaraDB RDS can take this chain as it is: ${tasks} restore ${tasks === 1 ? 'task' : 'tasks'}.`,
    rdsOther: (tasks, reach) =>
      `ApsaraDB RDS takes another chain: ${tasks} restore ${tasks === 1 ? 'task' : 'tasks'} up to LSN ${reach}:`,
    rdsNone: 'ApsaraDB RDS can take no chain of this database.',
    advice: {
      whole:
        'Nothing known is missing. That nothing was written later only a last log backup WITH NORECOVERY, or a source that is closed to writers, can prove.',
      behind:
        'Do not cut over with this chain. Find what is missing, or take a new differential or full backup on the source.',
      none: 'See below what is missing, or take a new full backup.',
    },
    adviceSimple:
      'Nothing known is missing. This database has no log backups: close it to writers and take a last differential before you cut over.',
    adviceClosed: 'Complete: the last backup was taken WITH NORECOVERY and closed the database.',
    headersOnly:
      'Only headers were read: check the files of a chain with `sqlferry inspect --verify` before you rely on it.',
    tde: 'Headers do not tell whether TDE is on. Ask the source: SELECT name, is_encrypted FROM sys.databases',
    others: (files) => `No backups of SQL Server: ${files}`,
    summary: (files, histories, usable, whole) =>
      `${files} ${files === 1 ? 'file' : 'files'}, ${histories} ${histories === 1 ? 'database history' : 'database histories'}, ${usable} can be restored, ${whole} without open questions`,
    reasons: {
      IN_CHAIN: 'in the chain',
      OTHER_FULL: 'another full backup serves better',
      FULL_WHILE_RESTORING: 'the destination restores already',
      SUPERSEDED: 'superseded',
      COVERED: 'the chain holds its records',
      COPY: 'the same backup once more',
      BROKEN_COPY: 'a copy of the same backup, cut off or damaged',
      EMPTY: 'empty',
      EMPTY_BEHIND_GAP: 'empty, proves that logs before it are missing',
      GAP: 'behind a gap',
      NO_FULL: 'no full backup leads to it',
      FORK_UNKNOWN: 'no file leads to its branch',
      BASE_MISSING: 'its full backup is not here',
      BASE_UNUSABLE: 'its full backup cannot be used',
      FOREIGN_BASE: 'differential of another full backup',
      OTHER_BRANCH: 'of another branch',
      CONFLICT: 'contradicts a copy of itself',
      TRUNCATED: 'not whole',
      DAMAGED: 'taken of damaged pages',
      STRIPES_MISSING: 'stripes missing',
      UNSUPPORTED_TYPE: 'not of the whole database',
      SYSTEM_DATABASE: 'system database',
      TOO_OLD: 'SQL Server 2000',
      VERSION: 'of a later release than the destination',
      MULTI_BASE: 'differential of several bases',
      FORK_CONFLICT: 'its branch is contradictory',
    },
    gap: (from, to) => `behind a gap: ${from} to ${to} missing`,
    stripes: (missing) => `missing stripe ${missing}`,
    flags: {
      bulkLogged: 'bulk-logged',
      snapshot: 'snapshot',
      readOnly: 'read-only',
      singleUser: 'single user',
      checksums: 'checksums',
      damaged: 'damaged',
      tailLog: 'tail log',
      incompleteMetadata: 'metadata incomplete',
      noRecovery: 'WITH NORECOVERY',
      copyOnly: 'probably copy-only',
    },
  },
  zh: {
    step: '序号',
    type: '类型',
    file: '文件',
    lsns: '起始 - 结束 LSN',
    finished: '完成时间（UTC）',
    size: '大小',
    why: '说明',
    cause: '原因',
    next: '处理',
    levels: { problem: '问题', warning: '警告' },
    nothing: '没有找到文件',
    noBackups: '没有可以读取头信息的备份文件',
    position: (position) => `FILE = ${position}`,
    names: (names) => `曾用名 ${names}`,
    branch: (fork) => `分支 ${fork}`,
    parent: (fork, lsn) => `从分支 ${fork} 的 ${lsn} 分出`,
    chain: (steps, reach) => `按以下顺序还原，共 ${steps} 步，可到 LSN ${reach}：`,
    noChain: (end) => `无法还原，但已知数据写到了 LSN ${end}。`,
    unused: '不需要：',
    unusable: '无法使用：',
    bridged: (from, to) => `没有日志包含记录 ${from} 至 ${to}，但备份链中的数据备份已跨过这一段。`,
    rdsSame: (tasks) => `ApsaraDB RDS 可以直接接收这条备份链：${tasks} 个还原任务。`,
    rdsOther: (tasks, reach) =>
      `ApsaraDB RDS 需要使用另一条备份链：${tasks} 个还原任务，可到 LSN ${reach}：`,
    rdsNone: 'ApsaraDB RDS 无法接收该数据库的任何备份链。',
    advice: {
      whole:
        '没有已知的缺失。要证明之后没有新的写入，只能执行最后一次 WITH NORECOVERY 日志备份，或停止源库写入。',
      behind: '不要用这条备份链割接。请找到缺少的文件，或在源库上重新执行差异备份或完整备份。',
      none: '请查看下面列出的缺失内容，或重新执行一次完整备份。',
    },
    adviceSimple:
      '没有已知的缺失。该数据库没有日志备份：割接前请停止写入，并执行最后一次差异备份。',
    adviceClosed: '完整：最后一份备份使用了 WITH NORECOVERY，数据库已停止写入。',
    headersOnly:
      '仅读取了头信息：使用备份链之前，请先用 `sqlferry inspect --verify` 校验其中的文件。',
    tde: '头信息不说明是否启用了 TDE，请在源实例上查询：SELECT name, is_encrypted FROM sys.databases',
    others: (files) => `不是 SQL Server 备份：${files}`,
    summary: (files, histories, usable, whole) =>
      `共 ${files} 个文件，${histories} 段数据库历史，其中 ${usable} 段可以还原，${whole} 段没有疑问`,
    reasons: {
      IN_CHAIN: '在备份链中',
      OTHER_FULL: '另一份完整备份更合适',
      FULL_WHILE_RESTORING: '目标库已在还原中',
      SUPERSEDED: '已被取代',
      COVERED: '备份链已包含其记录',
      COPY: '同一份备份的副本',
      BROKEN_COPY: '同一份备份的副本，但不完整或已损坏',
      EMPTY: '空日志',
      EMPTY_BEHIND_GAP: '空日志，证明之前缺少日志',
      GAP: '之前有缺口',
      NO_FULL: '没有可衔接的完整备份',
      FORK_UNKNOWN: '没有文件能到达其分支',
      BASE_MISSING: '缺少其完整备份',
      BASE_UNUSABLE: '其完整备份无法使用',
      FOREIGN_BASE: '属于另一份完整备份的差异备份',
      OTHER_BRANCH: '属于另一分支',
      CONFLICT: '与同一备份的副本相互矛盾',
      TRUNCATED: '不完整',
      DAMAGED: '备份时有损坏的页',
      STRIPES_MISSING: '缺少条带',
      UNSUPPORTED_TYPE: '未包含整个数据库',
      SYSTEM_DATABASE: '系统数据库',
      TOO_OLD: 'SQL Server 2000',
      VERSION: '版本高于目标',
      MULTI_BASE: '有多个基准的差异备份',
      FORK_CONFLICT: '其分支信息相互矛盾',
    },
    gap: (from, to) => `之前有缺口：缺少 ${from} 至 ${to}`,
    stripes: (missing) => `缺少条带 ${missing}`,
    flags: {
      bulkLogged: '含大容量日志操作',
      snapshot: '快照',
      readOnly: '只读',
      singleUser: '单用户',
      checksums: '校验和',
      damaged: '有损坏',
      tailLog: '结尾日志',
      incompleteMetadata: '元数据不完整',
      noRecovery: 'WITH NORECOVERY',
      copyOnly: '可能为仅复制',
    },
  },
}
