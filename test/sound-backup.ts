/** Backups that every proof finds sound, for tests in which only their bytes on the way matter. */
import { parseLsn, zeroLsn } from '../src/core/index.ts'
import {
  type BackupSpec,
  type CompressOptions,
  writeBackup,
  writeCompressedBackup,
} from '../src/sandbox/index.ts'

const extentBytes = 65_536

/**
 * Returns a full backup of one database, the same bytes for the same arguments.
 *
 * @param number  from 0 to 9,999; other numbers give other bytes
 * @param atLeastBytes  the backup is at most 200 KiB larger
 * @param options  without checksums only its pages carry some; with a compression it is in chunks
 */
export function soundBackup(
  number = 0,
  atLeastBytes = 4 * extentBytes,
  {
    hasChecksums = true,
    compression,
  }: { readonly hasChecksums?: boolean; readonly compression?: CompressOptions } = {},
): Uint8Array {
  const guid = (role: number) =>
    `5a4d${String(number).padStart(4, '0')}-100${role}-4000-8000-000000000000`
  const lsn = (text: string) => parseLsn(text) ?? zeroLsn
  const extents = Math.max(1, Math.ceil(atLeastBytes / extentBytes))
  const sizeBytes = Math.max(8 * 1024 * 1024, (extents + 1) * extentBytes)
  const names = { logicalName: `Sound${number}`, physicalName: `D:\\DATA\\Sound${number}.mdf` }
  const write = (spec: BackupSpec) =>
    compression ? writeCompressedBackup(spec, compression) : writeBackup(spec)
  return write({
    engine: '2019',
    mediaSetId: guid(1),
    sets: [
      {
        type: 'FULL',
        database: `Sound${number}`,
        server: 'SQL01',
        backupSetGuid: guid(2),
        familyGuid: guid(3),
        bindingId: guid(4),
        recoveryForkId: guid(3),
        firstLsn: lsn('40:512:37'),
        lastLsn: lsn('40:536:1'),
        checkpointLsn: lsn('40:512:37'),
        databaseBackupLsn: zeroLsn,
        databaseCreated: '2026-01-01 01:00:00',
        start: '2026-01-01 02:00:00',
        finish: '2026-01-01 02:00:01',
        hasChecksums,
        files: [
          {
            ...{ fileId: 1, type: 1, filegroupId: 1, sizeBytes, uniqueId: guid(5) },
            ...{ ...names, usedExtents: extents },
          },
          {
            ...{ fileId: 2, type: 2, filegroupId: 0, sizeBytes: 1_048_576, uniqueId: guid(6) },
            logicalName: `Sound${number}_log`,
            physicalName: `L:\\LOG\\Sound${number}.ldf`,
          },
        ],
      },
    ],
  })
}
