/** How a migration task ends: its Description, and the statuses of its files. Compared without the final full stop, which differs between editions. */
import type { KnownFailure } from '../../core/index.ts'

export const taskFailures: readonly KnownFailure[] = [
  {
    code: 'RDS_DATABASE_EXISTS',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: [
        'The database (xxx) is already exist on RDS, please backup and drop it, then try again.',
      ],
      zh: ['同名数据库已经存在'],
    },
    en: {
      cause: 'The instance already has a database of this name; RDS never overwrites one.',
      solution: 'Back it up and drop it on RDS, or restore under another name.',
    },
    zh: {
      cause: '目标实例已有同名数据库，RDS 不会覆盖已有数据。',
      solution: '请在 RDS 上备份并删除该库，或换一个目标库名。',
    },
    sources: ['S6', 'S7'],
  },
  {
    code: 'RDS_CHECKDB_FAILED',
    seenIn: ['task-description'],
    retry: 'never',
    texts: { en: ['DBCC checkdb failed'], zh: ['DBCC CHECKDB失败'] },
    en: {
      cause: 'DBCC CHECKDB found errors after the restore: the source was already damaged.',
      solution:
        'Repair the source (REPAIR_ALLOW_DATA_LOSS may lose data), back up again and migrate again.',
    },
    zh: {
      cause: '还原后 DBCC CHECKDB 报错，说明源库早已损坏。',
      solution: '请先修复源库（REPAIR_ALLOW_DATA_LOSS 可能丢数据），再重新备份并上云。',
    },
    sources: ['S6', 'S7'],
  },
  {
    code: 'RDS_CHECKDB_FAILED_LATER',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: [
        "asynchronously DBCC checkdb failed: CHECKDB found {number} allocation errors and {number} consistency errors in table 'XXX' (object ID XXX).",
        'asynchronously DBCC checkdb failed',
      ],
      zh: ['异步DBCC Checkdb失败'],
    },
    en: {
      cause: 'The database is open, but the check that ran afterwards found errors.',
      solution:
        'Decide at once: repair on RDS with possible loss, or drop it there, repair the source and migrate again.',
    },
    zh: {
      cause: '数据库已打开，但之后的异步检查发现错误。',
      solution: '请尽快决定：在 RDS 上修复（可能丢数据），或删除后修复源库再重新上云。',
    },
    sources: ['S4', 'S5'],
  },
  {
    code: 'RDS_CHECKDB_PASSED',
    seenIn: ['task-description'],
    retry: 'none',
    texts: { en: ['Success to DBCC checkdb asynchronously'], zh: ['异步DBCC CheckDB成功'] },
    en: {
      cause: 'The check after opening found no errors.',
      solution: 'Do nothing: this is the good answer.',
    },
    zh: { cause: '打开数据库后的一致性检查没有发现错误。', solution: '无需处理。' },
    sources: ['S5'],
  },
  {
    code: 'RDS_DISK_SHORT_FOR_RESTORE',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: ['Not Enough Disk Space for restoring, space left (xxx MB) < needed (xxx MB)'],
      zh: ['空间不足1'],
    },
    en: {
      cause: 'The instance has less free storage than the restored database needs.',
      solution: 'Add storage to the instance, then start the task again.',
    },
    zh: { cause: '实例剩余空间小于还原所需空间。', solution: '请先扩容，再重新发起任务。' },
    sources: ['S6', 'S7'],
  },
  {
    code: 'RDS_DISK_SHORT_FOR_FILE',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: ['Not Enough Disk Space, space left xxx MB < bak file xxx MB'],
      zh: ['空间不足2'],
    },
    en: {
      cause: 'The free storage is smaller than the backup file itself.',
      solution: 'Add storage to the instance, then start the task again.',
    },
    zh: { cause: '实例剩余空间比备份文件还小。', solution: '请先扩容，再重新发起任务。' },
    sources: ['S6', 'S7'],
  },
  {
    code: 'RDS_NO_PRIVILEGED_ACCOUNT',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: [
        "Your RDS doesn't have any init account yet, please create one and grant permissions on RDS console to this migrated database (XXX).",
      ],
      zh: ['没有初始账号'],
    },
    en: {
      cause:
        'The data is restored, but no privileged account exists that could be given rights on it.',
      solution: 'Create a privileged account in the RDS console and grant it this database.',
    },
    zh: {
      cause: '数据已还原成功，但实例上没有可授权的高权限账号。',
      solution: '请在 RDS 控制台创建高权限账号，并授予该库权限。',
    },
    sources: ['S6', 'S7'],
  },
  {
    code: 'RDS_OPEN_FAILED',
    seenIn: ['task-description'],
    retry: 'never',
    texts: { en: ['Failed to open database xxx.'], zh: ['数据库打开失败'] },
    en: {
      cause:
        'The database uses features that the edition of the instance lacks, such as compression or partitions on Web edition.',
      solution: 'Remove the feature and back up again, or use an instance of the same edition.',
    },
    zh: {
      cause: '数据库使用了目标版本类别不支持的功能，例如 Web 版不支持数据压缩、分区。',
      solution: '请停用这些功能后重新备份，或选用相同版本类别的实例。',
    },
    sources: ['S4', 'S5'],
  },
  {
    code: 'RDS_DATABASE_COUNT_REACHED',
    seenIn: ['task-description'],
    retry: 'never',
    texts: {
      en: ['The database (xxx) migration failed due to databases count limitation.'],
      zh: ['数据库个数达到最大限制数'],
    },
    en: {
      cause: 'The instance holds as many databases as it may.',
      solution:
        'Drop databases that are not needed, or use another instance; DBMaxQuantity is the limit.',
    },
    zh: {
      cause: '实例的数据库个数已达上限。',
      solution: '请删除不需要的库，或迁移到其他实例；上限见 DBMaxQuantity。',
    },
    sources: ['S4', 'S5'],
  },
  {
    code: 'RDS_SIGNED_URL_EXPIRED',
    seenIn: ['task-description'],
    retry: 'now',
    texts: {
      en: ['Failed to download backup file since OSS URL was expired.'],
      zh: ['OSS下载链接过期'],
    },
    en: {
      cause: 'The signed URL ended before RDS had downloaded the file.',
      solution: 'Sign a new URL with a longer life (at most 18 hours).',
    },
    zh: {
      cause: '签名 URL 在下载完成前已过期。',
      solution: '请重新生成有效期更长的 URL（最长 18 小时）。',
    },
    sources: ['S6', 'S7'],
  },
  {
    code: 'RDS_FILE_DOWNLOAD_FAILED',
    seenIn: ['file-status'],
    vendorCodes: ['DownloadFailed'],
    retry: 'never',
    texts: { en: ['DownloadFailed'], zh: [] },
    en: {
      cause:
        'RDS could not fetch the object: role missing, object gone, encrypted, or other region.',
      solution:
        'Check AliyunRDSImportRole, the object, its encryption and the region; then start the task again.',
    },
    zh: {
      cause: 'RDS 无法下载该 Object：角色缺失、Object 已删除、已加密或不同地域。',
      solution: '请检查 AliyunRDSImportRole、Object、加密和地域，再重新发起任务。',
    },
    sources: ['S20'],
  },
  {
    code: 'RDS_FILE_VERIFY_FAILED',
    seenIn: ['file-status'],
    vendorCodes: ['VerifyFailed'],
    retry: 'never',
    texts: { en: ['VerifyFailed'], zh: [] },
    en: {
      cause: 'The file is damaged, not a backup, or from a newer version.',
      solution: 'Run `sqlferry inspect --verify FILE` on the file.',
    },
    zh: {
      cause: '文件损坏、不是备份，或来自更高版本。',
      solution: '请对该文件运行 `sqlferry inspect --verify FILE`。',
    },
    sources: ['S20'],
  },
  {
    code: 'RDS_FILE_CHECK_FAILED',
    seenIn: ['file-status'],
    vendorCodes: ['CheckFailed'],
    retry: 'never',
    texts: { en: ['CheckFailed'], zh: [] },
    en: {
      cause: 'A check before the restore failed: type, chain or space.',
      solution: 'Read the Description of the task.',
    },
    zh: { cause: '还原前检查未通过：类型、备份链或空间。', solution: '请查看任务描述。' },
    sources: ['S20'],
  },
  {
    code: 'RDS_FILE_RESTORE_FAILED',
    seenIn: ['file-status'],
    vendorCodes: ['RestoreFailed'],
    retry: 'never',
    texts: { en: ['RestoreFailed'], zh: [] },
    en: {
      cause: 'The RESTORE itself failed.',
      solution: 'Read the Description of the task and look it up here.',
    },
    zh: { cause: '还原失败。', solution: '请查看任务描述，并在本目录中查找。' },
    sources: ['S20'],
  },
  {
    code: 'RDS_FILE_DELETE_FAILED',
    seenIn: ['file-status'],
    vendorCodes: ['DeleteFailed'],
    retry: 'none',
    texts: { en: ['DeleteFailed'], zh: [] },
    en: {
      cause: 'RDS could not remove its own copy after the restore.',
      solution: 'Tell support if the storage stays in use; nothing else is needed.',
    },
    zh: { cause: 'RDS 未能删除其本地副本。', solution: '无需处理；若空间一直被占用，请提交工单。' },
    sources: ['S20'],
  },
]
