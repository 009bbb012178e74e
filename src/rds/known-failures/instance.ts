/** The destination instance: engine, state, lock, storage. Match on the code; the HTTP status differs between operations. */
import type { KnownFailure } from '../../core/index.ts'

export const instanceFailures: readonly KnownFailure[] = [
  {
    code: 'RDS_ENGINE_NOT_SQLSERVER',
    seenIn: ['migration-script'],
    retry: 'never',
    texts: {
      en: ["RDS engine doesn't support, this is only for RDS SQL Server engine."],
      zh: ['RDS引擎不支持'],
    },
    en: {
      cause: 'The instance runs another engine, such as MySQL.',
      solution: 'Give the ID of an ApsaraDB RDS for SQL Server instance.',
    },
    zh: {
      cause: '该实例不是 SQL Server 引擎（例如是 MySQL）。',
      solution: '请填写 RDS SQL Server 实例的 ID。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'RDS_INSTANCE_NOT_FOUND',
    seenIn: ['migration-script', 'rds-api'],
    httpStatuses: [400, 403, 404],
    vendorCodes: [
      'Forbidden.InstanceNotFound',
      'InvalidDBInstance.NotFound',
      'InvalidDBInstanceId.NotFound',
      'InvalidDBInstanceName.NotFound',
    ],
    retry: 'never',
    texts: {
      en: [
        "Couldn't find specify RDS [XXX].",
        'The DBInstanceId provided does not exist in records.',
        'The specified DBInstanceId does not exist.',
        'The database instance does not exist.',
        'The specified instance is not found.',
        'The specified DB instance does not exist.',
      ],
      zh: ['没有找到指定的实例，请检查实例的正确性。', 'RDS for SQL Server实例不存在'],
    },
    en: {
      cause: 'No instance with this ID exists in the region or account of the AccessKey.',
      solution:
        'Check the ID, the region and the account; match on the code, the HTTP status differs between operations.',
    },
    zh: { cause: '当前账号和地域下没有这个实例 ID。', solution: '请核对实例 ID、地域和账号。' },
    sources: ['S1', 'S2', 'S3', 'S9', 'S10', 'S19'],
  },
  {
    code: 'RDS_INSTANCE_NOT_RUNNING',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['IncorrectDBInstanceState', 'InvalidInstanceState'],
    retry: 'later',
    texts: {
      en: [
        'Current DB instance state does not support this operation.',
        'The operation is not permitted due to status of instance.',
      ],
      zh: ['数据库实例状态不正确，比如，数据库实例在创建中。'],
    },
    en: {
      cause: 'The instance is being created, changed, restarted or restored.',
      solution: 'Wait until its status is Running, then run the same command again.',
    },
    zh: {
      cause: '实例正在创建、变配、重启或恢复。',
      solution: '请等待实例状态变为“运行中”，再重新运行同一命令。',
    },
    sources: ['S1', 'S2', 'S3', 'S8', 'S10'],
  },
  {
    code: 'RDS_INSTANCE_TYPE_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['IncorrectDBInstanceType', 'InvalidInstanceType'],
    retry: 'never',
    texts: {
      en: [
        'Current DB instance type does not support this operation.',
        'The DB instance type does not support this operation.',
      ],
      zh: ['RDS实例类型不支持，该功能仅支持RDS for SQL Server。'],
    },
    en: {
      cause: 'The instance is not a SQL Server instance, or is a read-only one.',
      solution: 'Use a primary RDS for SQL Server instance.',
    },
    zh: {
      cause: '实例不是 SQL Server 引擎，或是只读实例。',
      solution: '请使用 RDS SQL Server 主实例。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_INSTANCE_LOCKED',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['IncorrectDBInstanceLockMode', 'InvalidInstanceLockMode'],
    retry: 'never',
    texts: {
      en: [
        'Current DB instance lock mode does not support this operation.',
        'The DB instance lock mode does not support this operation.',
      ],
      zh: ['数据库锁定状态不正确。'],
    },
    en: {
      cause: 'The instance is locked: expired, storage full, locked by hand or before a rollback.',
      solution:
        'Read LockMode and LockReason with `sqlferry doctor`; renew the instance or add storage.',
    },
    zh: {
      cause: '实例已被锁定：到期、空间满、手动锁定或回滚前锁定。',
      solution: '请用 `sqlferry doctor` 查看锁定模式和原因，然后续费或扩容。',
    },
    sources: ['S1', 'S2', 'S3', 'S8', 'S10'],
  },
  {
    code: 'RDS_STORAGE_TOO_SMALL',
    seenIn: ['rds-api'],
    httpStatuses: [400],
    vendorCodes: ['ExceedDiskSize', 'FileSizeExceeded'],
    retry: 'never',
    texts: {
      en: [
        'Exceeding the allowed file size of DB instance.',
        'The file size exceeding the disk size.',
      ],
      zh: ['备份文件还原回来超过用户规格实例大小。'],
    },
    en: {
      cause: 'The restored files would not fit into the instance storage.',
      solution:
        'Add storage to the instance; compare with the file list of the backup, not with the .bak size.',
    },
    zh: {
      cause: '还原后的文件超过实例存储空间。',
      solution: '请先扩容；以备份内的文件列表大小为准，而不是 .bak 的大小。',
    },
    sources: ['S1', 'S2', 'S3', 'S8'],
  },
  {
    code: 'RDS_INSTANCE_STATUS_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['OperationDenied.DBInstanceStatus'],
    retry: 'later',
    texts: {
      en: [
        'The operation is not permitted due to instance status.',
        'Operation is denied by the current database instance status.',
      ],
      zh: [],
    },
    en: {
      cause: 'The instance is busy with another change.',
      solution: 'Wait until it is Running.',
    },
    zh: { cause: '实例正在进行其他变更。', solution: '请等待实例变为“运行中”。' },
    sources: ['S10', 'S19'],
  },
  {
    code: 'RDS_LOCK_MODE_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['IncorrectDBInstanceLockMode.ValueNotSupported', 'OperationDenied.LockMode'],
    retry: 'never',
    texts: {
      en: [
        'The operation is not permitted due to lock of instance.',
        'The instance is locked.',
        'The Current DB instance lock mode does not support this operation.',
      ],
      zh: ['当前DB实例锁模式不支持此操作。'],
    },
    en: { cause: 'The instance is locked.', solution: 'Renew it or add storage, see LockReason.' },
    zh: { cause: '实例已锁定。', solution: '请根据锁定原因续费或扩容。' },
    sources: ['S10', 'S19'],
  },
  {
    code: 'RDS_TYPE_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['OperationDenied.DBInstanceType'],
    retry: 'never',
    texts: {
      en: [
        'The operation is not permitted due to type of instance.',
        'The operation is not permitted for the database instance type.',
      ],
      zh: [],
    },
    en: {
      cause: 'Read-only, disaster-recovery and temporary instances cannot do this.',
      solution: 'Use the primary instance.',
    },
    zh: { cause: '只读、灾备、临时实例不支持该操作。', solution: '请使用主实例。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_ENGINE_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['OperationDenied.DBInstanceEngine'],
    retry: 'never',
    texts: { en: ['The operation is not permitted due to engine of instance.'], zh: [] },
    en: { cause: 'The engine has no such operation.', solution: 'Use a SQL Server instance.' },
    zh: { cause: '该引擎没有此操作。', solution: '请使用 SQL Server 实例。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_BACKUP_RUNNING',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['OperationDenied.BackupJobExists'],
    retry: 'later',
    texts: { en: ['You cannot perform this operation; a backup job exists.'], zh: [] },
    en: {
      cause: 'A backup of the instance is running.',
      solution: 'Wait for it; move the automatic backup window away from the cut-over.',
    },
    zh: { cause: '实例正在备份。', solution: '请等待备份结束，并让自动备份时间避开割接窗口。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_STORAGE_REDUCE_REFUSED',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['OperationDenied.DBInstanceStorageReduce'],
    retry: 'never',
    texts: { en: ['The operation is not permitted due to reduce storage.'], zh: [] },
    en: { cause: 'Storage can only grow here.', solution: 'Ask for a larger size.' },
    zh: { cause: '存储空间只能扩大，不能缩小。', solution: '请填写更大的容量。' },
    sources: ['S19'],
  },
  {
    code: 'RDS_RESOURCE_SOLD_OUT',
    seenIn: ['rds-api'],
    httpStatuses: [403],
    vendorCodes: ['OperationDenied', 'OperationDenied.OutofUsage'],
    retry: 'later',
    texts: {
      en: [
        'The resource is out of usage.',
        'The requested resource is sold out in the specified zone; try other types of resources or other regions and zones.',
      ],
      zh: [],
    },
    en: {
      cause: 'The zone has no room for the wanted size.',
      solution: 'Choose another zone or size, or try later.',
    },
    zh: { cause: '该可用区资源售罄。', solution: '请更换可用区或规格，或稍后再试。' },
    sources: ['S19'],
  },
]
