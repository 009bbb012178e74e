/** Reads a file in Microsoft Tape Format: the visitor that turns blocks and streams into label and backup sets. */
import type { ByteSource } from '../../core/index.ts'
import { u16 } from '../binary.ts'
import { bakError } from '../errors.ts'
import { Findings } from '../findings.ts'
import type { BackupSet, MediaLabel, MtfInspection, NotABackup } from '../inspection.ts'
import { leadBytes } from '../mtf/data-streams.ts'
import { broken, type MtfBlock, type MtfStream, streamHeaderBytes } from '../mtf/mtf-block.ts'
import { walkBlocks } from '../mtf/mtf-walk.ts'
import type { WindowReader } from '../mtf/window-reader.ts'
import { makeBackupSet } from './backup-set.ts'
import { type HeaderRecords, readHeaderRecords } from './header-records.ts'
import {
  type MediaFamily,
  onlyFamily,
  raidBytes,
  readMediaFamily,
  readTapeBlock,
  type TapeBlock,
  unknownLabel,
} from './media-label.ts'
import { compareEndOfSet, readSetBlock, type SetBlock } from './set-block.ts'

/** 32,767 files with the longest records seen fit; more would be a crafted file. */
const maxHeaderBytes = 24 * 1024 * 1024

/** Blocks that carry their place within the set. */
const addressedBlocks = new Set(['SSET', 'VOLB', 'MSCI', 'PH6S', 'MSDA', 'MSTL', 'MSLS'])

interface OpenSet {
  readonly block: SetBlock
  first: HeaderRecords | undefined
  last: HeaderRecords | undefined
  dataBytes: number
  logBytes: number
  checksumStreams: number
  finalHeaderOffset: number
  nextBlockId: number
  endBlocks: number
}

/** Where a byte of what is walked lies on the media: a block names that place, not the one in a decompressed image. */
export type PhysicalOffset = (offset: number) => number | Promise<number>

/**
 * Returns what the file says about itself. Damage and truncation end the walk and are reported together with
 * whatever was readable before them.
 *
 * @throws what the source throws, BAK_UNREADABLE, BAK_CHANGED_WHILE_READ
 */
export async function inspectMtf(
  source: ByteSource,
  reader: WindowReader,
  physicalOffset: PhysicalOffset = (offset) => offset,
): Promise<MtfInspection | NotABackup> {
  const { name, sizeBytes } = source
  const findings = new Findings(name)
  const visitor = new BackupVisitor(reader, findings, physicalOffset)
  try {
    await walkBlocks(reader, visitor, findings)
  } catch (error) {
    findings.keepOrThrow(error)
  }
  visitor.closeSet()
  const { problem, walk, warnings } = findings
  const { label, sets } = visitor
  if (problem === undefined && sets.length === 0) {
    const nothing = bakError('BAK_NO_BACKUP_SET', { file: name })
    return { kind: 'not-a-backup', name, sizeBytes, problem: nothing }
  }
  const compression = undefined
  return { kind: 'mtf', name, sizeBytes, compression, walk, problem, label, sets, warnings }
}

class BackupVisitor {
  readonly sets: BackupSet[] = []
  readonly #reader: WindowReader
  readonly #findings: Findings
  readonly #physicalOffset: PhysicalOffset
  #tape: TapeBlock | undefined
  #family: MediaFamily = onlyFamily
  #set: OpenSet | undefined
  #setsBegun = 0
  #isSetEnded = false

  constructor(reader: WindowReader, findings: Findings, physicalOffset: PhysicalOffset) {
    this.#reader = reader
    this.#findings = findings
    this.#physicalOffset = physicalOffset
  }

