/**
 * Which extents of which files a backup set holds, in which order, and their bytes: what SQL Server's allocation maps
 * say for a full backup, what its DCM pages say for a differential.
 * @source bak-format facts 3.2 [measured]
 */
import { extentBytes, pageBytes, pagesPerExtent, protectPage } from './checksums.ts'
import { catalogDatabase } from './database/catalog-database.ts'
import { type FileContent, type IsChanged, writePage } from './database/database-file.ts'
import { extentsPerInterval } from './database/file-allocation.ts'
import { plainFile } from './database/plain-file.ts'
import type { TableSpec } from './database/table-spec.ts'
import type { EngineVersion } from './engine-versions.ts'
import { Fields } from './fields.ts'
import type { BackupSetSpec, WrittenFile } from './spec.ts'

/** The extents of one file in one data region. */
export interface FileExtents {
  readonly content: FileContent
  readonly extents: readonly number[]
}

/** What one MSDA block holds. */
export type Region = readonly FileExtents[]

/** The pages of one backup set. */
export class BackedUpPages {
  /** Files of the set; those of a catalog are as large as their tables need. */
  readonly files: readonly WrittenFile[]
  readonly regions: readonly Region[]
  readonly #set: BackupSetSpec
  readonly #changed: ReadonlyMap<number, ReadonlySet<number>>
  readonly #page = new Fields(pageBytes)

  constructor(set: BackupSetSpec, engine: EngineVersion) {
    this.#set = set
    const dataFiles = set.files.filter(({ type }) => type === 1)
    const now = contents(set, engine, dataFiles, set.tables)
    const sized = (file: WrittenFile) =>
      now.find(({ spec }) => spec.fileId === file.fileId)?.spec ?? file
    this.files = set.files.map(sized)
    const earlier =
      set.earlierTables && contents(set, engine, dataFiles.map(sized), set.earlierTables)
    this.#changed = new Map(
      now.map((content, index) => [
        content.spec.fileId,
        new Set(this.#changedExtents(content, earlier?.[index])),
      ]),
    )
    const changedRegion = now.map((content) => ({
      content,
      extents: [...(this.#changed.get(content.spec.fileId) ?? [])],
    }))
    const whole = (files: readonly FileContent[]) =>
      files.map((content) => ({ content, extents: content.backedUpExtents() }))
    if (set.type === 'LOG') this.regions = []
    else if (set.type === 'DIFFERENTIAL') this.regions = [changedRegion]
    else this.regions = earlier ? [whole(earlier), changedRegion] : [whole(now)]
  }

  /** Pages of each file in the first region, by file id. */
  pageCounts(): Map<number, number> {
    const [first = []] = this.regions
    return new Map(
      first.map(({ content, extents }) => [content.spec.fileId, extents.length * pagesPerExtent]),
    )
  }

  /** Writes the eight pages of an extent over zeros and returns their part in CSUM. */
  writeExtent(content: FileContent, extent: number, into: Uint8Array): number {
    const verify = this.#set.pageVerify ?? 'CHECKSUM'
    const isChanged = this.#isChanged(content)
    let checksum = 0
    for (let index = 0; index < pagesPerExtent; index++) {
      const page = this.#page
      page.bytes.fill(0)
      if (!writePage(content, this.#set, isChanged, extent * pagesPerExtent + index, page)) continue
      checksum ^= protectPage(page, verify, index)
      into.set(page.bytes, index * pageBytes)
    }
    return checksum
  }

  /** A full backup starts the differential bitmap afresh: only the extent of the maps themselves is in it. */
  #isChanged(content: FileContent): IsChanged {
    if (this.#set.type !== 'DIFFERENTIAL') return (extent) => extent === 0
    const changed = this.#changed.get(content.spec.fileId)
    return (extent) => changed?.has(extent) ?? false
  }

  #changedExtents(now: FileContent, earlier: FileContent | undefined): number[] {
    const told = now.spec.fileId === 1 ? this.#set.changedExtents : undefined
    if (told && !this.#set.tables) return [...told]
    const changed = new Set(told)
    for (let extent = 0; extent < now.usedExtents; extent += extentsPerInterval) changed.add(extent)
    if (earlier)
      for (const extent of now.backedUpExtents())
        if (!changed.has(extent) && this.#differs(now, earlier, extent)) changed.add(extent)
    return [...changed].sort((a, b) => a - b)
  }

  #differs(now: FileContent, earlier: FileContent, extent: number): boolean {
    const [left, right] = [now, earlier].map((content) => {
      const bytes = new Uint8Array(extentBytes)
      for (let index = 0; index < pagesPerExtent; index++) {
        const page = new Fields(pageBytes)
        writePage(content, this.#set, () => false, extent * pagesPerExtent + index, page)
        bytes.set(page.bytes, index * pageBytes)
      }
      return new Uint32Array(bytes.buffer)
    })
    return left?.some((word, index) => word !== right?.[index]) ?? false
  }
}

function contents(
  set: BackupSetSpec,
  engine: EngineVersion,
  files: readonly WrittenFile[],
  tables: readonly TableSpec[] | undefined,
): FileContent[] {
  if (tables) return catalogDatabase(set, engine, files, tables)
  return files.map((file) => plainFile(set, engine, file))
}

/**
 * Eight pages that say nothing, which fill a write up. They add nothing to CSUM: the pages are equal, and four times
 * two turns cancel out.
 * @source bak-format facts 3.1; a striped file [measured]
 */
export function writeFiller(into: Uint8Array): number {
  const view = new DataView(into.buffer, into.byteOffset, extentBytes)
  for (let at = 0; at < extentBytes; at += pageBytes) {
    view.setUint8(at, 1)
    view.setUint8(at + 1, 0x65)
    view.setUint16(at + 28, pageBytes - 96, true)
    view.setUint16(at + 30, 96, true)
  }
  return 0
}
