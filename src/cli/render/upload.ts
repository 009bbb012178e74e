/**
 * Uploads as a person sees them: one line per fact, and on a terminal a block below them that is redrawn with what
 * is under way; elsewhere a line now and then. Nothing here decides anything.
 */
import {
  type CleanedUpload,
  type LeftOverUpload,
  localizeError,
  type UploadedFile,
  type UploadFacts,
  type UploadView,
} from '../../app/index.ts'
import type { Clock, Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { asMigrationError } from './error.ts'
import { formatBytes, formatDuration, formatInstant, formatPercent, formatRate } from './format.ts'
import { displayWidth, renderTable, truncateStart, wrapText } from './table.ts'

type Progress = Parameters<UploadView['progress']>[1]
type Notice = Parameters<UploadView['notice']>[1]

const redrawMs = 200
const lineEveryMs = 10_000
/** Less is read before anybody has read the line. */
const worthALineBytes = 256 * 1024 * 1024

const words = {
  en: {
    uploading: (size: string) => `uploading, ${size}`,
    uploaded: 'uploaded',
    resumed: 'uploaded (resumed)',
    'already-there': 'was there already, with the same CRC-64',
    failed: 'failed',
    colon: ': ',
    comma: ', ',
    cause: 'cause',
    next: 'next',
    reused: (bytes: string, parts: number, all: number) =>
      `goes on with ${parts} of ${all} parts (${bytes}) that are at OSS already`,
    restarted: {
      'file-changed': 'the file has changed since the last run, so the upload begins anew',
      'content-changed': 'the content has changed since the last run, so the upload begins anew',
      'upload-gone': 'OSS does not hold the earlier upload any more, so it begins anew',
      'object-changed': 'the object at OSS was replaced or removed, so the upload begins anew',
    },
    checking: (unseen: string) =>
      `all parts are at OSS; reading ${unseen} once more to prove the backup sound before the upload is completed`,
    checked: (readAgain: string, time: string) =>
      readAgain === '0 B'
        ? 'the backup is sound, proved from the bytes that were sent'
        : `the backup is sound; ${readAgain} were read once more for that, ${time} after the last byte was sent`,
    doubt: (message: string) => `looks doubtful, which decides nothing: ${message}`,
    unproved: 'or run the same command again with --no-verify to complete the upload all the same',
    retried: (part: number, attempt: number, wait: string) =>
      `part ${part}: try ${attempt} failed, next in ${wait}`,
    kept: (kept: number, all: number) =>
      kept === 0
        ? 'stopped before a part was sent whole; run the same command again to send it'
        : `${kept} of ${all} parts are kept at OSS; run the same command again to send the rest`,
    left: (time: string) => `${time} left`,
    unverified: 'OSS named no CRC-64 for the whole object',
    leftOver: 'Unfinished uploads at this address:',
    leftOverHelp: (address: string) =>
      `Run \`sqlferry cleanup ${address}\` to abort those of this machine.`,
    nothingLeft: 'no unfinished upload',
    columns: {
      key: 'object',
      id: 'upload id',
      since: 'since',
      whose: 'begun by',
      outcome: 'outcome',
    },
    ours: 'this machine',
    others: 'others',
    outcomes: { aborted: 'aborted', kept: 'kept', busy: 'in use by another process' },
    willAbort: (count: number) =>
      `Abort ${count === 1 ? 'the unfinished upload' : `the ${count} unfinished uploads`} listed above? [y/N] `,
    declined: 'nothing was aborted',
    addYes: 'nothing was aborted; add --yes to abort the uploads of this machine',
  },
  zh: {
    uploading: (size: string) => `正在上传，${size}`,
    uploaded: '已上传',
    resumed: '已上传（断点续传）',
    'already-there': '已存在，CRC-64 一致',
    failed: '失败',
    colon: '：',
    comma: '，',
    cause: '原因',
    next: '处理',
    reused: (bytes: string, parts: number, all: number) =>
      `从断点继续，OSS 上已有 ${parts}/${all} 个分片（${bytes}）`,
    restarted: {
      'file-changed': '文件在上次运行后发生了变化，重新上传',
      'content-changed': '文件内容在上次运行后发生了变化，重新上传',
      'upload-gone': 'OSS 上的分片上传已不存在，重新上传',
      'object-changed': 'OSS 上的 Object 已被替换或删除，重新上传',
    },
    checking: (unseen: string) => `所有分片已在 OSS 上；完成上传前重新读取 ${unseen} 以校验备份`,
    checked: (readAgain: string, time: string) =>
      readAgain === '0 B'
        ? '备份完好，已用所发送的字节校验'
        : `备份完好；为此重新读取了 ${readAgain}，在最后一个字节发送后用时 ${time}`,
    doubt: (message: string) => `存在可疑之处，但不足以判定损坏：${message}`,
    unproved: '或加上 --no-verify 重新运行同一命令，不经校验完成上传',
    retried: (part: number, attempt: number, wait: string) =>
      `分片 ${part}：第 ${attempt} 次尝试失败，${wait}后重试`,
    kept: (kept: number, all: number) =>
      kept === 0
        ? '已停止，尚无完整上传的分片；重新运行同一命令即可重新上传'
        : `OSS 上已保留 ${kept}/${all} 个分片；重新运行同一命令即可继续`,
    left: (time: string) => `剩余约 ${time}`,
    unverified: 'OSS 没有返回整个 Object 的 CRC-64',
    leftOver: '该地址下未完成的分片上传：',
    leftOverHelp: (address: string) =>
      `运行 \`sqlferry cleanup ${address}\` 可取消由本机发起的上传。`,
    nothingLeft: '没有未完成的分片上传',
    columns: { key: 'Object', id: 'UploadId', since: '开始时间', whose: '发起者', outcome: '结果' },
    ours: '本机',
    others: '其他',
    outcomes: { aborted: '已取消', kept: '保留', busy: '正被其他进程使用' },
    willAbort: (count: number) => `是否取消以上 ${count} 个未完成的上传？[y/N] `,
    declined: '未取消任何上传',
    addYes: '未取消任何上传；加上 --yes 可取消由本机发起的上传',
  },
} as const

/** Returns the question before anything is aborted. */
export function cleanupQuestion(count: number, language: Language): string {
  return words[language].willAbort(count)
}

/** Returns what is said after a no. */
export function cleanupDeclined(language: Language): string {
  return `${words[language].declined}\n`
}

/** Returns what is said where nobody could be asked. */
export function cleanupWithoutAnswer(language: Language): string {
  return `${words[language].addYes}\n`
}

export interface UploadRendering {
  readonly output: Output
  readonly language: Language
  readonly clock: Clock
}

/** Shows uploads while they run. `end` takes the block away and resolves when every line is written. */
export class UploadProgressView implements UploadView {
  readonly #how: UploadRendering
  readonly #running = new Map<string, Progress | undefined>()
  readonly #lastLineAt = new Map<string, number>()
  /** Codes whose cause and solution have been told: a missing bucket fails every file. */
  readonly #told = new Set<string>()
  #drawnRows = 0
  #drawnAt = 0
  #lines: Promise<void> = Promise.resolve()

  constructor(how: UploadRendering) {
    this.#how = how
  }

  begun(path: string, sizeBytes: number): void {
    this.#running.set(path, undefined)
    this.#lastLineAt.set(path, this.#how.clock.now())
    const say = words[this.#how.language]
    this.#line(`${path}${say.colon}${say.uploading(formatBytes(sizeBytes))}`)
  }

  progress(path: string, progress: Progress): void {
    const { clock, output } = this.#how
    this.#running.set(path, progress)
    const now = clock.now()
    if (output.isTerminal) {
      if (now - this.#drawnAt >= redrawMs) this.#draw(now)
    } else if (now - (this.#lastLineAt.get(path) ?? 0) >= lineEveryMs) {
      this.#lastLineAt.set(path, now)
      this.#line(this.#progressText(path, progress))
    }
  }

  notice(path: string, notice: Notice): void {
    const { language } = this.#how
    const say = words[language]
    switch (notice.kind) {
      case 'resumed':
        this.#line(
          `${path}${say.colon}${say.reused(formatBytes(notice.reusedBytes), notice.reusedParts, notice.parts)}`,
        )
        break
      case 'restarted':
        this.#line(`${path}${say.colon}${say.restarted[notice.reason]}`)
        break
      case 'part-retried':
        this.#lines = this.#lines.then(async () => {
          const { partNumber, attempt, waitMs, error } = notice
          const { message } = await localizeError(asMigrationError(error), language)
          const retried = say.retried(partNumber, attempt, formatDuration(waitMs, language))
          this.#line(`${path}${say.colon}${retried}${say.colon}${message}`)
        })
        break
      case 'checking':
        if (notice.unseenBytes >= worthALineBytes)
          this.#line(`${path}${say.colon}${say.checking(formatBytes(notice.unseenBytes))}`)
        break
      case 'checked': {
        const { readAgainBytes, elapsedMs, doubt } = notice
        const told = say.checked(formatBytes(readAgainBytes), formatDuration(elapsedMs, language))
        if (!doubt) this.#line(`${path}${say.colon}${told}`)
        else
          this.#lines = this.#lines.then(async () => {
            const { message } = await localizeError(doubt, language)
            this.#line(`${path}${say.colon}${say.doubt(message)} [${doubt.code}]`)
          })
        break
      }
      case 'kept':
        this.#line(`${path}${say.colon}${say.kept(notice.keptParts, notice.parts)}`)
        break
    }
  }

  ended(file: UploadedFile): void {
    this.#running.delete(file.path)
    this.#lines = this.#lines.then(async () => {
      const isTold = file.problem !== undefined && this.#told.has(file.problem.code)
      if (file.problem) this.#told.add(file.problem.code)
      for (const line of await endLines(file, this.#how.language, isTold)) this.#line(line)
    })
  }

  async end(): Promise<void> {
    await this.#lines
    this.#erase()
  }

  /** The name gives way in a narrow window, the numbers do not. */
  #progressText(path: string, progress: Progress, width = Number.POSITIVE_INFINITY): string {
    const { language } = this.#how
    const { sentBytes, sizeBytes, bytesPerSecond, etaMs } = progress
    const share = `${formatPercent(sentBytes, sizeBytes, language)}  ${formatBytes(sentBytes)} / ${formatBytes(sizeBytes)}`
    const rate = bytesPerSecond === undefined ? '' : `  ${formatRate(bytesPerSecond)}`
    const left =
      etaMs === undefined ? '' : `  ${words[language].left(formatDuration(etaMs, language))}`
    const facts = `${words[language].colon}${share}${rate}${left}`
    return `${truncateStart(path, Math.max(12, width - displayWidth(facts)))}${facts}`
  }

  #line(text: string): void {
    this.#erase()
    const { output } = this.#how
    // What a narrow window breaks stands a little to the right, so that each fact begins at the margin.
    const pad = /^ */.exec(text)?.[0].length ?? 0
    const lines = wrapText(text.slice(pad), output.columns - pad - 2)
    output.write(`${' '.repeat(pad)}${lines.join(`\n${' '.repeat(pad + 2)}`)}\n`)
    if (this.#how.output.isTerminal) this.#draw(this.#how.clock.now())
  }

  #draw(now: number): void {
    const { output } = this.#how
    this.#erase()
    this.#drawnAt = now
    const rows = [...this.#running].flatMap(([path, progress]) =>
      progress ? [this.#progressText(path, progress, Math.max(20, output.columns - 1))] : [],
    )
    if (rows.length > 0) output.write(`${rows.join('\n')}\n`)
    this.#drawnRows = rows.length
  }

  #erase(): void {
    if (this.#drawnRows === 0) return
    this.#how.output.write(`\r\x1b[${this.#drawnRows}A\x1b[0J`)
    this.#drawnRows = 0
  }
}

