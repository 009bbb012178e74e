/**
 * Takes the tour of a README apart: the shell blocks in order, each with the text block that shows what it prints.
 */

export interface TourStep {
  /** What a reader pastes into a shell. */
  readonly script: string
  /** What the README says it prints; undefined where it shows nothing. A line `...` stands for any lines. */
  readonly printed: string | undefined
}

/** Returns the steps between `<!-- tour -->` and `<!-- /tour -->`. */
export function tourSteps(markdown: string): TourStep[] {
  const tour = /<!-- tour -->([\s\S]*?)<!-- \/tour -->/.exec(markdown)?.[1] ?? ''
  const blocks = [...tour.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)]
  const steps: TourStep[] = []
  for (const [, language, body = ''] of blocks) {
    const last = steps.at(-1)
    if (language === 'sh') steps.push({ script: body, printed: undefined })
    else if (last && last.printed === undefined)
      steps[steps.length - 1] = { ...last, printed: body }
    else throw new Error('a text block without a command before it')
  }
  return steps
}

/** Returns the shell blocks outside the tour. */
export function otherCommands(markdown: string): string[] {
  const outside = markdown.replace(/<!-- tour -->[\s\S]*?<!-- \/tour -->/, '')
  return [...outside.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => (match[1] ?? '').trim())
}

/**
 * Returns a line with what differs from run to run made equal: durations, moments, ports, and the widths of columns
 * that follow from them.
 */
export function steadyLine(line: string): string {
  return (
    line
      .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}( [+-]\d{2}:\d{2})?/g, '<moment>')
      // Which of two equal uploads asks first is a race.
      .replace(/\b552\d{6}\b/g, '<task>')
      .replace(/\b\d+(\.\d+)? (ms|s|min)(?![\w/])/g, '<time>')
      .replace(/\b\d+(\.\d+)? (毫秒|秒|分钟)/g, '<time>')
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
      .replace(/-{3,}/g, '--')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/**
 * Returns the first expected line that the output does not hold in its place, or undefined when all are there.
 * Lines between two expected ones are allowed only where the README has a line `...`.
 */
export function firstMissingLine(printed: string, output: string): string | undefined {
  const actual = output
    .trimEnd()
    .split('\n')
    .map((line) => steadyLine(line))
  let next = 0
  let mayskip = false
  for (const line of printed.trimEnd().split('\n')) {
    const expected = steadyLine(line)
    if (expected === '...') {
      mayskip = true
      continue
    }
    const found = mayskip ? actual.indexOf(expected, next) : actual[next] === expected ? next : -1
    if (found < 0) return `${line}\n(printed there: ${actual[next] ?? 'nothing'})`
    next = found + 1
    mayskip = false
  }
  if (!mayskip && next < actual.length) return `(end of the block; printed: ${actual[next]})`
  return undefined
}
