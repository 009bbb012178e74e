/** Made-up inspections, destinations and plans for the tests of planning and of the engine. */
import {
  type BackupInspection,
  type BackupSet,
  bakErrors,
  type MediaLabel,
  type MtfInspection,
} from '../../src/bak/index.ts'
import { errorMaker, zeroLsn } from '../../src/core/index.ts'
import {
  type DestinationFacts,
  type InspectedFile,
  type PlannedDatabase,
  releaseOfEngine,
} from '../../src/migration/index.ts'

export const noon = Date.UTC(2026, 0, 15, 12)

export function madeSet(overrides: Partial<BackupSet> = {}): BackupSet {
  return {
    position: 1,
    type: 'FULL',
    database: 'Sales',
    databaseId: 5,
    server: 'SOURCE',
    name: '',
    description: '',
    userName: 'sa',
    backupSetGuid: '11111111-1111-4111-8111-111111111111',
    version: '13.0.5026',
    databaseVersion: 852,
    compatibilityLevel: 130,
    flags: 0x10,
    hasChecksums: true,
    recoveryModel: 'FULL',
    collationId: undefined,
    sortId: undefined,
    firstLsn: { vlf: 30, block: 100, slot: 1 },
    lastLsn: { vlf: 30, block: 120, slot: 1 },
    checkpointLsn: { vlf: 30, block: 100, slot: 1 },
    databaseBackupLsn: zeroLsn,
    differentialBaseLsn: undefined,
    differentialBaseGuid: undefined,
    recoveryForkId: '22222222-2222-4222-8222-222222222222',
    firstRecoveryForkId: undefined,
    forkPointLsn: undefined,
    lastFullGuid: undefined,
    chainOriginLsn: undefined,
    nextLogLsn: undefined,
    familyGuid: '22222222-2222-4222-8222-222222222222',
    bindingId: undefined,
    databaseCreated: undefined,
    start: '2026-01-14 22:00:00',
    finish: '2026-01-14 22:00:09',
    utcOffsetMinutes: 480,
    backupSize: 3_000_000,
    compressedBackupSize: undefined,
    provisionalLsn: undefined,
    isComplete: true,
    filegroups: [],
    files: [madeFile(1, 1, 8 * 2 ** 20), madeFile(2, 2, 2 * 2 ** 20)],
    offset: 0,
    ...overrides,
  }
}

export function madeFile(fileId: number, type: number, sizeBytes: number) {
  return {
    fileId,
    type,
    filegroupId: type === 1 ? 1 : 0,
    sizeBytes,
    backupSizeBytes: undefined,
    logicalName: `file${fileId}`,
    physicalName: `C:\\data\\file${fileId}`,
    uniqueId: undefined,
    createLsn: undefined,
    differentialBaseLsn: undefined,
    differentialBaseGuid: undefined,
  }
}

export function madeLabel(overrides: Partial<MediaLabel> = {}): MediaLabel {
  return {
    mediaSetId: '33333333-3333-4333-8333-333333333333',
    familyCount: 1,
    familyNumber: 1,
    mirrorCount: 1,
    mediaName: '',
    mediaDescription: '',
    softwareName: 'Microsoft SQL Server',
    hasMediaPassword: false,
    mediaDate: undefined,
    ...overrides,
  }
}

export function madeInspection(
  overrides: Partial<Omit<MtfInspection, 'kind'>> = {},
): MtfInspection {
  return {
    kind: 'mtf',
    compression: undefined,
    name: 'made',
    sizeBytes: 3_000_000,
    walk: 'ok',
    problem: undefined,
    label: madeLabel(),
    sets: [madeSet()],
    warnings: [],
    ...overrides,
  }
}

/** Any error of bak/, for the inspections that carry one. */
export function madeProblem(code: keyof typeof bakErrors) {
  const details: Record<string, string> = new Proxy({}, { get: () => 'x', has: () => true })
  return errorMaker(bakErrors)(code, details as never)
}

export function inspected(
  file: string,
  inspection: BackupInspection = madeInspection(),
  sizeBytes = 3_000_000,
): InspectedFile {
  return { path: `/backups/${file}`, file, sizeBytes, modifiedAtMs: noon, inspection }
}

/** A full backup of its own, in a file of its own. */
export function fullBackup(file: string, overrides: Partial<BackupSet> = {}): InspectedFile {
  return inspected(file, madeInspection({ sets: [madeSet(overrides)] }))
}

export function destination(overrides: Partial<DestinationFacts> = {}): DestinationFacts {
  const engineVersion = overrides.engineVersion ?? '2019_std_ha'
  return {
    instanceId: 'rm-test',
    engineVersion,
    release: releaseOfEngine(engineVersion),
    path: 'standard',
    databases: [],
    maxDatabases: 50,
    freeBytes: 100 * 2 ** 30,
    tasks: [],
    readAtMs: noon,
    ...overrides,
  }
}

export const wishes = { prefix: 'sqlferry', parallelRestores: 4 }

export function plannedDatabase(database: string): PlannedDatabase {
  return {
    database,
    path: `/backups/${database}.bak`,
    file: `${database}.bak`,
    sizeBytes: 3_000_000,
    modifiedAtMs: noon,
    identity: `identity of ${database}`,
    key: `sqlferry/${database}.bak`,
    allocatedBytes: 10 * 2 ** 20,
    release: '2016',
    finish: '2026-01-14 22:00:09',
    warnings: [],
  }
}
