/** `sqlferry inspect`: what backup files say about themselves, offline. */
import { exitCodes } from '../../core/index.ts'
import type { CommandHost } from '../main.ts'

interface InspectFlags {
  readonly files?: boolean
  readonly long?: boolean
  readonly chain?: boolean
}

export function registerInspect({
  program,
  io,
  context,
  globals,
  text,
  finish,
}: CommandHost): void {
  program
    .command('inspect')
    .argument(
      '<path...>',
      text({
        en: 'backup files, and folders whose files are read whatever their extension',
        zh: '备份文件；或文件夹，其中的文件不论扩展名都会读取',
      }),
    )
    .option(
      '--files',
      text({ en: 'add the database files in each backup set', zh: '列出每个备份集中的数据库文件' }),
    )
    .option(
      '--long',
      text({
        en: 'add everything the header says, and the files',
        zh: '列出备份标头的全部信息和数据库文件',
      }),
    )
    .option(
      '--chain',
      text({
        en: 'say for each database which backups to restore in which order, what is missing and what is not needed (exit code 0: whole; 3: something is missing or in question; 30: nothing can be restored)',
        zh: '说明每个数据库应按什么顺序还原哪些备份、缺少什么、哪些不需要（退出码 0：完整；3：有缺失或疑问；30：无法还原）',
      }),
    )
    .option(
      '--json',
      text({ en: 'print one JSON object, keyed by path', zh: '输出一个以路径为键的 JSON 对象' }),
    )
    .description(
      text({
        en: 'Read backup files without a SQL Server and check every header checksum (exit code 3: some files have problems or warnings; 30: no sound backup among them)',
        zh: '不依赖 SQL Server 读取备份文件，并检查所有头信息校验和（退出码 3：部分文件有问题或警告；30：其中没有完好的备份）',
      }),
    )
    .action(async (paths: readonly string[], flags: InspectFlags) => {
      if (flags.chain) {
        const [{ inspectChain }, { renderChains }] = await Promise.all([
          import('../../app/index.ts'),
          import('../render/chain.ts'),
        ])
        const chains = await inspectChain(paths, context)
        io.stdout.write(
          globals.json
            ? `${JSON.stringify(chains.json())}\n`
            : renderChains(chains, {
                language: globals.language,
                output: io.stdout,
                env: io.env,
              }),
        )
        if (chains.usable === 0) finish(exitCodes.bak)
        else finish(chains.whole < chains.branches.length ? exitCodes.warnings : exitCodes.done)
        return
      }
      const [{ inspect }, { renderInspection }] = await Promise.all([
        import('../../app/index.ts'),
        import('../render/inspect.ts'),
      ])
      const report = await inspect(paths, context)
      io.stdout.write(
        globals.json
          ? `${JSON.stringify(report.json())}\n`
          : renderInspection(report, {
              language: globals.language,
              output: io.stdout,
              env: io.env,
              withFiles: Boolean(flags.files || flags.long),
              withHeaders: Boolean(flags.long),
            }),
      )
      const { sound, withNotices } = report
      if (sound === 0) finish(exitCodes.bak)
      else finish(withNotices > 0 ? exitCodes.warnings : exitCodes.done)
    })
}
