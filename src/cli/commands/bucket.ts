/** `sqlferry bucket create|check|show NAME`. */
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'

const actions = ['create', 'check', 'show'] as const

const descriptions = {
  create: {
    en: 'Create a private bucket of class Standard in the region of the instance, and check it',
    zh: '在实例所在地域创建标准存储的私有 Bucket，并进行检查',
  },
  check: {
    en: 'Say what keeps RDS from using a bucket (exit code 0 ready, 3 with warnings, 4 blocked)',
    zh: '检查 RDS 能否使用该 Bucket（退出码：0 就绪，3 有警告，4 有阻断项）',
  },
  show: {
    en: 'Show everything known about a bucket',
    zh: '显示 Bucket 的全部信息',
  },
} as const

export function registerBucket(host: CommandHost): void {
  const { program, io, context, globals, text, finish } = host
  const group = program.command('bucket').description(
    text({
      en: 'Create and check the bucket that the backups go through',
      zh: '创建和检查存放备份文件的存储空间（Bucket）',
    }),
  )
  for (const action of actions) {
    const command = group
      .command(action)
      .description(text(descriptions[action]))
      .argument('<name>', text({ en: 'name of the bucket', zh: 'Bucket 名称' }))
      .option('--json', text({ en: 'print one JSON object', zh: '输出一个 JSON 对象' }))
    addCloudOptions(command, host, ['instance']).action(
      async (name: string, flags: Parameters<typeof cloudOverrides>[0]) => {
        const [{ bucket }, { renderBucket }, { colorsFor }] = await Promise.all([
          import('../../app/index.ts'),
          import('../render/bucket.ts'),
          import('../render/colors.ts'),
        ])
        const report = await bucket(context, {
          action,
          name,
          overrides: cloudOverrides(flags, host),
        })
        const how = { language: globals.language, colors: colorsFor(io.stdout, io.env) }
        io.stdout.write(
          globals.json
            ? `${JSON.stringify(report)}\n`
            : renderBucket(report, action === 'show', how),
        )
        finish(report.exit)
      },
    )
  }
}
