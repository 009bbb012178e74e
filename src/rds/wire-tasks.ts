/**
 * Answers about migration tasks and their files: both ways between response bodies (JSON as parsed) and the port's
 * values. The field names of these answers stand here and nowhere else.
 *
 * @source RDS 2014-08-15 response models [spec]; names compared with @alicloud/rds20140815 by a test
 */
import type {
  BackupMode,
  CreatedMigrateTask,
  CreateMigrateTaskRequest,
  MigrateTask,
  MigrateTaskStatus,
  OssDownload,
  OssDownloadStatus,
} from './restore-target.ts'
import {
  field,
  list,
  number,
  type Page,
  type PageNumbers,
  pageFields,
  text,
  type WireObject,
} from './wire-fields.ts'
import {
  formatBackupKind,
  formatBoolean,
  formatMegabytes,
  formatSecond,
  parseBackupKind,
  parseBoolean,
  parseInstant,
  parseMegabytes,
} from './wire-values.ts'

export function buildCreateMigrateTask(
  request: CreateMigrateTaskRequest,
  created: CreatedMigrateTask,
): WireObject {
  return {
    DBInstanceId: request.instanceId,
    DBName: request.database,
    BackupMode: request.backupMode,
    MigrateTaskId: created.migrateTaskId,
    TaskId: created.taskId,
  }
}

/** `migrateTaskId` is empty where the answer has none: then it is not known what the service did. */
export function parseCreatedMigrateTask(body: unknown): CreatedMigrateTask {
  return { migrateTaskId: text(body, 'MigrateTaskId'), taskId: text(body, 'TaskId') }
}

function migrateTaskFields(task: MigrateTask): WireObject {
  return {
    MigrateTaskId: task.migrateTaskId,
    DBName: task.database,
    BackupMode: task.backupMode,
    Status: task.status,
    Description: task.description,
    CreateTime: formatSecond(task.createdAt),
    EndTime: task.endedAt ? formatSecond(task.endedAt) : '',
    IsDBReplaced: formatBoolean(task.isDatabaseReplaced),
  }
}

export function buildMigrateTasks(
  instanceId: string,
  tasks: readonly MigrateTask[],
  page: PageNumbers,
): WireObject {
  return {
    DBInstanceId: instanceId,
    Items: { MigrateTask: tasks.map(migrateTaskFields) },
    ...pageFields(tasks.length, page),
  }
}

export function parseMigrateTaskPage(body: unknown): Page<MigrateTask> {
  return {
    rows: list(body, 'Items', 'MigrateTask').map(parseMigrateTask),
    totalCount: number(body, 'TotalRecordCount'),
  }
}

/** The answer of DescribeMigrateTaskById: flat, and its instance id has another name. */
export function buildMigrateTaskById(instanceId: string, task: MigrateTask): WireObject {
  return { DBInstanceName: instanceId, ...migrateTaskFields(task) }
}

export function parseMigrateTask(body: unknown): MigrateTask {
  return {
    migrateTaskId: text(body, 'MigrateTaskId'),
    database: text(body, 'DBName'),
    backupMode: text(body, 'BackupMode') as BackupMode,
    status: text(body, 'Status') as MigrateTaskStatus,
    description: text(body, 'Description'),
    createdAt: parseInstant(text(body, 'CreateTime')) ?? new Date(0),
    endedAt: parseInstant(text(body, 'EndTime')),
    isDatabaseReplaced: parseBoolean(text(body, 'IsDBReplaced')) ?? false,
  }
}

export function buildOssDownloads(
  instanceId: string,
  migrateTaskId: string,
  downloads: readonly OssDownload[],
): WireObject {
  return {
    DBInstanceId: instanceId,
    MigrateTaskId: migrateTaskId,
    Items: {
      OssDownload: downloads.map((file) => ({
        FileName: file.fileName,
        FileSize: formatMegabytes(file.sizeBytes),
        BackupMode: formatBackupKind(file.backupKind),
        Status: file.status,
        Description: file.description,
        CreateTime: file.createdAt ? formatSecond(file.createdAt) : '',
        EndTime: file.endedAt ? formatSecond(file.endedAt) : '',
        IsAvailable: formatBoolean(file.isAvailable),
      })),
    },
  }
}

export function parseOssDownloads(body: unknown): OssDownload[] {
  return list(body, 'Items', 'OssDownload').map((item) => ({
    fileName: text(item, 'FileName'),
    sizeBytes: parseMegabytes(field(item, 'FileSize')),
    backupKind: parseBackupKind(text(item, 'BackupMode')),
    status: text(item, 'Status') as OssDownloadStatus,
    description: text(item, 'Description'),
    createdAt: parseInstant(text(item, 'CreateTime')),
    endedAt: parseInstant(text(item, 'EndTime')),
    isAvailable: parseBoolean(text(item, 'IsAvailable')) ?? false,
  }))
}
