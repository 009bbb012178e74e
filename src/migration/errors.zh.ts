/** The texts of migration errors in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { migrationErrors } from './errors.ts'

export const migrationErrorsZh: ErrorTexts<typeof migrationErrors> = {
  PLAN_STRIPE_MISSING: {
    message:
      '{file} 是数据库 {database} 条带备份的第 {family}/{families} 个文件，此处缺少：{missing}',
    cause: '备份同时写入了多个文件，每个文件只包含其中一部分。',
    solution:
      '请将 {database} 重新完整备份到单个文件（WITH FORMAT）。RDS SQL Server 2012 及以上版本每个备份只接受一个文件，补齐缺失的条带也无法还原。',
  },
  PLAN_STRIPED: {
    message: '{file} 是数据库 {database} 条带备份的第 {family}/{families} 个文件',
    cause: 'RDS SQL Server 只能从单个文件还原数据库，而条带备份由多个文件组成。',
    solution: '将 {database} 重新完整备份到单个文件（WITH FORMAT），然后重新运行同一命令。',
  },
  PLAN_SEVERAL_SETS: {
    message: '{file} 含有 {count} 个备份集，无法告诉 RDS 还原哪一个',
    cause: '多次备份被追加到了同一个文件（BACKUP 默认为 WITH NOINIT）。',
    solution: '将每个数据库分别完整备份到单独的文件（WITH INIT），然后重新运行同一命令。',
  },
  PLAN_FULL_MISSING: {
    message: '{file} 是数据库 {database} 的{type}备份，而它所依赖的完整备份不在此处',
    cause: '差异备份和日志备份只包含自另一个备份以来的更改。',
    solution: '对 {database} 做一次完整备份并放入该文件夹。本次迁移只使用完整备份。',
  },
  PLAN_FULL_ONLY: {
    message: '{file} 是数据库 {database} 的{type}备份，而本次迁移只使用完整备份',
    cause: '全量上云时，每个数据库只从一个完整备份还原一次。',
    solution: '如果 {file} 中的更改必须到达目标端，请在最后一次更改之后对 {database} 做完整备份。',
  },
  PLAN_TYPE_UNSUPPORTED: {
    message: '{file} 是数据库 {database} 的{type}备份，RDS 不支持还原',
    cause: '文件备份、文件组备份和部分备份不包含整个数据库。',
    solution: '将 {database} 完整备份到单个文件，然后重新运行同一命令。',
  },
  PLAN_SYSTEM_DATABASE: {
    message: '{file} 是系统数据库 {database} 的备份',
    cause: '系统数据库只属于某一个实例和某一个版本，RDS 有自己的系统数据库。',
    solution: '在目标端重新创建 {database} 中的登录名、代理作业和链接服务器。',
  },
  PLAN_TOO_OLD: {
    message: '{file} 由 SQL Server {release} 写成，目标端（{destination}）无法还原',
    cause: 'SQL Server 2012 及以上版本只能还原 SQL Server 2005 及以上版本的备份。',
    solution:
      '先在 SQL Server 2008 或 2008 R2 上还原 {file}，在那里对 {database} 做完整备份，再迁移新的备份。',
  },
  PLAN_TOO_NEW: {
    message: '{file} 由 SQL Server {release} 写成，比目标端（{destination}）的版本新',
    cause: '备份只能由相同或更高版本还原。',
    solution: '选择运行 SQL Server {release} 或更高版本的 RDS 实例。',
  },
  PLAN_MEDIA_PASSWORD: {
    message: '{file} 受介质密码保护',
    cause: '数据库 {database} 备份时使用了 WITH MEDIAPASSWORD，而该密码无法提供给 RDS。',
    solution: '不使用介质密码，重新对 {database} 做完整备份，然后重新运行同一命令。',
  },
  PLAN_BACKUP_INCOMPLETE: {
    message: '{file} 中数据库 {database} 的备份没有完成',
    cause: '缺少最终的备份头：BACKUP 被取消，或文件复制得太早。',
    solution: '重新复制 {file}，或对 {database} 重新做完整备份。',
  },
  PLAN_BACKUP_DAMAGED: {
    message: '{file} 已被写入它的服务器标记为损坏',
    cause: '数据库 {database} 存在损坏的页，备份时使用了 WITH CONTINUE_AFTER_ERROR。',
    solution: '在源端对 {database} 运行 DBCC CHECKDB 并修复，然后重新做完整备份。',
  },
  PLAN_DATABASE_CLAIMED_TWICE: {
    message: '有 {count} 个文件都是数据库 {database} 的完整备份：{files}',
    cause: '文件名和日期都不能证明您要的是哪一个。',
    solution: '用 --only 指定要迁移的文件名后重新运行同一命令，例如 --only "{example}"。',
  },
  PLAN_NAME_TAKEN: {
    message: '目标端 {instance} 上已有数据库 {database}',
    cause: 'RDS 只会把备份还原成新的数据库，不会替换已有的数据库。',
    solution:
      '如果目标端的 {database} 可以不要，请先将其删除或重命名；否则用 --only 排除该数据库。',
  },
  PLAN_NAME_MISSING: {
    message: '目标端 {instance} 上没有可供还原的数据库 {database}',
    cause: '使用本地盘的 SQL Server 2008 R2 实例要求事先存在同名的空数据库。',
    solution: '在 RDS 控制台创建空数据库 {database}，然后重新运行同一命令。',
  },
  PLAN_NAME_REFUSED: {
    message: '{file} 中的数据库名不能用于目标端：“{database}”',
    cause: '名称须为 1~128 个字符，不含控制字符，首尾没有空格。',
    solution: '在源端重命名该数据库，重新做完整备份，再迁移新的备份。',
  },
  PLAN_FILE_TOO_LARGE: {
    message: '{file} 有 {sizeBytes} 字节，超过 RDS 允许的 {limitBytes} 字节',
    cause: 'RDS SQL Server 不接受超过 3 TB 的备份文件。',
    solution: '对 {database} 做压缩的完整备份（WITH COMPRESSION），或先把历史数据移到其他数据库。',
  },
  PLAN_NO_SPACE: {
    message: '数据库 {database} 在目标端需要 {neededBytes} 字节，而可用的只有 {freeBytes} 字节',
    cause: '还原后的数据库占用的是已分配大小，不是备份文件的大小；磁盘写满会锁定整个实例。',
    solution: '为 {instance} 扩容实例存储空间，或用 --only 排除其他数据库，然后重新运行同一命令。',
  },
  PLAN_TOO_MANY_DATABASES: {
    message: '{instance} 最多 {limit} 个数据库，而 {database} 将是第 {number} 个',
    cause: '实例的数据库数量受系列和规格限制。',
    solution: '选择更大规格的实例，或用 --only 排除部分数据库。',
  },
  PLAN_DAILY_QUOTA: {
    message: '数据库 {database} 一天内已有 {count} 个迁移任务，RDS 的上限是 {limit} 个',
    cause: '每个任务都计数，不论由谁创建、结果如何。',
    solution: '在 {freeAt} 之后重新运行同一命令。',
  },
  PLAN_FOLDER_EMPTY: {
    message: '{folder} 中没有任何文件',
    cause: '该文件夹为空，或备份文件存放在别处。',
    solution: '指定存放完整备份的文件夹。',
  },
  PLAN_ONLY_UNKNOWN: {
    message: '--only 指定了 {name}，但 {folder} 中没有这个文件名或数据库名的备份',
    cause: '数据库名以备份头中的为准。',
    solution: '运行 `sqlferry inspect {folder}` 查看名称。',
  },
  PLAN_PREFIX_REFUSED: {
    message: '前缀 {prefix} 不能用于 RDS 要还原的 Object',
    cause: '各文档对 RDS 允许的 Object 名称字符说法不一；字母、数字、_ 和 . 是安全的。',
    solution: '选择由字母、数字、_、. 和 / 组成的前缀，例如 --prefix migration/2026。',
  },
  MIGRATE_FILE_GONE: {
    message: '{file} 已不在制定迁移计划时的位置',
    cause: '文件在上传之前被移动、重命名或删除。',
    solution: '把 {file} 放回原处，然后重新运行同一命令。',
  },
  MIGRATE_FILE_CHANGED: {
    message: '{file} 在读取之后发生了变化',
    cause: '正在向该文件写入备份，或文件已被替换。',
    solution: '等待备份完成，然后重新运行同一命令。',
  },
  MIGRATE_OBJECT_CHANGED: {
    message: 'Object {key} 不是从 {file} 上传的那一个',
    cause: '上传之后有人删除或替换了该 Object。',
    solution: '重新运行同一命令：将重新上传 {file}。',
  },
  MIGRATE_TASK_FAILED: {
    message: 'RDS 未能还原数据库 {database}（任务 {migrateTaskId}）：{description}',
    cause: '任务已被接受，但以 Failed 结束。',
    solution:
      '运行 `sqlferry explain "{description}"` 查看含义；然后用 --again "{database}" 再试一次。',
  },
  MIGRATE_DATABASE_UNSEEN: {
    message: 'RDS 报告任务 {migrateTaskId} 成功，但 {instance} 的数据库列表中没有 {database}',
    cause: '列表可能有延迟，或数据库随后被删除或重命名。',
    solution: '在 RDS 控制台查找 {database}，然后重新运行同一命令。',
  },
  MIGRATE_UNDECIDED_SEVERAL: {
    message: 'RDS 列出了多个可能属于我们的 {database} 任务：{tasks}',
    cause: 'CreateMigrateTask 的应答丢失，同时有其他人为该数据库创建了任务，因此没有再建任务。',
    solution:
      '运行 `sqlferry status --instance {instance}`；如果其中有我们的任务，用 --adopt "{database}=<任务 ID>" 重新运行同一命令，如果没有，用 --again "{database}"。',
  },
  MIGRATE_UNDECIDED_FILES: {
    message: 'RDS 没有说明任务 {tasks} 把哪个文件还原到 {database}',
    cause:
      'CreateMigrateTask 的应答丢失，而之后出现的任务不显示其文件。再建一个任务可能造成损害，因此没有创建。',
    solution:
      '运行 `sqlferry status --instance {instance}`；如果该任务是我们的，用 --adopt "{database}={tasks}" 重新运行同一命令，如果不是，用 --again "{database}"。',
  },
  MIGRATE_UNDECIDED_SILENT: {
    message: '无法向 RDS 查询它是否接受了 {database} 的任务：{answer}',
    cause:
      'CreateMigrateTask 的应答丢失，而任务列表无法读取。再建一个任务可能造成损害，因此没有创建。',
    solution:
      '等 RDS 可以应答时重新运行同一命令，它会先查询。`sqlferry status --instance {instance}` 可查看任务。',
  },
  MIGRATE_UNDECIDED_OLD: {
    message: '查询 RDS 是否接受 {database} 的任务已隔太久：{askedAt}',
    cause: 'CreateMigrateTask 的应答丢失，而 RDS 只列出最近七天的任务。',
    solution: '在目标端查找 {database}；如果不存在，用 --again "{database}" 重新运行同一命令。',
  },
  MIGRATE_DATABASE_GONE: {
    message: '{database} 已由之前的运行还原，但现在不在 {instance} 上',
    cause: '此后有人删除或重命名了该数据库，或者该实例是重新创建的。',
    solution:
      '如需再次还原，请在同一命令后加上 --again "{database}" 重新运行；否则用 --only 排除它。',
  },
  MIGRATE_OTHER_TASK: {
    message: 'RDS 正在为 {database} 执行任务 {migrateTaskId}，该任务不是本次迁移创建的',
    cause: '有人正在向同名数据库还原另一个备份，因此没有创建任务。',
    solution: '请用 `sqlferry status --instance {instance}` 查看，待该任务结束后重新运行同一命令。',
  },
  MIGRATE_ADOPT_REFUSED: {
    message: '任务 {migrateTaskId} 还原的是 {other}，不是 {database}',
    cause: '只有同一数据库的任务才可能是丢失应答的那个任务。',
    solution: '请运行 `sqlferry status --instance {instance}` 查找 {database} 的任务。',
  },
  MIGRATE_CHOICE_REFUSED: {
    message: '{option} 不能用于数据库 {database}，其状态为 {state}',
    cause: '该选项只用于已结束或等待人工决定的数据库。',
    solution: '不带 {option} 重新运行同一命令，查看每个数据库的状态。',
  },
  MIGRATE_HISTORY_UNREADABLE: {
    message: '迁移流水记录了 {database} 的事件 {event}，它不能出现在状态 {state} 之后',
    cause: '迁移流水被手工修改过，或由其他版本的 sqlferry 写成。',
    solution:
      '保留迁移流水不动，使用写入它的 sqlferry 版本，或用 --home 指定另一个状态文件夹重新开始。',
  },
}
