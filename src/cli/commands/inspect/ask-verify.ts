/** `sqlferry inspect --verify`: are the backups sound to their last byte? */
import { verifyBackups } from '../../../app/index.ts'
import { exitCodes } from '../../../core/index.ts'
import type { CommandHost } from '../../main.ts'
import { renderVerified, renderVerifyEnd } from '../../render/verify.ts'
import { VerifyProgressLine } from '../../render/verify-progress.ts'

export async function askVerify(
  paths: readonly string[],
  _flags: unknown,
  { io, context, globals, finish }: CommandHost,
): Promise<void> {
  const { language, json } = globals
  const how = { language, output: io.stdout, env: io.env }
  const progress = new VerifyProgressLine({ output: io.stderr, language, clock: io.clock })
  const begunAt = io.clock.now()
  const report = await verifyBackups(paths, context, {
    begun: (files, bytes) => progress.begun(files, bytes),
    progress: (state) => progress.progress(state),
    ended(backup) {
      progress.end()
      if (!json) io.stdout.write(renderVerified(backup, how))
    },
  }).finally(() => progress.end())
  if (json) io.stdout.write(`${JSON.stringify(report.json())}\n`)
  else {
    const elapsedMs = io.clock.now() - begunAt
    io.stdout.write(renderVerifyEnd(report, { ...how, elapsedMs }))
  }
  const { sound, doubtful, damaged, incomplete } = report.counts
  if (damaged + incomplete > 0 || sound + doubtful === 0) finish(exitCodes.bak)
  else finish(sound < report.backups.length ? exitCodes.warnings : exitCodes.done)
}
