/** What the demo says around its migration: what it has set up, and what to try next. */
import type { Demo } from '../../app/index.ts'
import type { RenderStyle } from './migrate-plan.ts'

/** Returns the lines before the migration. */
export function renderDemoStart(demo: Demo, { language, colors }: RenderStyle): string {
  const { facts, folder, bucket, engineVersion } = demo
  const lines =
    language === 'zh'
      ? [
          `${colors.bold('sqlferry 演示')}：在本地沙箱上完成一次完整迁移，不需要任何云账号`,
          '',
          `  OSS       ${facts.OSS_ENDPOINT}（沙箱），Bucket ${bucket}`,
          `  RDS       ${facts.RDS_ENDPOINT}（沙箱），实例 ${facts.INSTANCE_ID}（${engineVersion}）`,
          `  备份      ${folder}`,
        ]
      : [
          `${colors.bold('sqlferry demo')}: a whole migration on a local sandbox, no cloud account needed`,
          '',
          `  OSS       ${facts.OSS_ENDPOINT} (sandbox), bucket ${bucket}`,
          `  RDS       ${facts.RDS_ENDPOINT} (sandbox), instance ${facts.INSTANCE_ID} (${engineVersion})`,
          `  backups   ${folder}`,
        ]
  return `${lines.join('\n')}\n\n`
}

/**
 * Returns what to try while the sandbox runs.
 * @param command  how the program is called here; by default `sqlferry`
 */
export function renderDemoNext(
  demo: Demo,
  { language, colors }: RenderStyle,
  command = 'sqlferry',
): string {
  const { facts, folder, bucket } = demo
  const isWindows = process.platform === 'win32'
  const variables = { ...facts, OSS_BUCKET: bucket }
  const settings = Object.entries(variables).map(([name, value]) =>
    isWindows ? `  $env:${name} = '${value}'` : `  export ${name}='${value}'`,
  )
  const words =
    language === 'zh'
      ? {
          title: '接下来可以试试',
          settings: '沙箱仍在运行。在另一个终端中设置（密钥是虚构的，只能用于沙箱）：',
          again: '同一个迁移再运行一次：什么都不会重复上传或还原',
          status: 'RDS 的任务及其文件',
          inspect: '离线读取备份文件',
          doctor: '检查迁移的各项前提条件',
          explain: '解读一段错误信息',
          stop: '按 Ctrl-C 停止沙箱。',
        }
      : {
          title: 'What to try next',
          settings:
            'The sandbox is still running. In another terminal (the key is made up and opens nothing else):',
          again: 'the same migration again: nothing is sent or restored twice',
          status: "RDS's tasks and their files",
          inspect: 'read the backup files offline',
          doctor: 'check every prerequisite of a migration',
          explain: 'have an error explained',
          stop: 'Press Ctrl-C to stop the sandbox.',
        }
  const tries: [string, string][] = [
    [`${command} migrate "${folder}"`, words.again],
    [`${command} status`, words.status],
    [`${command} doctor`, words.doctor],
    [`${command} inspect "${folder}"`, words.inspect],
    [
      `${command} explain "Failed to verify Sales.bak, backup file was corrupted or newer edition than RDS."`,
      words.explain,
    ],
  ]
  const lines = [
    '',
    colors.bold(words.title),
    '',
    words.settings,
    '',
    ...settings,
    '',
    ...tries.flatMap(([line, what]) => [`  ${colors.dim(`# ${what}`)}`, `  ${line}`]),
    '',
    words.stop,
  ]
  return `${lines.join('\n')}\n`
}
