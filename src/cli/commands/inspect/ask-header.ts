/** `sqlferry inspect`: what the files say about themselves. */
import { inspect } from '../../../app/index.ts'
import { exitCodes } from '../../../core/index.ts'
import type { CommandHost } from '../../main.ts'
import { renderInspection } from '../../render/inspect.ts'
import type { InspectFlags } from '../inspect.ts'

export async function askHeader(
  paths: readonly string[],
  flags: InspectFlags,
  { io, context, globals, finish }: CommandHost,
): Promise<void> {
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
}