  get label(): MediaLabel {
    return { ...unknownLabel, ...this.#tape?.label, ...this.#family }
  }

  mayEnd(): boolean {
    return this.#isSetEnded
  }

  async block(block: MtfBlock, header: DataView): Promise<void> {
    const { type, offset } = block
    if (type === 'TAPE') {
      this.#tape = readTapeBlock(block, header, this.#findings)
      return
    }
    if (type === 'SFMB') {
      this.#filemark(block)
      return
    }
    if (type === 'SSET') this.#beginSet(block, header, await this.#physicalOffset(offset))
    const set = this.#set
    if (set === undefined) throw broken(this.#findings.file, offset, `type = "${type}"`)
    if (type === 'ESET') {
      this.#endOfSet(set, block, header)
      return
    }
    this.#checkAddress(set, block)
    if (type === 'MSLS') set.finalHeaderOffset = offset
  }

  async stream(block: MtfBlock, stream: MtfStream): Promise<void> {
    const set = this.#set
    switch (stream.type) {
      case 'RAID':
        if (block.type === 'TAPE') await this.#readFamily(stream)
        return
      case 'MQCI':
        if (set !== undefined) await this.#readRecords(set, block, stream)
        return
      case 'MQDA':
        if (set !== undefined) set.dataBytes += Math.max(0, stream.length - leadBytes)
        return
      case 'MQTL':
        if (set !== undefined) set.logBytes += Math.max(0, stream.length - leadBytes)
        return
      case 'CSUM':
        if (set !== undefined) set.checksumStreams++
    }
  }

  /** Puts the set that is open, if any, into the list. */
  closeSet(): void {
    const set = this.#set
    if (set === undefined) return
    this.#set = undefined
    const { block, first, last } = set
    // Where the walk broke off, its problem already says why the final header is missing.
    if (last === undefined && this.#findings.problem === undefined)
      this.#findings.incompleteSet(block.offset, block.position)
    try {
      const { familyCount } = this.#family
      const made = makeBackupSet({ block, first, last, body: set, familyCount }, this.#findings)
      if (made !== undefined) this.sets.push(made)
    } catch (error) {
      this.#findings.keepOrThrow(error)
    }
  }

  #filemark(block: MtfBlock): void {
    const expected = this.#tape?.filemarkBytes
    if (expected !== undefined && block.headerBytes !== expected)
      this.#findings.contradiction(
        block.offset,
        `SFMB.length = ${block.headerBytes}`,
        `TAPE.filemarkSize = ${expected}`,
      )
    if (this.#set === undefined || this.#set.endBlocks === 0) return
    if (this.#set.endBlocks === 1)
      this.#findings.contradiction(block.offset, 'ESET = 1', 'ESET = 2')
    this.#isSetEnded = true
    this.closeSet()
  }

  #beginSet(block: MtfBlock, header: DataView, physicalOffset: number): void {
    this.closeSet()
    this.#isSetEnded = false
    this.#setsBegun++
    const read = readSetBlock(block, header, physicalOffset, this.#findings)
    if (read.position !== this.#setsBegun)
      this.#findings.contradiction(
        block.offset + 62,
        `SSET.position = ${read.position}`,
        `SSET # ${this.#setsBegun}`,
      )
    this.#set = {
      block: read,
      first: undefined,
      last: undefined,
      dataBytes: 0,
      logBytes: 0,
      checksumStreams: 0,
      finalHeaderOffset: 0,
      nextBlockId: 0,
      endBlocks: 0,
    }
  }

  #endOfSet(set: OpenSet, block: MtfBlock, header: DataView): void {
    set.endBlocks++
    compareEndOfSet(block, header, set.block, this.#findings)
  }

  /** @throws BAK_BLOCK_MISPLACED when the block belongs elsewhere: its header is sound, but not in this place */
  #checkAddress(set: OpenSet, block: MtfBlock): void {
    const { file } = this.#findings
    const { type, offset } = block
    const unit = this.#tape?.logicalBlockBytes ?? 0
    const expected = set.block.offset + block.formatLogicalAddress * unit
    if (addressedBlocks.has(type) && offset !== expected)
      throw bakError('BAK_BLOCK_MISPLACED', { what: `block ${type}`, offset, file, expected })
    const id = set.nextBlockId++
    if (addressedBlocks.has(type) && block.controlBlockId !== id)
      this.#findings.contradiction(
        offset + 36,
        `${type}.controlBlockId = ${block.controlBlockId}`,
        `${type} # ${id}`,
      )
  }

  async #readFamily(stream: MtfStream): Promise<void> {
    const { file } = this.#findings
    if (stream.length < raidBytes)
      throw broken(file, stream.offset, `RAID.length = ${stream.length}`)
    const at = stream.offset + streamHeaderBytes
    const body =
      this.#reader.peek(at, raidBytes) ?? (await this.#reader.load(at, raidBytes, 'stream RAID'))
    this.#family = readMediaFamily(body, at, this.#findings)
    if (u16(body, 20) === 0) this.#family = { ...this.#family, familyCount: 1 }
  }

  async #readRecords(set: OpenSet, block: MtfBlock, stream: MtfStream): Promise<void> {
    const { file } = this.#findings
    const { offset, length } = stream
    if (length > maxHeaderBytes)
      throw bakError('BAK_HEADER_DAMAGED', { file, offset, reason: `MQCI.length = ${length}` })
    const at = offset + streamHeaderBytes
    const body =
      this.#reader.peek(at, length) ?? (await this.#reader.load(at, length, 'stream MQCI'))
    const records = readHeaderRecords(body, at, this.#findings)
    if (block.type === 'MSCI') set.first = records
    else if (block.type === 'MSLS') set.last = records
    else throw broken(file, offset, `${block.type} > MQCI`)
  }
}
