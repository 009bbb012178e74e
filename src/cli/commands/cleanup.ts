/** `sqlferry cleanup oss://bucket/prefix`. */
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'

type CleanupFlags = Parameters<typeof cloudOverrides>[0] & {
  readonly uploadId?: readonly string[]
  readonly yes?: boolean
}

export function registerCleanup(host: CommandHost): void {
  const { program, io, context, globals, text } = host
  const command = program
    .command('cleanup')
    .description(
      text({
        en: 'List unfinished uploads and abort those that this machine began; others only when named',
        zh: '列出未完成的分片上传（碎片），取消由本机发起的上传；其他上传须指明才会取消',
      }),
    )
    .argument('<address>', text({ en: 'oss://bucket/prefix', zh: '地址 oss://bucket/prefix' }))
    .option(
      '--upload-id <id...>',
      text({ en: 'abort these uploads of others too', zh: '同时取消指定的其他上传' }),
    )
    .option('--yes', text({ en: 'do not ask', zh: '不询问，直接执行' }))
    .option('--json', text({ en: 'print one JSON object', zh: '输出一个 JSON 对象' }))
  addCloudOptions(command, host).action(async (address: string, flags: CleanupFlags) => {
    const [{ cleanup }, render] = await Promise.all([
      import('../../app/index.ts'),
      import('../render/upload.ts'),
    ])
    const { language } = globals
    const how = { output: io.stdout, language }
    let declined: readonly { readonly uploadId: string }[] = []
    const uploads = await cleanup(context, {
      address,
      overrides: cloudOverrides(flags, host),
      uploadIds: flags.uploadId ?? [],
      confirm: async (wanted) => {
        if (flags.yes) return true
        if (globals.json) return false
        io.stdout.write(render.renderCleanup(wanted, how))
        try {
          const answer = await io.ask(render.cleanupQuestion(wanted.length, language))
          if (/^(y|yes|是|好)$/i.test(answer.trim())) return true
          io.stdout.write(render.cleanupDeclined(language))
          declined = wanted
          return false
        } catch {
          declined = wanted
          // Nobody can answer in a script: saying how to go on is the answer.
          io.stderr.write(render.cleanupWithoutAnswer(language))
          return false
        }
      },
    })
    // What was declined stood above the question already.
    const shown = uploads.filter(
      ({ uploadId }) => !declined.some((one) => one.uploadId === uploadId),
    )
    if (globals.json) io.stdout.write(`${JSON.stringify({ uploads })}\n`)
    else if (shown.length > 0 || declined.length === 0)
      io.stdout.write(render.renderCleanup(shown, how))
  })
}
