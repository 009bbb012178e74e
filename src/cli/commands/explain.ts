/** `sqlferry explain`: what an error means, from its code or from the text as it was pasted. */
import { exitCodes } from '../../core/index.ts'
import type { CommandHost } from '../main.ts'

export function registerExplain({ program, io, globals, text, finish }: CommandHost): void {
  program
    .command('explain')
    .argument(
      '<text...>',
      text({
        en: 'error code, SQL Server number or pasted error text; - reads it from standard input',
        zh: '错误码、SQL Server 错误号或粘贴的错误原文；- 表示从标准输入读取',
      }),
    )
    .option('--json', text({ en: 'print one JSON object', zh: '输出一个 JSON 对象' }))
    .description(
      text({
        en: 'Explain an error of OSS, RDS, SQL Server or sqlferry: cause and solution in English and Chinese (exit code 3 when it is unknown)',
        zh: '解读 OSS、RDS、SQL Server 或 sqlferry 的错误：给出中英文原因和处理办法（未收录时退出码为 3）',
      }),
    )
    .action(async (words: readonly string[]) => {
      const [{ explain }, { renderExplanation }] = await Promise.all([
        import('../../app/index.ts'),
        import('../render/explanation.ts'),
      ])
      const isPiped = words.length === 1 && words[0] === '-'
      const explanation = await explain(
        isPiped ? ((await io.readInput?.()) ?? '') : words.join(' '),
      )
      io.stdout.write(
        globals.json
          ? `${JSON.stringify(explanation)}\n`
          : renderExplanation(explanation, {
              language: globals.language,
              output: io.stdout,
              env: io.env,
            }),
      )
      finish(explanation.verdict === 'known' ? exitCodes.done : exitCodes.warnings)
    })
}