/** @param isTold  cause and solution were shown with another file */
async function endLines(
  file: UploadedFile,
  language: Language,
  isTold: boolean,
): Promise<string[]> {
  const say = words[language]
  const { path, key, receipt, problem } = file
  if (problem) {
    const text = await localizeError(problem, language)
    const { colon } = say
    const lines = [`${path}${colon}${say.failed}${colon}${text.message} [${problem.code}]`]
    if (problem.vendor?.requestId) lines.push(`  RequestId${colon}${problem.vendor.requestId}`)
    if (isTold) return lines
    if (text.cause !== '') lines.push(`  ${say.cause}${colon}${text.cause}`)
    if (text.solution !== '') lines.push(`  ${say.next}${colon}${text.solution}`)
    // Only the proof speaks of the backup itself.
    if (problem.code.startsWith('BAK_')) lines.push(`  ${say.unproved}`)
    return lines
  }
  if (!receipt) return []
  const crc = receipt.isVerified ? `CRC-64 ${receipt.crc64}` : say.unverified
  const facts = [key, formatBytes(receipt.sizeBytes), crc]
  return [`${path}${say.colon}${say[receipt.outcome]}${say.colon}${facts.join(say.comma)}`]
}

/** Returns the unfinished uploads as a table with what to do, or nothing where there are none. */
export function renderLeftOver(
  uploads: readonly LeftOverUpload[],
  address: string,
  how: Pick<UploadRendering, 'output' | 'language'>,
): string {
  if (uploads.length === 0) return ''
  const say = words[how.language]
  return `\n${say.leftOver}\n${uploadTable(uploads, how)}\n${say.leftOverHelp(address)}\n`
}

