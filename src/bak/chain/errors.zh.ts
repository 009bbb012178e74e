/** The errors of backup chains in Chinese. */
import type { ErrorTexts } from '../../core/index.ts'
import type { chainErrors } from './errors.ts'

export const chainErrorsZh = {
  BAK_LOG_GAP: {
    message: '数据库 {database} 的日志记录 {from} 至 {to} 不在任何可用的文件中',
    cause: '缺少日志备份文件；也可能有其他程序同时在备份日志，并存放在别处（或备份到 NUL）。',
    solution:
      "查找在 {after} 与 {before}（UTC）之间生成、文件名形如 {pattern} 的日志备份。可在源实例上执行 `SELECT s.backup_start_date, f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.type = 'L' AND s.database_name = N'{name}' AND s.last_lsn > {fromDecimal} AND s.first_lsn < {toDecimal} ORDER BY s.first_lsn` 查询其存放位置。如果找不到，请重新执行一次差异备份或完整备份，以跨过这段缺口。",
  },
  BAK_GAP_MAY_BE_FILLED: {
    message: '{file} 可能包含数据库 {database} 的记录 {from} 至 {to}，但无法使用：{reason}',
    cause: '只有能读取头信息，才能确定文件的内容。',
    solution: '获取该文件的可读副本，或在不使用 ENCRYPTION 的情况下重新备份。',
  },
  BAK_BEHIND_KNOWN_END: {
    message: '数据库 {database} 的备份链止于 {reach}，而 {file} 表明数据已写到 {end}',
    cause: '如果就用这条备份链，之后写入的数据会丢失。',
    solution: '找到缺少的文件；或在割接之前，在源库上重新执行一次差异备份或日志备份。',
  },
  BAK_NO_USABLE_FULL: {
    message: '这些文件中没有数据库 {database} 的可用完整备份',
    cause: '还原必须从完整备份开始，差异备份和日志备份只能接在其后。',
    solution:
      "找到 {before}（UTC）之前生成的完整备份 {guid}（检查点 {lsn}），或重新执行一次完整备份。可在源实例上执行 `SELECT f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` 查询其存放位置。",
  },
  BAK_FULL_NEVER_NAMED: {
    message: '这些文件中没有数据库 {database} 的完整备份，头信息也没有提到任何完整备份',
    cause: '日志链从仅复制的完整备份开始，或者最早的文件也缺失。',
    solution: '找到 {before}（UTC）之前生成的任意一份完整备份，或重新执行一次完整备份。',
  },
  BAK_DIFFERENTIAL_BASE_MISSING: {
    message: '数据库 {database} 的 {file} 需要完整备份 {guid}（检查点 {lsn}），但该备份不在这里',
    cause: '有一次非仅复制的完整备份成为之后差异备份的基准，可能由其他程序执行。',
    solution:
      '找到 {before}（UTC）之前生成、GUID 相同的完整备份；差异备份只能接在自己的基准之后。该 GUID 即源实例 msdb.dbo.backupset 中的 backup_set_uuid。',
  },
  BAK_DIFFERENTIAL_BASE_UNUSABLE: {
    message: '数据库 {database} 的 {file} 需要完整备份 {guid}，该备份在这里但无法使用',
    cause: '基准备份已损坏、不完整，或缺少条带文件。',
    solution: '获取该完整备份的完好副本；差异备份只能接在自己的基准之后。',
  },
  BAK_DIFFERENTIAL_FOREIGN: {
    message: '数据库 {database} 的 {file} 属于完整备份 {guid}，而不是已还原的那一份',
    cause: '期间有人执行了一次非仅复制的完整备份，它成为之后差异备份的基准。',
    solution: '后续只使用日志备份，或从新的完整备份重新开始。',
  },
  BAK_DIFFERENTIAL_MULTI_BASE: {
    message: '数据库 {database} 的 {file} 是有多个基准的差异备份',
    cause: '该数据库的各个文件曾分别备份，因此基准不同。',
    solution: '先对整个数据库执行一次完整备份，再执行差异备份。',
  },
  BAK_STRIPE_MISSING: {
    message: '数据库 {database} 的 {file} 缺少条带 {missing}（共 {count} 个）',
    cause: '条带化备份必须凑齐所有文件才能还原，不含数据的文件也不能少。',
    solution:
      "把这次备份的其他文件也复制到这里。可在源实例上执行 `SELECT f.family_sequence_number, f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` 查询这些文件的存放位置。",
  },
  BAK_SET_CONFLICT: {
    message: '数据库 {database} 的 {file} 与同一备份集 {guid} 的另一个文件相互矛盾',
    cause: '其中一个文件的头信息有字节被改动，而这部分没有校验和保护。',
    solution: '从生成备份的位置重新复制这两个文件。',
  },
  BAK_SET_NOT_WHOLE: {
    message: '{file} 中数据库 {database} 的备份集不完整',
    cause: '备份中途被终止，或文件被截断、损坏。',
    solution: '重新复制该文件；如果原文件同样不完整，请重新备份。',
  },
  BAK_SET_MARKED_DAMAGED: {
    message: '数据库 {database} 的 {file} 备份时存在损坏的页',
    cause: '备份时使用了 CONTINUE_AFTER_ERROR，头信息注明有损坏的页。',
    solution: '在源库上运行 DBCC CHECKDB 并修复，然后重新备份。',
  },
  BAK_SET_TYPE_REFUSED: {
    message: '{file} 是数据库 {database} 的 {type} 备份，不参与规划',
    cause: '它只包含数据库的部分文件或文件组。',
    solution: '对整个数据库执行一次完整备份。',
  },
  BAK_SYSTEM_DATABASE: {
    message: '{file} 是系统数据库 {database} 的备份',
    cause: '系统数据库与服务器及其版本绑定，不能迁移。',
    solution: '跳过该文件；登录名和作业请用脚本迁移。',
  },
  BAK_SET_TOO_OLD: {
    message: '数据库 {database} 的 {file} 由 SQL Server 2000 生成，此类备份不参与备份链',
    cause: '其头信息中的恢复分支未经验证，而且 RDS 不能还原早于 SQL Server 2005 的备份。',
    solution: '在 SQL Server 2005 或 2008 上还原，再从那里重新备份。',
  },
  BAK_SET_TOO_NEW: {
    message: '数据库 {database} 的 {file} 内部版本为 {version}，高于目标的 {destination}',
    cause: 'SQL Server 不能还原更高版本的备份。',
    solution: '选择不低于该版本的目标实例。',
  },
  BAK_FORK_CONFLICT: {
    message: '数据库 {database} 的头信息对分支 {fork} 的起点说法不一',
    cause: '头信息有字节被改动，而这部分没有校验和保护。',
    solution: '在 SQL Server 上用 RESTORE HEADERONLY 比较这些文件。',
  },
  BAK_FORK_UNKNOWN: {
    message: '数据库 {database} 的分支 {fork} 从分支 {parent} 的 {lsn} 分出，但没有文件能到达那里',
    cause: '数据库曾被还原并从该点继续运行；没有文件说明如何到达它所来自的分支。',
    solution: '找到分支 {parent} 的备份，或重新执行一次完整备份。',
  },
  BAK_SEVERAL_BRANCHES: {
    message: '这些文件包含数据库 {database} 的 {count} 段历史，无法判断需要哪一段',
    cause: '数据库曾还原到较早的时间点、以同名复制，或被删除后重建；这些历史的 LSN 会相互重叠。',
    solution:
      '在源库上查询 sys.database_recovery_status 的 recovery_fork_guid，与这里列出的分支比较。',
  },
  BAK_AFTER_NORECOVERY: {
    message: '数据库 {database} 的 {later} 在 {tail} 之后，而后者是使用 WITH NORECOVERY 执行的备份',
    cause: '那次备份使数据库进入正在还原状态；之后它又恢复使用，却没有产生新的分支。',
    solution: '确认这两份备份中哪一份才是需要的最后一份。',
  },
  BAK_FILE_LIST_CHANGED: {
    message: '数据库 {database} 的 {log} 列出了 {full} 中没有的数据文件：{files}',
    cause: '这份完整备份没有包含整个数据库。',
    solution: '对整个数据库执行一次完整备份。',
  },
  BAK_RECOVERY_MODEL_CHANGED: {
    message: '数据库 {database} 的恢复模式在备份链中发生了变化：{models}',
    cause: 'SIMPLE 模式会中断日志链；新的日志链从下一次完整备份或差异备份开始。',
    solution: '迁移结束之前不要更改恢复模式。',
  },
  BAK_CHAIN_VERSION_CHANGED: {
    message: '数据库 {database} 在备份链中途升级过：{later} 的内部版本为 {version}',
    cause: '没有文档说明跨越升级的备份链可以还原。',
    solution: '在升级后的服务器上重新执行一次完整备份。',
  },
  BAK_CHAIN_READ_ONLY: {
    message: '{file} 生成时，数据库 {database} 处于只读状态',
    cause: '只读数据库分离或还原之后，差异备份的基准可能有误，而且没有任何提示。',
    solution: '对这个数据库最好只使用完整备份。',
  },
  BAK_HIDDEN_SETS: {
    message: '{file} 读不出头信息（{reason}），其中可能有更新的备份或缺少的备份',
    cause: '只有能读取头信息，才能确定文件属于哪个数据库。',
    solution: '获取该文件的可读副本；如果它与此无关，请将其移出。',
  },
  BAK_RDS_STRIPED_FULL: {
    message: 'RDS 无法接收数据库 {database} 的完整备份 {file}：该备份分成了 {count} 个条带文件',
    cause: 'RDS 的一个还原任务只接收一个文件。',
    solution:
      '使用 WITH FORMAT 重新执行一次完整备份，只写入一个文件。如果其他工具要保留原来的基准，请使用 COPY_ONLY（之后只能接日志备份）；否则它会成为之后所有差异备份的基准。',
  },
  BAK_RDS_STRIPED_DIFFERENTIAL: {
    message: 'RDS 无法接收数据库 {database} 的差异备份 {file}：该备份分成了 {count} 个条带文件',
    cause: 'RDS 的一个还原任务只接收一个文件。',
    solution:
      '如果基准仍是已还原的完整备份，请重新执行一次差异备份，只写入一个文件；也可以改用日志备份。',
  },
  BAK_RDS_STRIPED_LOG: {
    message: 'RDS 无法接收数据库 {database} 的日志备份 {file}：该备份分成了 {count} 个条带文件',
    cause: 'RDS 的一个还原任务只接收一个文件。',
    solution: '日志备份不能重做，请用一份写入单个文件、基于已还原完整备份的差异备份跨过它。',
  },
  BAK_RDS_SEVERAL_SETS: {
    message: 'RDS 无法接收数据库 {database} 的 {file}：文件中有 {count} 个备份集',
    cause: 'RDS 的还原任务接收整个文件，没有 FILE 选项。',
    solution: '使用 WITH INIT 重新备份，每个文件只存放一份备份。',
  },
  BAK_RDS_MEDIA_PASSWORD: {
    message: 'RDS 无法接收数据库 {database} 的 {file}：备份介质设有密码',
    cause: 'RDS 的还原任务无法提供密码。',
    solution: '在不使用 MEDIAPASSWORD 的情况下重新备份。',
  },
  BAK_RDS_BEHIND: {
    message: 'RDS 只能把数据库 {database} 还原到 {reach}，而 SQL Server 可以还原到 {end}',
    cause: '有些备份无法提供给 RDS。',
    solution: '重新执行此处列出的备份，每份备份单独存放在一个文件中。',
  },
  BAK_RDS_QUOTA_LAG: {
    message: '数据库 {database} 需要 {tasks} 个还原任务，而 RDS 今天只能再接收 {today} 个',
    cause: 'RDS 每个数据库每天只接收 20 个还原任务，每份日志备份占用一个。',
    solution: '日志备份的间隔应不少于 {hours} 小时；如果有基于已还原完整备份的差异备份，请使用它。',
  },
} as const satisfies ErrorTexts<typeof chainErrors>
