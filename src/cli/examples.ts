/** Command lines that show how each command is used, for the end of its help page. Every one of them is parsed by a test. */
import type { Language } from '../core/index.ts'

export interface Example extends Readonly<Record<Language, string>> {
  /** As typed into a shell. */
  readonly line: string
}

/** By the command's name behind `sqlferry`, with a space between group and command; '' is the program itself. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  '': [
    {
      line: 'sqlferry demo',
      en: 'see a whole migration on a local sandbox, without any account',
      zh: '在本地沙箱上查看一次完整迁移，不需要任何云账号',
    },
    {
      line: 'sqlferry inspect /backups',
      en: 'what is in these backups, and are they sound?',
      zh: '查看备份文件的内容及其是否完好',
    },
    {
      line: 'sqlferry migrate /backups --instance rm-bp1example --bucket my-backups --region cn-hangzhou',
      en: 'migrate a folder; the plan is shown first, and nothing happens without a yes',
      zh: '迁移一个文件夹：先显示迁移计划，确认后才执行',
    },
  ],
  inspect: [
    {
      line: 'sqlferry inspect /backups',
      en: 'every file of a folder',
      zh: '读取文件夹中的所有文件',
    },
    {
      line: 'sqlferry inspect Sales.bak --files',
      en: 'one backup with the database files in it',
      zh: '读取一个备份，并列出其中的数据库文件',
    },
    {
      line: 'sqlferry inspect /backups --verify',
      en: 'is every byte as SQL Server wrote it?',
      zh: '逐字节校验备份是否完好',
    },
    {
      line: 'sqlferry inspect /backups --chain',
      en: 'what can be restored, in which order, and what is missing?',
      zh: '能还原什么、按什么顺序、缺少哪些备份？',
    },
    {
      line: 'sqlferry inspect Sales_FULL.bak Sales_DIFF.bak --tables',
      en: 'the tables with their rows, as of the differential',
      zh: '列出应用差异备份之后的表及其行数',
    },
    {
      line: 'sqlferry inspect Sales.bak --features --position 2',
      en: 'what matters for a migration in the second backup set of a file',
      zh: '列出文件中第 2 个备份集里影响迁移的功能',
    },
    {
      line: 'sqlferry inspect Sales.bak --rows dbo.Orders --limit 100 > orders.csv',
      en: 'the first rows of a table',
      zh: '导出一个表的前 100 行',
    },
    {
      line: `sqlferry inspect /backups --verify --json | jq -r 'to_entries[] | [.value.verdict, .key] | @tsv'`,
      en: 'a verdict for each file, for a script',
      zh: '供脚本使用：每个文件的校验结论',
    },
    {
      line: `sqlferry inspect /backups --json | jq -r 'to_entries[] | select(.value.problem) | .key'`,
      en: 'only the names of the files that have a problem',
      zh: '只列出有问题的文件名',
    },
  ],
  doctor: [
    {
      line: 'sqlferry doctor --instance rm-bp1example --bucket my-backups --region cn-hangzhou',
      en: 'is everything ready?',
      zh: '检查迁移的各项前提条件',
    },
    {
      line: 'sqlferry doctor --instance rm-bp1example --bucket my-backups --directory full',
      en: 'the same, and are the backups in the bucket fit for this instance?',
      zh: '同时核对 Bucket 中的备份是否适合该实例',
    },
    {
      line: 'sqlferry doctor --instance rm-bp1example --bucket my-backups --policy > policy.json',
      en: 'the smallest RAM policy, for the RAM console',
      zh: '输出最小 RAM 权限策略，可粘贴到 RAM 控制台',
    },
  ],
  demo: [
    { line: 'sqlferry demo', en: 'migrate the samples', zh: '迁移自带的示例备份' },
    {
      line: 'sqlferry demo /backups --exit',
      en: 'try your own backups on the sandbox, then end',
      zh: '在沙箱上试迁移自己的备份，完成后退出',
    },
  ],
  bucket: [
    {
      line: 'sqlferry bucket create my-backups --instance rm-bp1example --region cn-hangzhou',
      en: 'a new bucket that RDS can read from',
      zh: '创建 RDS 可以读取的 Bucket',
    },
    {
      line: 'sqlferry bucket check my-backups',
      en: 'may this bucket be used?',
      zh: '检查已有的 Bucket 能否使用',
    },
  ],
  'bucket create': [
    {
      line: 'sqlferry bucket create my-backups --instance rm-bp1example --region cn-hangzhou',
      en: 'in the region of the instance',
      zh: '在实例所在的地域创建',
    },
    {
      line: 'sqlferry bucket create my-backups --region cn-beijing',
      en: 'in a region by its id',
      zh: '在指定的地域创建',
    },
  ],
  'bucket check': [
    {
      line: 'sqlferry bucket check my-backups --instance rm-bp1example',
      en: 'for this instance',
      zh: '检查该 Bucket 能否用于此实例',
    },
    {
      line: 'sqlferry bucket check my-backups --json',
      en: 'for a script: the exit code says the same as the JSON',
      zh: '供脚本使用：退出码与 JSON 的结论一致',
    },
  ],
  'bucket show': [
    {
      line: 'sqlferry bucket show my-backups',
      en: 'with endpoints and owner',
      zh: '包括 Endpoint 和拥有者',
    },
  ],
  upload: [
    {
      line: 'sqlferry upload /backups oss://my-backups/full',
      en: 'all files of a folder; the same command goes on after an interruption',
      zh: '上传文件夹中的所有文件；中断后重新运行同一命令即可继续',
    },
    {
      line: 'sqlferry upload Sales.bak HR.bak oss://my-backups/full --limit-rate 20MiB',
      en: 'two files, and leave bandwidth for others',
      zh: '上传两个文件，并限制速率，为其他业务保留带宽',
    },
    {
      line: 'sqlferry upload /backups oss://my-backups/full --internal --parallel 16',
      en: 'from an ECS instance in the same region',
      zh: '从同地域的 ECS 通过内网上传',
    },
  ],
  import: [
    {
      line: 'sqlferry import -i rm-bp1example -e oss-cn-hangzhou.aliyuncs.com -b my-backups -d full --dry-run',
      en: 'what would be created?',
      zh: '先查看将创建哪些任务',
    },
    {
      line: 'sqlferry import -i rm-bp1example -e oss-cn-hangzhou.aliyuncs.com -b my-backups -d full --wait',
      en: 'create the tasks and wait until they have ended',
      zh: '创建任务，并等待全部结束',
    },
    {
      line: 'sqlferry import -i rm-bp1example -b my-backups -d full --by-header --map Sales=Sales2026',
      en: 'database names from the headers, and one database under another name',
      zh: '以备份头中的库名为准，并更改其中一个库的名称',
    },
  ],
  status: [
    {
      line: 'sqlferry status --instance rm-bp1example --watch',
      en: 'follow the tasks live',
      zh: '实时查看任务进度',
    },
    {
      line: 'sqlferry status --instance rm-bp1example --database Sales --since 12h',
      en: 'one database, the last twelve hours',
      zh: '只看一个数据库最近 12 小时的任务',
    },
    {
      line: 'sqlferry status --instance rm-bp1example --status Failed --json',
      en: 'for a script: what has failed?',
      zh: '供脚本使用：列出失败的任务',
    },
  ],
  migrate: [
    {
      line: 'sqlferry migrate /backups --instance rm-bp1example --bucket my-backups --region cn-hangzhou',
      en: 'show the plan, ask, migrate',
      zh: '显示迁移计划，确认后迁移',
    },
    {
      line: 'sqlferry migrate /backups --instance rm-bp1example --bucket my-backups --only Sales,HR --yes',
      en: 'two databases, without a question',
      zh: '只迁移两个数据库，不再询问',
    },
    {
      line: 'sqlferry migrate /backups --instance rm-bp1example --bucket my-backups --again Sales',
      en: 'once more what failed on RDS, when its cause has been removed',
      zh: '排除原因后，再次还原在 RDS 上失败的数据库',
    },
  ],
  cleanup: [
    {
      line: 'sqlferry cleanup oss://my-backups/full',
      en: 'list unfinished uploads and ask',
      zh: '列出未完成的上传，并询问是否取消',
    },
    {
      line: 'sqlferry cleanup oss://my-backups/full --yes',
      en: 'in a script',
      zh: '在脚本中使用',
    },
  ],
  explain: [
    { line: 'sqlferry explain RDS_FORBIDDEN', en: 'a code', zh: '查询错误码' },
    {
      line: 'sqlferry explain "消息 3241，级别 16，状态 0，第 1 行"',
      en: 'a message of SQL Server, in English or Chinese',
      zh: '解读 SQL Server 的中文或英文消息',
    },
    {
      line: 'tail -50 import.log | sqlferry explain -',
      en: 'the end of a log',
      zh: '解读日志的末尾',
    },
  ],
  sandbox: [
    {
      line: 'sqlferry sandbox > sandbox.env &',
      en: 'in the background; read what it prints with: set -a; . ./sandbox.env; set +a',
      zh: '在后台运行；用 set -a; . ./sandbox.env; set +a 读取连接信息',
    },
    {
      line: 'sqlferry sandbox --instance-version 2022 --speed 10',
      en: 'another version, and faster restores',
      zh: '指定实例版本，并加快还原',
    },
    {
      line: `sqlferry sandbox --fault '{"kind":"lost-reply","match":{"operation":"CreateMigrateTask"}}'`,
      en: 'the reply to CreateMigrateTask is lost once',
      zh: '模拟一次 CreateMigrateTask 的应答丢失',
    },
  ],
}

/** Returns the section for the end of a help page, or '' where a command has no examples. */
export function examplesSection(command: string, language: Language): string {
  const shown = examples[command] ?? []
  if (shown.length === 0) return ''
  const lines = shown.flatMap((example) => [`  # ${example[language]}`, `  ${example.line}`])
  return `\n${[language === 'zh' ? '示例：' : 'Examples:', ...lines].join('\n')}`
}
