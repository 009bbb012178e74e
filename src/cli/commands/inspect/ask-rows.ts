/** `sqlferry inspect --rows`: the rows of a table, as they are read. */
import { writeRows } from '../../../app/index.ts'
import { exitCodes } from '../../../core/index.ts'
import type { CommandHost } from '../../main.ts'
import { renderLines } from '../../render/databases.ts'
import { formatCount } from '../../render/format.ts'
import { tablesWords } from '../../render/tables-words.ts'
import type { InspectFlags } from '../inspect.ts'

export async function askRows(
  paths: readonly string[],
  flags: InspectFlags,
  { io, context, globals, finish }: CommandHost,
): Promise<void> {
  const { damagedRows, isUnproven } = await writeRows(
    {
      ...{ paths, withPaths: flags.with, position: flags.position, limit: flags.limit },
      table: flags.rows ?? '',
      format: flags.format ?? (globals.json ? 'jsonl' : 'csv'),
    },
    context,
    async (text) => {
      io.stdout.write(text)
      await io.stdout.drained?.()
    },
  )
  const words = tablesWords[globals.language]
  if (isUnproven) io.stderr.write(renderLines(io.stderr, 0, [words.unprovenRows]))
  if (damagedRows === 0) return
  io.stderr.write(`${words.damagedRows(formatCount(damagedRows))}\n`)
  finish(exitCodes.warnings)
}
