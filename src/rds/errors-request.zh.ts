/** What RDS can say to a request, and what may go wrong around one, in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { requestErrors } from './errors-request.ts'

export const requestErrorsZh: ErrorTexts<typeof requestErrors> = {
  RDS_UNEXPECTED: {
    message: '对 {object} 执行 {operation} 失败：{status} {vendorCode}：{vendorMessage}',
    cause: '云端返回了未单独收录的错误码。',
    solution: '请查看错误码和错误信息，并凭 RequestId 提交工单。',
  },
  RDS_REPLY_LOST: {
    message: '对 {object} 的 {operation} 已发出，但没有收到可读的应答：{reason}',
    cause: '连接中断或服务在应答前出错，请求可能已被接受；该操作不能安全地重复。',
    solution: '请先运行 `sqlferry status`，再运行同一命令：sqlferry 会先查找已有任务再新建。',
  },
  RDS_INSTANCE_NOT_FOUND: {
    message: '找不到 RDS 实例 {object}',
    cause: '当前账号和地域下没有这个实例 ID。',
    solution: '请核对实例 ID、地域和账号。',
  },
  RDS_FORBIDDEN: {
    message: '没有对 {object} 调用 {operation} 的权限',
    cause: 'RAM 用户没有该 RDS 操作或实例的权限。',
    solution: '请授予 AliyunRDSFullAccess，或按 `sqlferry doctor` 给出的最小权限策略授权。',
  },
  RDS_ENGINE_NOT_SQLSERVER: {
    message: '实例 {object} 的引擎是 {engine}，不是 SQL Server',
    cause: '该实例不是 SQL Server 引擎（例如是 MySQL）。',
    solution: '请填写 RDS SQL Server 实例的 ID。',
  },
  RDS_DATABASE_NAME_REFUSED: {
    message: '数据库名称 {object} 不被允许',
    cause: '目标库名是系统库名或保留名。',
    solution: '请用 `--map 原名=新名` 指定其他目标库名。',
  },
  RDS_INSTANCE_NOT_RUNNING: {
    message: '实例当前状态不允许对 {object} 执行 {operation}',
    cause: '实例正在创建、变配、重启或恢复。',
    solution: '请等待实例状态变为“运行中”，再运行同一命令。',
  },
  RDS_INSTANCE_TYPE_REFUSED: {
    message: '实例类型不支持对 {object} 执行 {operation}',
    cause: '实例不是 SQL Server 引擎，或是只读实例。',
    solution: '请使用 RDS SQL Server 主实例。',
  },
  RDS_INSTANCE_LOCKED: {
    message: '实例已锁定，对 {object} 的 {operation} 被拒绝',
    cause: '实例已被锁定：到期、空间满、手动锁定或回滚前锁定。',
    solution: '请用 `sqlferry doctor` 查看锁定模式和原因，然后续费或扩容。',
  },
  RDS_DATABASE_ABSENT_OR_PRESENT: {
    message: '数据库 {object} 该存在而不存在，或不该存在而已存在',
    cause: '2008 R2：目标实例缺少同名空库；2012 及以上：目标实例已有同名数据库。',
    solution:
      '2008 R2 请先建库；2012 及以上请先备份并删除同名库，或用 `--map 原名=新名` 改用其他库名。',
  },
  RDS_DATABASE_OVERWRITTEN: {
    message: '实例上的数据库 {database} 将被 {file} 覆盖',
    cause: '使用本地盘的 2008 R2 实例会还原到已有的同名数据库；API 不返回该库是否为空。',
    solution: '请确认该数据库为空，或在导入前先备份。',
  },
  RDS_DATABASE_TYPE_REFUSED: {
    message: '数据库 {object} 的类型不支持 {operation}',
    cause: '该引擎或数据库类型不支持备份数据上云。',
    solution: '请确认实例为 SQL Server 且为普通用户数据库。',
  },
  RDS_DATABASE_BUSY: {
    message: '数据库 {object} 正在创建或已有迁移任务',
    cause: '数据库正在创建，或已有迁移任务正在进行。',
    solution: '请等待该任务结束，可用 `sqlferry status` 查看。',
  },
  RDS_DATABASE_QUOTA_SPENT: {
    message: '数据库 {object} 今天的 20 次上云次数已用完',
    cause: '该数据库今天在该实例上的上云次数已达 20 次。',
    solution: '请明天继续；可合并日志备份以减少次数。',
  },
  RDS_INSTANCE_QUOTA_SPENT: {
    message: '{object} 所在实例今天的 500 次上云次数已用完',
    cause: '该实例今天的上云总次数已达 500 次。',
    solution: '请明天继续，或分散到多个实例。',
  },
  BAK_EXTENSION_REFUSED: {
    message: 'RDS 不接受 {object} 的后缀',
    cause: 'Object 后缀不是 bak、diff、trn 或 log。',
    solution: '请修改后缀；真正的类型以备份内容为准。',
  },
  RDS_OSS_URL_REFUSED: {
    message: 'RDS 无法识别 {object} 的备份地址',
    cause: 'RDS 无法识别对象位置或签名 URL：Endpoint、Bucket、Key 有误，或 URL 未编码。',
    solution: '请检查 endpoint:bucket:key 三段，保证同地域，并重新生成签名 URL。',
  },
  BAK_FILE_TOO_LARGE: {
    message: '{object} 的备份文件超过 RDS 允许的大小',
    cause: '单个备份文件超过 3 TB。',
    solution: '请使用备份压缩，或先清理、归档历史数据。',
  },
  RDS_STORAGE_TOO_SMALL: {
    message: '数据库 {object} 超过实例存储空间',
    cause: '还原后的文件超过实例存储空间。',
    solution: '请先扩容；以备份内的文件列表大小为准，而不是 .bak 的大小。',
  },
  RDS_INSTANCE_STATUS_REFUSED: {
    message: '实例忙，对 {object} 的 {operation} 被拒绝',
    cause: '实例正在进行其他变更。',
    solution: '请等待实例变为“运行中”。',
  },
  RDS_DATABASE_STATUS_REFUSED: {
    message: '数据库当前状态不允许对 {object} 执行 {operation}',
    cause: '数据库正在创建、还原或删除。',
    solution: '请等待该操作完成。',
  },
  RDS_LOCK_MODE_REFUSED: {
    message: '实例锁定模式不允许对 {object} 执行 {operation}',
    cause: '实例已锁定。',
    solution: '请根据锁定原因续费或扩容。',
  },
  RDS_TYPE_REFUSED: {
    message: '该类实例不支持对 {object} 执行 {operation}',
    cause: '只读、灾备、临时实例不支持该操作。',
    solution: '请使用主实例。',
  },
  RDS_ENGINE_REFUSED: {
    message: '实例引擎不支持 {operation}',
    cause: '该引擎没有此操作。',
    solution: '请使用 SQL Server 实例。',
  },
  RDS_BACKUP_RUNNING: {
    message: '实例正在备份，{operation} 被拒绝',
    cause: '实例正在执行备份任务。',
    solution: '请等待备份结束，并让自动备份时间避开割接窗口。',
  },
  RDS_DATABASE_DUPLICATE: {
    message: '数据库名称 {object} 已存在或不合法',
    cause: '已有同名数据库，或名称不符合该操作的命名规则。',
    solution: '请更换名称。',
  },
  RDS_DATABASE_KEYWORD: {
    message: '数据库名称 {object} 是保留关键字',
    cause: '该名称被 SQL Server 或 RDS 保留。',
    solution: '请更换名称。',
  },
  RDS_DATABASE_NOT_FOUND: {
    message: '没有数据库 {object}',
    cause: '实例上没有该数据库。',
    solution: '请核对名称及大小写。',
  },
  RDS_DATABASE_LIMIT: {
    message: '实例数据库个数已满，{object} 被拒绝',
    cause: '数据库个数已达上限。',
    solution: '请删除无用库或使用其他实例。',
  },
  RDS_TIME_RANGE_INVALID: {
    message: '{operation} 的时间范围无效',
    cause: '查询的结束时间早于开始时间。',
    solution: '请更正 --since 和 --until。',
  },
  RDS_TASK_LIST_UNSUPPORTED: {
    message: '该版本不提供 {operation}',
    cause: '这些版本不支持该查询接口。',
    solution: '无需处理，sqlferry 会改用 DescribeMigrateTaskById 等接口。',
  },
  RDS_TASK_NOT_FOUND: {
    message: '没有迁移任务 {object}',
    cause: '服务只保留约一周的任务，且任务属于某一个实例。',
    solution: '请用 `sqlferry status` 核对实例 ID 和任务 ID。',
  },
  RDS_TASK_FAILED: {
    message: '数据库 {database} 的迁移任务 {task} 失败：{description}',
    cause: 'RDS 给出的原因未单独收录。',
    solution:
      '请阅读任务描述，用 `sqlferry status --database {database}` 查看任务文件，并凭任务 ID 提交工单。',
  },
}
