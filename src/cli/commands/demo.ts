/** `sqlferry demo`: a whole migration on the sandbox, with nothing needed beforehand. */
import type { CommandHost } from '../main.ts'
import { showOutcome } from './migrate.ts'

export function registerDemo(host: CommandHost): void {
  const { program, io, context, globals, text, endsBySignal } = host
  program
    .command('demo')
    .argument(
      '[folder]',
      text({
        en: 'backups to migrate (default: the samples that come along)',
        zh: '要迁移的备份文件夹（默认使用自带的示例备份）',
      }),
    )
    .description(
      text({
        en: 'Migrate a folder of backups to a sandbox, live, and leave the sandbox running to try more',
        zh: '把一个备份文件夹迁移到本地沙箱并实时显示过程，之后沙箱继续运行，可尝试其他命令',
      }),
    )
    .option(
      '--exit',
      text({
        en: "end after the migration, with the migration's exit code",
        zh: '迁移结束后退出，退出码与迁移相同',
      }),
    )
    .option('--json', text({ en: 'print one JSON object per line', zh: '每行输出一个 JSON 对象' }))
    .action(async (folder: string | undefined, flags: { readonly exit?: boolean }) => {
      const [{ openDemo }, render, words] = await Promise.all([
        import('../../app/index.ts'),
        import('../render/migrate.ts'),
        import('../render/demo.ts'),
      ])
      const demo = await openDemo(context, folder)
      const style = render.styleOf(host)
      const view = globals.json ? render.jsonView(host, true) : render.textView(host, true)
      try {
        if (!globals.json) io.stdout.write(words.renderDemoStart(demo, style))
        const outcome = await demo.migrate(view)
        await view.end()
        await showOutcome(host, outcome)
        if (flags.exit === true) return
        endsBySignal()
        if (globals.json) io.stdout.write(`${JSON.stringify({ type: 'sandbox', ...demo.facts })}\n`)
        else io.stdout.write(words.renderDemoNext(demo, style, io.env['SQLFERRY_COMMAND']))
        await aborted(context.signal)
      } finally {
        await view.end()
        await demo.close()
      }
    })
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
