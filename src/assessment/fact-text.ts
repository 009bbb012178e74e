/** Sizes and names inside findings; the console and the terminal print findings as they are. */

const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** Returns a size such as `1.5 GB`, in steps of 1024 as OSS and RDS count. */
export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`
}

const maxNamesShown = 5

/** Names for a sentence: the first few, and how many more. */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, maxNamesShown).join(', ')
  return names.length > maxNamesShown ? `${shown} +${names.length - maxNamesShown}` : shown
}
