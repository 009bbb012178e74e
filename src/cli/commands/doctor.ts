/** `sqlferry doctor`: the prerequisites of a migration, checked against the real bucket and instance. */
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'

type DoctorFlags = Parameters<typeof cloudOverrides>[0] & {
  readonly directory?: string
  readonly policy?: boolean
}

export function registerDoctor(host: CommandHost): void {
  const { program, io, context, globals, text, finish } = host
  const command = program
    .command('doctor')
    .description(
      text({
        en: 'Check credentials, permissions, instance, bucket, storage and quota before a migration; changes nothing (exit code 0 ready, 3 with warnings, 4 blocked)',
        zh: '迁移前检查访问凭证、权限、实例、Bucket、存储空间和配额，不做任何修改（退出码：0 就绪，3 有警告，4 有阻断项）',
      }),
    )
    .option(
      '--directory <folder>',
      text({
        en: 'folder of the bucket whose backups are read and compared; / is the root',
        zh: '读取并核对该文件夹中的备份；/ 表示根目录',
      }),
    )
    .option(
      '--policy',
      text({
        en: 'print the smallest RAM policy as JSON instead of the table',
        zh: '以 JSON 输出最小 RAM 权限策略，不输出表格',
      }),
    )
    .option('--json', text({ en: 'print one JSON object', zh: '输出一个 JSON 对象' }))
  addCloudOptions(command, host, ['instance', 'bucket']).action(async (flags: DoctorFlags) => {
    const [{ doctor }, { renderDoctor }] = await Promise.all([
      import('../../app/index.ts'),
      import('../render/doctor.ts'),
    ])
    const report = await doctor(context, {
      ...cloudOverrides(flags, host),
      directory: flags.directory,
    })
    if (globals.json) io.stdout.write(`${JSON.stringify(report)}\n`)
    else if (flags.policy) io.stdout.write(`${JSON.stringify(report.policy, undefined, 2)}\n`)
    else
      io.stdout.write(
        renderDoctor(report, { language: globals.language, output: io.stdout, env: io.env }),
      )
    finish(report.exit)
  })
}
