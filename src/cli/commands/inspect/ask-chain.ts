/** `sqlferry inspect --chain`: what can be restored from these files, and in which order. */
import { inspectChain } from '../../../app/index.ts'
import { exitCodes } from '../../../core/index.ts'
import type { CommandHost } from '../../main.ts'
import { renderChains } from '../../render/chain.ts'

export async function askChain(
  paths: readonly string[],
  _flags: unknown,
  { io, context, globals, finish }: CommandHost,
): Promise<void> {
  const chains = await inspectChain(paths, context)
  io.stdout.write(
    globals.json
      ? `${JSON.stringify(chains.json())}\n`
      : renderChains(chains, { language: globals.language, output: io.stdout, env: io.env }),
  )
  if (chains.usable === 0) finish(exitCodes.bak)
  else finish(chains.isComplete ? exitCodes.done : exitCodes.warnings)
}
