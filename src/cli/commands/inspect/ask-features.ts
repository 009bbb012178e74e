/** `sqlferry inspect --features`: what in the databases matters for a migration? */
import { inspectFeatures } from '../../../app/index.ts'
import type { CommandHost } from '../../main.ts'
import { renderFeatures } from '../../render/features.ts'
import type { InspectFlags } from '../inspect.ts'
import { databaseExit } from './database-exit.ts'

export async function askFeatures(
  paths: readonly string[],
  flags: InspectFlags,
  { io, context, globals, finish }: CommandHost,
): Promise<void> {
  const request = { paths, withPaths: flags.with, position: flags.position }
  const report = await inspectFeatures(request, context)
  io.stdout.write(
    globals.json
      ? `${JSON.stringify(report.json())}\n`
      : renderFeatures(report, {
          ...{ language: globals.language, output: io.stdout, env: io.env },
          withAll: Boolean(flags.long),
        }),
  )
  finish(databaseExit(report))
}
