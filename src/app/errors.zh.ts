/** The texts of errors.ts in Chinese. */
import type { ErrorTexts } from '../core/index.ts'
import type { appErrors } from './errors.ts'

export const appErrorsZh: ErrorTexts<typeof appErrors> = {
  CLI_UNKNOWN_OPTION: {
    message: '{command} 没有选项 {option}',
    cause: '选项拼写有误，或属于其他命令。{suggestion}',
    solution: '执行 `{command} --help` 查看可用选项。',
  },
  CLI_UNKNOWN_COMMAND: {
    message: '没有命令 {name}',
    cause: '命令拼写有误，或当前版本不提供该命令。{suggestion}',
    solution: '执行 `sqlferry --help` 查看可用命令。',
  },
  CLI_MISSING_VALUE: {
    message: '{command} 的选项 {option} 缺少取值',
    cause: '该选项后面没有填写内容。',
    solution: '在选项后填写取值，或执行 `{command} --help` 查看示例。',
  },
  CLI_MISSING_OPTION: {
    message: '{command} 缺少必填选项 {option}',
    cause: '该值无法自动推断。',
    solution: '补充该选项，或执行 `{command} --help` 查看其含义。',
  },
  CLI_MISSING_ARGUMENT: {
    message: '{command} 缺少参数 {name}',
    cause: '命令需要知道处理哪个对象。',
    solution: '执行 `{command} --help` 查看所需参数。',
  },
  CLI_TOO_MANY_ARGUMENTS: {
    message: '{command} 接受 {expected} 个参数，实际收到 {received} 个',
    cause: '含空格的名称没有加引号，或多写了路径。',
    solution: '为含空格的名称加上引号，或执行 `{command} --help` 查看所需参数。',
  },
  CLI_BAD_VALUE: {
    message: '{option} 的取值 {value} 不可用：{reason}',
    cause: '该选项不接受此取值。',
    solution: '执行 `{command} --help` 查看可用的取值。',
  },
  CLI_CONFLICTING_OPTIONS: {
    message: '{command} 的选项相互冲突：{reason}',
    cause: '这些选项可以单独使用，但不能同时使用。',
    solution: '去掉其中一个选项，或执行 `{command} --help` 查看其含义。',
  },
  CLI_OPTION_WITHOUT_EFFECT: {
    message: '{command} 的选项 {option} 在这里不起作用',
    cause: '它只能与以下用法一起使用：{uses}。',
    solution: '去掉 {option}，或执行 `{command} --help` 查看可以一起使用的选项。',
  },
  CLI_CANNOT_ASK: {
    message: '无法询问“{question}”，终端前没有人可以回答',
    cause: '命令在脚本中运行，或其输入已被重定向。',
    solution: '在终端中执行；如果可以不经询问直接执行计划，请加上 `--yes`。',
  },
  CLI_CANCELLED: {
    message: '已被 {signal} 取消',
    cause: '本次执行被外部终止，已完成的部分会保留。',
    solution: '再次执行同一命令，即可从中断处继续。',
  },
  CLI_INTERNAL: {
    message: '内部错误：{reason}',
    cause: '这是 sqlferry 自身的缺陷。',
    solution: '加上 `--verbose` 再次执行该命令，并反馈其输出；输出中不含密钥。',
  },
  INSPECT_FULL_NEEDED: {
    message: '{file} 是 {database} 的差异备份，但给出的文件中没有它所基于的完整备份',
    cause:
      '差异备份只包含某一个完整备份之后的更改；它基于 BackupSetGUID 为 {guid}、CheckpointLSN 为 {lsn} 的完整备份。',
    solution:
      "请同时给出该完整备份。可在源实例上执行 `SELECT f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` 查询它的存放位置。",
  },
  INSPECT_NOT_A_FULL: {
    message: '{file} 中是 {database} 的 {type} 备份，无法从中读取表',
    cause: '只有完整备份包含整个数据库；日志备份只包含更改。',
    solution: '请给出该数据库的完整备份。',
  },
  INSPECT_NO_DATABASE: {
    message: '在 {paths} 中没有找到完整备份',
    cause: '没有文件，或者其中没有备份文件。',
    solution: '执行 `sqlferry inspect {paths}` 查看这些文件的内容。',
  },
  INSPECT_SEVERAL_DATABASES: {
    message: '这些文件中有 {count} 个数据库，而每次只能读取一个数据库的行：{databases}',
    cause: '给出了多个完整备份，或给出的文件夹中有多个完整备份。',
    solution: '请只给出该表所在备份的文件，例如 {files}。',
  },
  INSPECT_NO_SET: {
    message: '{file} 的位置 {position} 上没有完整备份',
    cause: '该文件中的备份集为：{positions}。',
    solution: '用 `--position` 选择其中的一个完整备份；不指定时使用最新的一个。',
  },
  INSPECT_WITH_FOREIGN: {
    message: '{file} 不是基于所给完整备份的差异备份',
    cause: '它是其他类型的备份，或者在它之前又做过一次完整备份：{reason}。',
    solution:
      '执行 `sqlferry inspect {typed} --long`，将 DifferentialBaseGUID 与完整备份的 BackupSetGUID 进行比较。',
  },
  INSPECT_NO_TABLE: {
    message: '{database} 中没有表 {table}',
    cause: '表名有误，或该表属于其他数据库；其中的表例如：{similar}。',
    solution: '执行 `sqlferry inspect {file} --tables` 查看所有表。',
  },
  INSPECT_TABLE_AMBIGUOUS: {
    message: '{database} 中有多个名为 {table} 的表：{tables}',
    cause: '多个架构中有同名的表，或者表名仅大小写不同。',
    solution: '请按列出的写法写出架构名和表名，例如 `--rows {first}`。',
  },
  CONFIG_FILE_MISSING: {
    message: '配置文件 {path} 不存在',
    cause: '该路径由 `--config` 或 SQLFERRY_CONFIG 指定，但该处没有文件。',
    solution: '更正路径；或不指定路径，使用当前目录下的 sqlferry.yaml。',
  },
  CONFIG_FILE_UNREADABLE: {
    message: '无法读取配置文件 {path}：{reason}',
    cause: '文件不是有效的 YAML，或没有读取权限。',
    solution: '修改提示中指出的那一行。',
  },
  CONFIG_UNKNOWN_KEY: {
    message: '配置文件 {path} 中有未知的键 {key}',
    cause: '键名拼写有误，或位置不对；最接近的键是 {nearest}。',
    solution: '更正或删除该键。此处可用的键：{accepted}。',
  },
  CONFIG_BAD_VALUE: {
    message: '{source} 中 {key} 的取值不可用：{reason}',
    cause: '取值的格式不符合该设置的要求。',
    solution: '更正 {key} 的取值。',
  },
  CONFIG_SECRET_IN_FILE: {
    message: '配置文件 {path} 中含有密钥 {key}',
    cause: '配置文件会被复制和提交，不应存放密钥。',
    solution: '从文件中删除该键，改为在环境变量中设置 OSS_ACCESS_KEY_ID 和 OSS_ACCESS_KEY_SECRET。',
  },
  CONFIG_PROFILE_UNKNOWN: {
    message: '{path} 中没有配置组 {profile}',
    cause: '配置组名称拼写有误，或位于其他文件中；最接近的是 {nearest}。',
    solution: '用 `--profile` 选择以下之一：{accepted}。',
  },
  CONFIG_SETTING_MISSING: {
    message: '缺少设置 {key}',
    cause: '命令选项、环境变量和配置组中都没有该设置。',
    solution: '加上 `{option}`，或设置环境变量 {variable}，或在 sqlferry.yaml 中写入 {key}。',
  },
  CONFIG_CREDENTIALS_MISSING: {
    message: '没有找到阿里云访问凭证',
    cause:
      '既没有设置 OSS_ACCESS_KEY_ID 和 OSS_ACCESS_KEY_SECRET，也没有设置 ACCESS_KEY_ID 和 ACCESS_KEY_SECRET；标准访问凭证链（ALIBABA_CLOUD_*、aliyun CLI 配置、凭证文件、ECS 角色）中也没有：{reason}。',
    solution:
      '设置 OSS_ACCESS_KEY_ID 和 OSS_ACCESS_KEY_SECRET（临时访问凭证还需设置 OSS_SESSION_TOKEN），或执行 `aliyun configure`。',
  },
  CONFIG_CREDENTIALS_INCOMPLETE: {
    message: '已设置 {present}，但没有设置 {missing}',
    cause: '访问密钥需要同时提供 ID 和 Secret。',
    solution: '补充设置 {missing}；如需使用标准访问凭证链，请取消设置 {present}。',
  },
  CONFIG_CREDENTIALS_EXPIRED: {
    message: '{source} 中的临时访问凭证已过期',
    cause: 'sqlferry 无法续期来自环境变量的 STS Token。',
    solution: '获取新的 STS Token 并写入环境变量，然后再次执行同一命令。',
  },
  CONFIG_CA_FILE_UNREADABLE: {
    message: '无法读取证书文件 {path}：{reason}',
    cause: '文件不存在、没有读取权限，或其中没有 PEM 证书。',
    solution: '更正 `--ca-file` 或 NODE_EXTRA_CA_CERTS。',
  },
  CONFIG_HOME_NOT_WRITABLE: {
    message: '无法使用状态目录 {path}：{reason}',
    cause: 'sqlferry 的迁移流水保存在该目录，必须可写。',
    solution: '用 `--home` 或 SQLFERRY_HOME 选择其他目录，或更正其权限。',
  },
}
