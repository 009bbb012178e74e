/**
 * The media label: the TAPE block at byte 0 and its RAID stream. What RESTORE LABELONLY says.
 *
 * @source bak-format facts 1.5 [measured]
 *
 *   TAPE  52 u32 media family id    62 u16 password algorithm, 0 = no password
 *         64 u16 filemark size, 512-byte units    68, 72, 76, 80 addresses of media name, description, password, software name
 *         84 u16 logical block size    88 media date
 *   RAID   0 media set id, GUID    20 u16 families    22 u16 mirrors    24 u16 this family, from 1
 */
import { guidAt, u16 } from '../binary.ts'
import type { Findings } from '../findings.ts'
import type { MediaLabel } from '../inspection.ts'
import { blockDate, blockString, requireHeader } from '../mtf/block-fields.ts'
import type { MtfBlock } from '../mtf/mtf-block.ts'

/** Length of the RAID stream's known fields. */
export const raidBytes = 32

/** What the TAPE block says that RAID does not. */
export interface TapeBlock {
  readonly label: Omit<MediaLabel, 'mediaSetId' | 'familyCount' | 'familyNumber' | 'mirrorCount'>
  /** Unit of logical addresses, bytes. */
  readonly logicalBlockBytes: number
  /** Length of every SFMB block, bytes. */
  readonly filemarkBytes: number
}

/** What the RAID stream says; SQL Server 2000 writes none. */
export type MediaFamily = Pick<
  MediaLabel,
  'mediaSetId' | 'familyCount' | 'familyNumber' | 'mirrorCount'
>

/** The media of a file without a RAID stream: one family. */
export const onlyFamily: MediaFamily = {
  mediaSetId: undefined,
  familyCount: 1,
  familyNumber: 1,
  mirrorCount: 1,
}

/** The label of a file whose TAPE block cannot be read. */
export const unknownLabel: MediaLabel = {
  ...onlyFamily,
  mediaName: '',
  mediaDescription: '',
  softwareName: '',
  hasMediaPassword: false,
  mediaDate: undefined,
}

/** Returns the fields of the TAPE block. @throws BAK_CHAIN_BROKEN when it is too short */
export function readTapeBlock(block: MtfBlock, header: DataView, findings: Findings): TapeBlock {
  requireHeader(block, header, 94, findings.file)
  const text = (at: number, field: string) => blockString(block, header, at, field, findings)
  const logicalBlockBytes = u16(header, 84)
  if (logicalBlockBytes === 0)
    findings.contradiction(block.offset + 84, 'TAPE.logicalBlockSize = 0', 'FLA > 0')
  const passwordAlgorithm = u16(header, 62)
  const passwordBytes = u16(header, 76)
  if ((passwordAlgorithm !== 0) !== (passwordBytes !== 0)) {
    const algorithm = `TAPE.passwordAlgorithm = ${passwordAlgorithm}`
    findings.contradiction(block.offset + 62, algorithm, `TAPE.password = ${passwordBytes} B`)
  }
  return {
    label: {
      mediaName: text(68, 'TAPE.MediaName'),
      mediaDescription: text(72, 'TAPE.MediaDescription'),
      softwareName: text(80, 'TAPE.SoftwareName'),
      hasMediaPassword: passwordAlgorithm !== 0,
      mediaDate: blockDate(block, header, 88, 'TAPE.MediaDate', findings),
    },
    logicalBlockBytes,
    filemarkBytes: u16(header, 64) * 512,
  }
}

/** Returns the fields of a RAID stream's body, at least `raidBytes` long; `offset` is its place in the file. */
export function readMediaFamily(body: DataView, offset: number, findings: Findings): MediaFamily {
  const familyCount = u16(body, 20)
  const mirrorCount = u16(body, 22)
  const familyNumber = u16(body, 24)
  if (familyNumber < 1 || familyNumber > familyCount) {
    const count = `RAID.familyCount = ${familyCount}`
    findings.contradiction(offset + 20, count, `RAID.familyNumber = ${familyNumber}`)
  }
  if (mirrorCount < 1 || mirrorCount > maxMirrors)
    findings.contradiction(offset + 22, `RAID.mirrorCount = ${mirrorCount}`, '1..4')
  return { mediaSetId: guidAt(body, 0), familyCount, familyNumber, mirrorCount }
}

/** @source MS documentation of BACKUP: MIRROR TO, at most four mirrors in all [spec] */
const maxMirrors = 4
