/** `sqlferry upload PATH... oss://bucket/prefix`. */
import { InvalidArgumentError } from 'commander'
import { exitCodes } from '../../core/index.ts'
import { addCloudOptions, cloudOverrides } from '../cloud-options.ts'
import type { CommandHost } from '../main.ts'

type UploadFlags = Parameters<typeof cloudOverrides>[0] & {
  readonly partSize?: number
  readonly paranoid?: boolean
  readonly forbidOverwrite?: boolean
  readonly verify?: boolean
  readonly uploadId?: string
}

export function registerUpload(host: CommandHost): void {
  const { program, io, context, globals, text, finish } = host
  const command = program
    .command('upload')
    .description(
      text({
        en: "Upload files to OSS in parallel parts, each checked by CRC-64; run it again to resume (exit code 0 all done, 20 or the error's otherwise)",
        zh: '分片并行上传文件到 OSS，逐片校验 CRC-64；重新运行即可断点续传（退出码：0 全部完成，否则为错误对应的退出码）',
      }),
    )
    .argument(
      '<paths...>',
      text({
        en: 'files and folders, then the address oss://bucket/prefix',
        zh: '文件或文件夹，最后是地址 oss://bucket/prefix',
      }),
    )
    .option(
      '--part-size <size>',
      text({
        en: 'wanted size of parts, such as 64MiB; raised where needed (16 MiB at least)',
        zh: '期望的分片大小，例如 64MiB；必要时自动增大（最小 16 MiB）',
      }),
      parseSize(host),
    )
    .option(
      '--paranoid',
      text({
        en: 'read what was sent before once more instead of trusting size and time of the file',
        zh: '重新读取并核对已上传的内容，而不是只比较文件大小和修改时间',
      }),
    )
    .option(
      '--forbid-overwrite',
      text({ en: 'refuse to replace an object that exists', zh: '禁止覆盖已存在的 Object' }),
    )
    .option(
      '--no-verify',
      text({
        en: 'complete uploads without proving that each file is a sound backup',
        zh: '不校验备份是否完好即完成上传',
      }),
    )
    .option(
      '--upload-id <id>',
      text({
        en: 'continue this unfinished upload, which another machine began',
        zh: '继续由其他机器发起的未完成上传',
      }),
    )
    .option('--json', text({ en: 'print one JSON object', zh: '输出一个 JSON 对象' }))
  addCloudOptions(command, host, ['parallel', 'limitRate']).action(
    async (given: string[], flags: UploadFlags) => {
      const [{ appError, upload }, render] = await Promise.all([
        import('../../app/index.ts'),
        import('../render/upload.ts'),
      ])
      const address = given.at(-1) ?? ''
      const paths = given.slice(0, -1)
      if (paths.length === 0)
        throw appError('CLI_MISSING_ARGUMENT', {
          name: 'oss://bucket/prefix',
          command: 'sqlferry upload',
        })
      const { language } = globals
      const view = new render.UploadProgressView({
        output: globals.json ? io.stderr : io.stdout,
        language,
        clock: io.clock,
      })
      const { partSize, paranoid, forbidOverwrite, uploadId, verify } = flags
      const result = await upload(
        context,
        {
          ...{ paths, address, overrides: cloudOverrides(flags, host) },
          ...{ partBytes: partSize, paranoid, forbidOverwrite, uploadId, verify },
        },
        view,
      ).finally(() => view.end())
      if (globals.json)
        io.stdout.write(`${JSON.stringify(await render.uploadJson(result, language))}\n`)
      else
        io.stdout.write(
          render.renderLeftOver(result.leftOver, address, { output: io.stdout, language }),
        )
      for (const { problem } of result.files) finish(problem?.exit ?? exitCodes.done)
    },
  )
}

const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3 }

function parseSize(host: CommandHost): (text: string) => number {
  return (text) => {
    const match = /^(\d+(?:\.\d+)?) ?([kmg]?)(?:i?b)?$/i.exec(text)
    if (match)
      return Math.ceil(Number(match[1]) * 1024 ** (powers[match[2]?.toLowerCase() ?? ''] ?? 0))
    throw new InvalidArgumentError(
      host.text({ en: 'it must be a size such as 64MiB', zh: '必须为大小，例如 64MiB' }),
    )
  }
}
