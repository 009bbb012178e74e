/**
 * The SSET block, which begins every backup set, and the ESET blocks that end it and repeat parts of it.
 *
 * @source bak-format facts 1.6 [measured]
 *
 *   SSET  52 u32 attributes: 4 full and log, 8 differential    62 u16 position    64, 68, 76 addresses of name,
 *         description, user    80 u64 the block's own offset    88 start date    93, 94 u8 major, minor version
 *         95 i8 quarter hours ahead of UTC    44 address of the system's data: 16 bytes backup set GUID
 *   ESET  52 u32 attributes    78 u16 position    80 start date
 */
import { guidAt, u16, u32, u64 } from '../binary.ts'
import type { Findings } from '../findings.ts'
import { blockDate, blockString, requireHeader } from '../mtf/block-fields.ts'
import type { MtfBlock } from '../mtf/mtf-block.ts'

export interface SetBlock {
  readonly offset: number
  readonly attributes: number
  readonly position: number
  readonly name: string
  readonly description: string
  readonly userName: string
  readonly start: string | undefined
  readonly major: number
  readonly minor: number
  readonly utcOffsetMinutes: number | undefined
  readonly backupSetGuid: string | undefined
}

/** MTF's value for an unknown time zone. @source MTF 1.00a [spec] */
const unknownZone = 127

/** No place on earth is further from UTC than 14 hours. */
const maxZone = 14 * 4

/**
 * Returns the fields of an SSET block.
 *
 * @param physicalOffset  where the block lies on the media: in a compressed file the begin of its chunk, which is
 *   what the block says [measured, 2 sets in 1 file]
 * @throws BAK_CHAIN_BROKEN when it is too short
 */
export function readSetBlock(
  block: MtfBlock,
  header: DataView,
  physicalOffset: number,
  findings: Findings,
): SetBlock {
  requireHeader(block, header, 98, findings.file)
  const { offset } = block
  const text = (at: number, field: string) => blockString(block, header, at, field, findings)
  const ownOffset = u64(header, 80)
  if (ownOffset !== physicalOffset)
    findings.contradiction(offset + 80, `SSET.offset = ${ownOffset}`, `SSET @ ${physicalOffset}`)
  const zone = header.getInt8(95)
  const isZoneKnown = zone !== unknownZone && Math.abs(zone) <= maxZone
  if (!isZoneKnown && zone !== unknownZone)
    findings.contradiction(offset + 95, `SSET.TimeZone = ${zone}`, `-${maxZone}..${maxZone}`)
  const dataBytes = u16(header, 44)
  const dataAt = u16(header, 46)
  const hasGuid = dataBytes >= 16 && dataAt + 16 <= header.byteLength
  return {
    offset,
    attributes: u32(header, 52),
    position: u16(header, 62),
    name: text(64, 'SSET.BackupName'),
    description: text(68, 'SSET.BackupDescription'),
    userName: text(76, 'SSET.UserName'),
    start: blockDate(block, header, 88, 'SSET.BackupStartDate', findings),
    major: header.getUint8(93),
    minor: header.getUint8(94),
    utcOffsetMinutes: isZoneKnown ? zone * 15 : undefined,
    backupSetGuid: hasGuid ? guidAt(header, dataAt) : undefined,
  }
}

/** Reports where an ESET block says something else than the set's SSET. */
export function compareEndOfSet(
  block: MtfBlock,
  header: DataView,
  set: SetBlock,
  findings: Findings,
): void {
  requireHeader(block, header, 85, findings.file)
  const { offset } = block
  const check = (at: number, field: string, end: unknown, begin: unknown) => {
    if (end !== begin)
      findings.contradiction(offset + at, `ESET.${field} = ${end}`, `SSET.${field} = ${begin}`)
  }
  check(52, 'attributes', u32(header, 52), set.attributes)
  check(78, 'position', u16(header, 78), set.position)
  const start = blockDate(block, header, 80, 'ESET.BackupStartDate', findings)
  check(80, 'BackupStartDate', start, set.start)
}
