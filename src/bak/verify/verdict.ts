/**
 * What a verification says: the verdict, what it found, what was proved and what could not be. The shapes that the
 * command line and the library show; how they come about stands in the other files of this room.
 */
import type { MigrationError } from '../../core/index.ts'
import type { BackupWarning } from '../inspection.ts'

/**
 * - `sound`: everything that carries a checksum or a known place was right, up to the last byte.
 * - `damaged`: a veto. Bytes are not those that SQL Server wrote, in a place whose format is validated on real files,
 *   and a second read gave the same.
 * - `incomplete`: a veto. The file is cut off, the backup was aborted, or stripes of the set were not given.
 * - `doubtful`: something looks wrong that is not validated, or reads differently each time. A warning.
 * - `not-verifiable`: encrypted, an algorithm that is not supported, or no backup at all.
 *
 * Where several hold, the first of damaged, incomplete, doubtful is given.
 */
export type Verdict = 'sound' | 'damaged' | 'incomplete' | 'doubtful' | 'not-verifiable'

/** A page of the database in which something was found; `ownerOfPage` asks a catalog whose it is. */
export interface FoundPage {
  /** Where it belongs: as its place in the backup or, where that says nothing, as its neighbours' headers say. */
  readonly fileId: number
  readonly pageId: number
  /**
   * As its header says: 1 data, 2 index, 3 and 4 LOB, 8 GAM, 11 PFS, 13 boot and others. The header may be what is
   * damaged; 0 where it is not there, or is that of another page.
   */
  readonly pageType: number
  /** As its header says; from SQL Server 2005 on a part of the allocation unit's id, in 2000 the object's id. */
  readonly headerObjectId: number
  /** As its header says; from SQL Server 2005 on a part of the allocation unit's id. */
  readonly headerIndexId: number
}

/** One thing that is wrong. `offset` is the byte in the file; in a compressed one that of the chunk. */
export interface VerifyFinding extends BackupWarning {
  /** A veto, or only a warning because the format is not validated there or reads differ. */
  readonly weight: 'damage' | 'incomplete' | 'doubt'
  /** The file it is in: its name and its place in the list that was given, from 0. */
  readonly file: string
  readonly stripe: number
  /** In a compressed file: the byte in its decompressed image. */
  readonly imageOffset: number | undefined
  /** Position of the backup set, from 1; undefined outside of sets. */
  readonly position: number | undefined
  readonly page: FoundPage | undefined
}

/** What was compared with a checksum or a known place and was right. */
export interface ProvedCounts {
  /** Descriptor blocks and stream headers whose checksum is right. */
  readonly blocks: number
  readonly streams: number
  /** Chunks of compressed files whose checksum is right. */
  readonly chunks: number
  /** CSUM streams of data and of log that are right. */
  readonly dataChecksums: number
  readonly logChecksums: number
  /** Pages whose checksum is right. */
  readonly pagesByChecksum: number
  /** Pages whose torn-page bits agree. */
  readonly pagesByTornBits: number
  /** Allocated pages that stand where they belong, by their own header. */
  readonly pagesInPlace: number
  /** Extents that the allocation maps (GAM and SGAM, or DCM) ask for and that are there. */
  readonly extentsByMaps: number
  /** Bytes that a right checksum covers. */
  readonly bytesCovered: number
}

/** What could not be proved and why: a code of this folder's catalogue. Nothing of it makes a backup doubtful. */
export interface Unproved {
  readonly code: string
  /** In English. */
  readonly message: string
  readonly details: BackupWarning['details']
}

/** What a verification says of one backup, in one file or striped. */
export interface BackupVerdict {
  readonly verdict: Verdict
  /** The finding that decides, as an error; undefined where the verdict is `sound`. */
  readonly problem: MigrationError | undefined
  /** The first page by place in the files that is damaged, or else the first that is doubtful. */
  readonly firstDamagedPage: (VerifyFinding & { readonly page: FoundPage }) | undefined
  /** By place in the files, at most 100 of them. */
  readonly findings: readonly VerifyFinding[]
  readonly findingCount: number
  readonly proved: ProvedCounts
  readonly unproved: readonly Unproved[]
  /** What no offline verification replaces: BAK_VERIFY_IS_NO_RESTORE. Always there, to be said with any verdict. */
  readonly limits: readonly Unproved[]
  /** Sizes of the files together. */
  readonly bytesTotal: number
  /** Bytes read from the files; headers and second reads may make it more than the total. */
  readonly bytesRead: number
}

/** How far a verification is. All of it counts bytes of the files. */
export interface VerifyProgress {
  /** Bytes of the files that have been looked at, 0 to `bytesTotal`. */
  readonly bytesDone: number
  readonly bytesTotal: number
}
