/** `upload`: files and folders of files become objects, several at a time, resumable by running it again. */
import { basename, relative, resolve, sep } from 'node:path'
import { isMigrationError, MigrationError } from '../core/index.ts'
import { type FoundFile, findBackups, openUploadSource, uploadBuffers } from '../files/index.ts'
import { lockStream, openJournal } from '../journal/index.ts'
import {
  type ObjectStore,
  ossError,
  rateLimiter,
  type UploadNotice,
  type UploadProgress,
  type UploadReceipt,
  uploadObject,
} from '../oss/index.ts'
import { openCloud } from './cloud.ts'
import { loadSettings, type SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import { openHome } from './home.ts'
import { type OssAddress, parseOssAddress } from './oss-address.ts'
import { openUploadProof } from './prove-upload.ts'
import { bytesPerSecond } from './rate.ts'
import {
  journalRecord,
  type UploadPlace,
  uploadStreamId,
  uploadsOfJournal,
} from './upload-journal.ts'

export interface UploadCommand {
  readonly paths: readonly string[]
  /** `oss://bucket/prefix`. */
  readonly address: string
  readonly overrides: SettingOverrides
  /** Wanted size of parts in bytes. */
  readonly partBytes?: number | undefined
  readonly paranoid?: boolean | undefined
  readonly forbidOverwrite?: boolean | undefined
  /** Whether each file is proved to be a sound backup before its upload is completed; default true. */
  readonly verify?: boolean | undefined
  /** Continues this upload of somebody else; only with one file. */
  readonly uploadId?: string | undefined
}

/** What came of one file. */
export interface UploadedFile {
  readonly path: string
  readonly key: string
  readonly sizeBytes: number | undefined
  readonly outcome: UploadReceipt['outcome'] | 'failed'
  readonly receipt: UploadReceipt | undefined
  readonly problem: MigrationError | undefined
}

/** An upload at the address that was begun and not ended. */
export interface LeftOverUpload {
  readonly key: string
  readonly uploadId: string
  readonly initiatedAt: Date
  /** Whether this machine's journal began it. */
  readonly isOurs: boolean
}

export interface UploadResult {
  readonly files: readonly UploadedFile[]
  readonly leftOver: readonly LeftOverUpload[]
}

/** What is told while files are uploaded; `path` says which. */
export interface UploadView {
  begun(path: string, sizeBytes: number): void
  progress(path: string, progress: UploadProgress): void
  notice(path: string, notice: UploadNotice): void
  ended(file: UploadedFile): void
}

/** Files at once; each sends its parts in parallel besides. */
const parallelFiles = 2

/**
 * Uploads the files. A file that fails does not stop the others; the same command sends only what is missing.
 *
 * @throws OSS_ADDRESS_INVALID, OSS_BUCKET_NAME_INVALID, OSS_KEY_TWICE, and what settings and journal throw
 */
export async function upload(
  context: AppContext,
  command: UploadCommand,
  view: UploadView,
): Promise<UploadResult> {
  const address = parseOssAddress(command.address)
  const settings = await loadSettings(context, command.overrides)
  const found: FoundFile[] = []
  for await (const file of findBackups(command.paths, context)) found.push(file)
  const keys = keysOf(found, command.paths, context.cwd, address)
  const home = openHome(settings.home)
  await using opened = new AsyncDisposableStack()
  const journal = await openJournal(home.journalPath, context.clock)
  opened.defer(() => journal.close())
  const cloud = await openCloud(context, settings)
  opened.defer(() => cloud.close())
  const store = cloud.storage.bucket(address.bucket)
  const buffers = uploadBuffers(parallelFiles * settings.parallel)
  const limiter =
    settings.limitRate === undefined
      ? undefined
      : rateLimiter(bytesPerSecond(settings.limitRate), context.clock)
  const waiting = found.values()
  const files: UploadedFile[] = []
  const sendOne = async (file: FoundFile): Promise<UploadedFile> => {
    const key = keys.get(file) ?? ''
    if (file.kind === 'unreadable') return failed(file, key, file.problem)
    const { clock, ids, signal } = context
    const { endpoint } = cloud.storage
    const place: UploadPlace = { path: file.absolutePath, endpoint, bucket: store.bucket, key }
    const lock = await lockStream(home.path, uploadStreamId(place), clock)
    try {
      const source = await openUploadSource(file.absolutePath, buffers)
      try {
        await using check =
          command.verify === false
            ? undefined
            : await openUploadProof(file.absolutePath, file.path, { signal })
        view.begun(file.path, source.sizeBytes)
        const receipt = await uploadObject({
          ...{ store, source, key, clock, ids, signal },
          record: await journalRecord(journal, place),
          parallelParts: settings.parallel,
          ...(check && { check }),
          ...(command.partBytes === undefined ? {} : { partBytes: command.partBytes }),
          ...(limiter ? { limiter } : {}),
          ...(command.paranoid ? { paranoid: true } : {}),
          ...(command.forbidOverwrite ? { forbidOverwrite: true } : {}),
          ...(command.uploadId === undefined ? {} : { adoptUploadId: command.uploadId }),
          onProgress: (progress) => view.progress(file.path, progress),
          onNotice: (notice) => view.notice(file.path, notice),
        })
        const { sizeBytes, outcome } = receipt
        return { path: file.path, key, sizeBytes, outcome, receipt, problem: undefined }
      } finally {
        await source.close()
      }
    } finally {
      await lock.release()
    }
  }
  const sendFromQueue = async () => {
    for (const file of waiting) {
      context.signal.throwIfAborted()
      const result = await sendOne(file).catch((error: unknown) => {
        context.signal.throwIfAborted()
        if (error instanceof MigrationError) return failed(file, keys.get(file) ?? '', error)
        throw error
      })
      files.push(result)
      view.ended(result)
    }
  }
  await Promise.all(Array.from({ length: parallelFiles }, sendFromQueue))
  const ours = await uploadsOfJournal(journal)
  const inOrder = found.flatMap((file) => files.find(({ path }) => path === file.path) ?? [])
  return { files: inOrder, leftOver: await leftOverUploads(store, address, ours) }
}

function failed(file: FoundFile, key: string, problem: MigrationError): UploadedFile {
  const sizeBytes = file.kind === 'file' ? file.sizeBytes : undefined
  return { path: file.path, key, sizeBytes, outcome: 'failed', receipt: undefined, problem }
}

/** A file keeps its name; a file found in a folder also the way down to it. */
function keysOf(
  found: readonly FoundFile[],
  paths: readonly string[],
  cwd: string,
  address: OssAddress,
): Map<FoundFile, string> {
  const roots = paths.map((path) => resolve(cwd, path))
  const keys = new Map<FoundFile, string>()
  const owners = new Map<string, string>()
  for (const file of found) {
    const root = roots.find((each) => file.absolutePath.startsWith(each + sep))
    const name =
      root === undefined ? basename(file.absolutePath) : relative(root, file.absolutePath)
    // macOS gives decomposed letters, which nobody can type as an object's name.
    const key = address.folder + name.split(sep).join('/').normalize('NFC')
    const first = owners.get(key)
    if (first !== undefined)
      throw ossError('OSS_KEY_TWICE', {
        first,
        second: file.path,
        resource: `oss://${address.bucket}/${key}`,
      })
    owners.set(key, file.path)
    keys.set(file, key)
  }
  return keys
}

/** Returns the unfinished uploads at an address. Without the right to list them there are none to show. */
export async function leftOverUploads(
  store: ObjectStore,
  address: OssAddress,
  ours: ReadonlyMap<string, unknown>,
): Promise<LeftOverUpload[]> {
  try {
    const pending = await store.listUploads(address.folder)
    return pending.map((each) => ({ ...each, isOurs: ours.has(each.uploadId) }))
  } catch (error) {
    // The listing is a service at the end; the uploads themselves are done and must not be reported as failed.
    if (isMigrationError(error)) return []
    throw error
  }
}
