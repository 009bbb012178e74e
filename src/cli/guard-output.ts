/** The last gate before the terminal: whatever a command writes, a secret that is known by then does not pass. */
import type { CliIo, Output } from './io.ts'

/** Shorter ones would hide ordinary words. */
const shortestSecret = 6

/** Returns streams that write `***` for every secret of the set, which may grow while they are used (invariant I7). */
export function guardOutput(io: CliIo, secrets: ReadonlySet<string>): CliIo {
  const hide = (text: string): string => {
    let clean = text
    for (const secret of secrets)
      if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, '***')
    return clean
  }
  const guard = (output: Output): Output => ({
    write: (text) => output.write(hide(text)),
    ...(output.drained ? { drained: () => output.drained?.() ?? Promise.resolve() } : {}),
    isTerminal: output.isTerminal,
    get columns() {
      return output.columns
    },
  })
  return { ...io, stdout: guard(io.stdout), stderr: guard(io.stderr) }
}
