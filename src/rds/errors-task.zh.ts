/** What RDS says of a task that runs or ran, and what an import refuses by itself, in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { taskErrors } from './errors-task.ts'

export const taskErrorsZh: ErrorTexts<typeof taskErrors> = {
  RDS_DATABASE_EXISTS: {
    message: '实例上已有数据库 {database}',
    cause: '目标实例已有同名数据库，RDS 不会覆盖已有数据。',
    solution: '请在 RDS 上备份并删除该库，或换一个目标库名。',
  },
  BAK_NOT_FULL_BUT_DIFFERENTIAL: {
    message: '{file} 是差异备份，但需要完整备份',
    cause: '全量上云选到了差异备份。',
    solution: '请选择完整备份文件，或改用增量上云流程。',
  },
  BAK_NOT_FULL_BUT_LOG: {
    message: '{file} 是日志备份，但需要完整备份',
    cause: '全量上云选到了日志备份。',
    solution: '请选择完整备份文件，或改用增量上云流程。',
  },
  BAK_SECOND_FULL: {
    message: '{file} 是同一备份链的第二个完整备份',
    cause: '该链已还原完整备份，之后只接受差异备份或日志备份。',
    solution: '请上传本链的下一个差异备份或日志备份。',
  },
  BAK_VERIFY_FAILED: {
    message: 'RDS 校验 {file} 失败',
    cause: '备份文件已损坏，或源端 SQL Server 版本高于 RDS 实例。',
    solution: '请运行 `sqlferry inspect --verify FILE`；重新备份，或选用相同及更高版本的实例。',
  },
  RDS_CHECKDB_FAILED: {
    message: 'DBCC CHECKDB 在数据库 {database} 中发现错误',
    cause: '还原后 DBCC CHECKDB 报错，说明源库早已损坏。',
    solution: '请先修复源库（REPAIR_ALLOW_DATA_LOSS 可能丢数据），再重新备份并上云。',
  },
  RDS_CHECKDB_FAILED_LATER: {
    message: '打开后的检查在数据库 {database} 中发现错误',
    cause: '数据库已打开，但之后的异步检查发现错误。',
    solution: '请尽快决定：在 RDS 上修复（可能丢数据），或删除后修复源库再重新上云。',
  },
  RDS_CHECKDB_PASSED: {
    message: '打开后的检查没有在数据库 {database} 中发现错误',
    cause: '打开数据库后的一致性检查没有发现错误。',
    solution: '无需处理。',
  },
  RDS_DISK_SHORT_FOR_RESTORE: {
    message: '剩余 {leftMegabytes} MB，还原 {database} 需要 {neededMegabytes} MB',
    cause: '实例剩余空间小于还原所需空间。',
    solution: '请先扩容，再重新发起任务。',
  },
  RDS_DISK_SHORT_FOR_FILE: {
    message: '剩余 {leftMegabytes} MB，{database} 的备份文件有 {neededMegabytes} MB',
    cause: '实例剩余空间比备份文件还小。',
    solution: '请先扩容，再重新发起任务。',
  },
  RDS_NO_PRIVILEGED_ACCOUNT: {
    message: '数据库 {database} 已还原，但实例没有高权限账号',
    cause: '数据已还原成功，但实例上没有可授权的高权限账号。',
    solution: '请在 RDS 控制台创建高权限账号，并授予该库权限。',
  },
  BAK_CHAIN_GAP: {
    message: '数据库 {database} 缺少 LSN {lsn} 之前的日志备份',
    cause: '与上一个已还原的备份之间缺少日志备份。',
    solution: '请先补传缺失的日志备份；`sqlferry inspect` 会显示每个文件覆盖的 LSN。',
  },
  RDS_OPEN_FAILED: {
    message: '数据库 {database} 打开失败',
    cause: '数据库使用了目标版本类别不支持的功能，例如 Web 版不支持数据压缩、分区。',
    solution: '请停用这些功能后重新备份，或选用相同版本类别的实例。',
  },
  RDS_DATABASE_COUNT_REACHED: {
    message: '实例数据库个数已达上限，{database} 被拒绝',
    cause: '实例的数据库个数已达上限。',
    solution: '请删除不需要的库，或迁移到其他实例；上限见 DBMaxQuantity。',
  },
  RDS_SIGNED_URL_EXPIRED: {
    message: '数据库 {database} 的签名 URL 在下载完成前过期',
    cause: '签名 URL 在下载完成前已过期。',
    solution: '请重新运行同一命令：会生成新的签名 URL（最长 18 小时）。',
  },
  BAK_PAGE_DAMAGED_AT_RESTORE: {
    message: 'RDS 还原备份时发现数据库 {database} 的页 {page} 已损坏',
    cause: '备份中有一页的校验和不正确。',
    solution:
      '请运行 `sqlferry inspect --verify FILE`，从原位置重新复制文件并上传；若仍失败，请使用 WITH CHECKSUM 重新备份。',
  },
  BAK_DAMAGED_AT_BACKUP: {
    message: '数据库 {database} 在备份时已损坏',
    cause: '备份时源库已损坏。',
    solution: '请修复源库后重新备份。',
  },
  BAK_DAMAGED: {
    message: 'RDS 还原时发现数据库 {database} 的备份已损坏',
    cause: '备份内容与其校验和不符。',
    solution:
      '请运行 `sqlferry inspect --verify FILE`，从原位置重新复制文件并上传；若仍失败，请使用 WITH CHECKSUM 重新备份。',
  },
  BAK_MEDIA_FAMILY_MALFORMED: {
    message: 'RDS 无法完整读取 {file}：文件结构已损坏',
    cause: '文件损坏、以文本模式传输过，或来自更高版本。',
    solution: '请运行 `sqlferry inspect --verify FILE`，以二进制方式重新复制文件并上传。',
  },
  BAK_INCOMPLETE: {
    message: '数据库 {database} 的备份没有做完',
    cause: '备份在完成之前中止。',
    solution: '请重新备份。',
  },
  BAK_CUT_OFF_AT_RESTORE: {
    message: 'RDS 读到 {file} 末尾时备份尚未结束',
    cause: '文件提前结束，复制曾中断。',
    solution: '请与原文件核对大小，重新复制并上传。',
  },
  RDS_FILE_DOWNLOAD_FAILED: {
    message: 'RDS 无法下载 {file}',
    cause: 'RDS 无法下载该 Object：角色缺失、Object 已删除、已加密或不同地域。',
    solution: '请检查 AliyunRDSImportRole、Object、加密和地域，再重新发起任务。',
  },
  RDS_FILE_VERIFY_FAILED: {
    message: 'RDS 校验 {file} 失败',
    cause: '文件损坏、不是备份，或来自更高版本。',
    solution: '请运行 `sqlferry inspect --verify FILE`。',
  },
  RDS_FILE_CHECK_FAILED: {
    message: 'RDS 在还原前的检查中拒绝了 {file}',
    cause: '还原前检查未通过：类型、备份链或空间。',
    solution: '请查看任务描述。',
  },
  RDS_FILE_RESTORE_FAILED: {
    message: 'RDS 还原 {file} 失败',
    cause: '还原失败。',
    solution: '请查看任务描述，并交给 `sqlferry explain` 解读。',
  },
  BAK_NAME_REJECTED: {
    message: '{file} 的名称不是 Database_FULL_yyyymmddhhmmss.bak',
    cause: '库名取自 Object 名称，而该名称不符合规则。',
    solution: '请重命名该 Object，或加上 `--by-header`，由备份头决定库名。',
  },
  RDS_BUCKET_IN_OTHER_REGION: {
    message: 'Bucket {bucket} 在 {bucketRegion}，而实例在 {instanceRegion}',
    cause: 'RDS 只能从同一地域的 Bucket 还原。',
    solution: '请使用 {instanceRegion} 的 Bucket；可用 `sqlferry bucket create` 创建。',
  },
  RDS_BUCKET_ENCRYPTED: {
    message: 'Bucket {bucket} 开启了服务端加密（{encryption}）',
    cause: 'RDS 读取 Bucket 的角色没有密钥权限。',
    solution: '请使用未开启服务端加密的 Bucket；已加密的 Object 需重新上传。',
  },
  RDS_IMPORT_UNDECIDED: {
    message: '无法确定 RDS 是否已接受 {file}（数据库 {database}）',
    cause: '之前的运行已发出请求但没有收到应答，而服务没有说明任务是否存在。',
    solution: '请在 RDS 控制台查看实例；确认没有该任务后，用 `--again {database}` 运行同一命令。',
  },
  RDS_IMPORT_FAILED_BEFORE: {
    message: '{file}（数据库 {database}）的任务 {task} 之前已失败：{description}',
    cause: '此后 Object 没有变化，再次创建任务很可能因同一原因失败。',
    solution:
      '请先排除原因，再用 `--again {database}` 运行同一命令；重新上传的 Object 视为新的备份。',
  },
  RDS_DATABASE_CLAIMED_TWICE: {
    message: '{files} 都是数据库 {database} 的完整备份',
    cause: '只有一个文件能还原为该库，sqlferry 不会猜测选哪一个。',
    solution: '请将其余文件移到其他文件夹，或用 `--only 文件名` 指定。',
  },
  BAK_NAME_HAS_SPECIAL_CHARACTERS: {
    message: '文件名 {file} 含有 RDS 可能不接受的字符：{characters}',
    cause: 'Object 名称含有 RDS 不接受的字符。',
    solution: '请只使用字母、数字、下划线和点。',
  },
  BAK_NAME_AND_HEADER_DIFFER: {
    message: '{file} 的名称是数据库 {named}，内容却是 {held}',
    cause: '文件被改名，或有意更换库名。',
    solution: '若有意更换库名可继续；否则请加上 `--by-header`，由备份头决定。',
  },
  BAK_STRIPED: {
    message: '{file} 是同一备份的 {familyCount} 个文件中的第 {familyNumber} 个',
    cause: '该备份被条带化到多个文件，而 RDS 只能还原单个文件。',
    solution: '请重新做一次单文件的完整备份：`BACKUP DATABASE ... TO DISK = ...` 只写一个 DISK。',
  },
  BAK_SEVERAL_SETS: {
    message: '{file} 含有 {count} 个备份集',
    cause: '多个备份被追加到同一文件，而 RDS 不能指定其中一个。',
    solution: '请用 `WITH INIT` 重新备份到单独的文件。',
  },
  BAK_TYPE_REFUSED: {
    message: '{file} 的类型是 {type}，但需要完整数据库备份',
    cause: '文件备份、部分备份等不包含整个数据库。',
    solution: '请做完整备份：`BACKUP DATABASE 库名 TO DISK = ...`。',
  },
  BAK_NEWER_THAN_INSTANCE: {
    message: '{file} 来自 SQL Server {version}，高于实例版本（{engineVersion}）',
    cause: 'SQL Server 只能将备份还原到相同或更高的版本。',
    solution: '请选用相同或更高版本的 RDS 实例。',
  },
  BAK_TOO_OLD_FOR_INSTANCE: {
    message: '{file} 来自 SQL Server {version}，对实例（{engineVersion}）而言过旧',
    cause: 'SQL Server 2012 及以上版本不能还原 SQL Server 2000 的备份。',
    solution: '请先还原到 SQL Server 2005~2008 R2，再从那里重新备份。',
  },
  RDS_IMPORT_BLOCKED: {
    message: '{count} 项检查未通过，导入未开始',
    cause: '缺少某些条件，或某些设置之后会被 RDS 或 OSS 拒绝。',
    solution: '请按每条检查结果处理；若仍要继续，请加上 `--skip-checks`。',
  },
  BAK_HAS_MEDIA_PASSWORD: {
    message: '{file} 设有媒体集密码',
    cause: 'RDS 不能提供密码，因此无法读取该备份。',
    solution: '请不带 MEDIAPASSWORD 重新备份。',
  },
}