/** Returns what became of unfinished uploads. */
export function renderCleanup(
  uploads: readonly (CleanedUpload | LeftOverUpload)[],
  how: Pick<UploadRendering, 'output' | 'language'>,
): string {
  if (uploads.length === 0) return `${words[how.language].nothingLeft}\n`
  return `${uploadTable(uploads, how)}\n`
}

function uploadTable(
  uploads: readonly (CleanedUpload | LeftOverUpload)[],
  { output, language }: Pick<UploadRendering, 'output' | 'language'>,
): string {
  const say = words[language]
  const hasOutcome = uploads.some((each) => 'outcome' in each)
  const titles: string[] = [say.columns.key, say.columns.id, say.columns.since, say.columns.whose]
  if (hasOutcome) titles.push(say.columns.outcome)
  const rows = uploads.map((each) => [
    each.key,
    each.uploadId,
    formatInstant(each.initiatedAt, 'local'),
    each.isOurs ? say.ours : say.others,
    ...('outcome' in each ? [say.outcomes[each.outcome]] : []),
  ])
  const columns = titles.map((title) => ({ title }))
  return renderTable({
    columns,
    rows,
    width: output.columns,
  }).trimEnd()
}

/** Returns the uploads as one JSON value: CRCs as decimal text, errors with their texts. */
export async function uploadJson(
  result: UploadFacts,
  language: Language,
): Promise<Record<string, unknown>> {
  const files = await Promise.all(
    result.files.map(async ({ path, key, sizeBytes, outcome, receipt, problem }) => ({
      path,
      key,
      sizeBytes,
      outcome,
      ...(receipt ? { ...receipt, crc64: String(receipt.crc64) } : {}),
      ...(problem
        ? {
            error: {
              code: problem.code,
              ...(await localizeError(problem, language)),
              vendor: problem.vendor,
            },
          }
        : {}),
    })),
  )
  return { files, leftOver: result.leftOver }
}
