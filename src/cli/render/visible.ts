/** Text out of a file that a stranger may have written, made harmless for a terminal. */

/**
 * Returns a name out of a file in a form that cannot steer the terminal: control characters and those that turn
 * the direction of writing become U+FFFD.
 */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    '\ufffd',
  )
}
