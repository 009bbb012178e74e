/** `sqlferry inspect --tables`: which tables do the backups hold? */
import { inspectTables } from '../../../app/index.ts'
import type { CommandHost } from '../../main.ts'
import { TableCountLine } from '../../render/table-count-line.ts'
import { renderTables } from '../../render/tables.ts'
import type { InspectFlags } from '../inspect.ts'
import { databaseExit } from './database-exit.ts'

export async function askTables(
  paths: readonly string[],
  flags: InspectFlags,
  { io, context, globals, finish }: CommandHost,
): Promise<void> {
  const { language, json } = globals
  const line = new TableCountLine(io.stderr, language, io.clock)
  const report = await inspectTables(
    { paths, withPaths: flags.with, position: flags.position, isCounted: flags.count },
    context,
    line,
  ).finally(() => line.end())
  io.stdout.write(
    json
      ? `${JSON.stringify(report.json())}\n`
      : renderTables(report, {
          ...{ language, output: io.stdout, env: io.env },
          withColumns: Boolean(flags.long),
        }),
  )
  finish(databaseExit(report))
}
