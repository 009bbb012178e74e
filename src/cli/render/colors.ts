/** Colours where the stream is a terminal and nobody asked for plain text; the only file that knows picocolors. */
import picocolors from 'picocolors'
import type { Output } from '../io.ts'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Returns functions that colour a text for this stream, or leave it as it is. @source no-color.org [spec] */
export function colorsFor(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): Colors {
  const isPlain = Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb'
  return picocolors.createColors(output.isTerminal && !isPlain)
}
