/**
 * Texts made comparable: what may differ between editions, languages of the shell and ways of copying is taken
 * out, and the placeholders of a documented text become gaps. Knows nothing of codes.
 */

/** A text without blanks, quotes and stops, in lower case, with the place each character came from. */
export interface FoldedText {
  readonly text: string
  /** Index in the original of each character of `text`. */
  readonly places: readonly number[]
}

/** A documented text, ready to be looked for. */
export interface TextPattern {
  /** Literal parts in order; anything may stand between two of them. */
  readonly pieces: readonly string[]
  /** How specific it is: its literal characters, Chinese ones counted twice. */
  readonly weight: number
  /** Whether it begins or ends with a placeholder. */
  readonly isOpenAtStart: boolean
  readonly isOpenAtEnd: boolean
}

/** Longest stretch that one placeholder may stand for, in folded characters; paths and names are shorter. */
const maxGap = 400

const ignored = /[\s'"`‘’“”「」『』\\.。]/u

/** Returns the folded text. Full-width forms are narrowed, 帐 becomes 账. */
export function foldText(original: string): FoldedText {
  let text = ''
  const places: number[] = []
  for (let index = 0; index < original.length; index++) {
    for (const char of original.charAt(index).normalize('NFKC').toLowerCase()) {
      if (ignored.test(char)) continue
      text += char === '帐' ? '账' : char
      places.push(index)
    }
  }
  return { text, places }
}

/**
 * Returns the text with escapes of JSON and XML resolved, of the same length, so that places stay right.
 * Freed places are blanks.
 */
export function resolveEscapes(original: string): string {
  return original
    .replace(/\\u([0-9a-fA-F]{4})/g, (whole, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)).padEnd(whole.length),
    )
    .replace(/\\[nrt]/g, '\n ')
    .replace(/&(?:quot|apos|#39|#34|lt|gt|amp);/g, (whole) =>
      (entities[whole] ?? ' ').padEnd(whole.length),
    )
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}

/** `{name}`, `<Name>`, `xxx` with an extension, C formats such as `%.*ls` and `%S_MSG`, ellipses. */
const placeholder =
  /\{\w*\}|<[A-Z][\w ]*>|[xX]{3,}(?:\.\w+)?|%(?:S_[A-Z]+|#?0?\d*(?:\.\*)?(?:I64|l|h)?[a-zA-Z])|…+|\.{3,}/g

/** Returns a documented text as a pattern; without pieces where it holds no literal character. */
export function compilePattern(documented: string): TextPattern {
  const parts = documented
    .replace(placeholder, '\u0000')
    .split('\u0000')
    .map((piece) => foldText(piece).text)
  const pieces = parts.filter((piece) => piece.length > 0)
  return {
    pieces,
    weight: pieces.reduce((sum, piece) => sum + weigh(piece), 0),
    isOpenAtStart: parts[0] === '',
    isOpenAtEnd: parts.at(-1) === '',
  }
}

function weigh(piece: string): number {
  let weight = 0
  for (const char of piece) weight += char > '\u2e7f' ? 2 : 1
  return weight
}

/** Returns the half-open range of folded characters that a pattern covers at its first place, or undefined. */
export function findPattern(
  text: string,
  pattern: TextPattern,
): { readonly start: number; readonly end: number } | undefined {
  const [first, ...rest] = pattern.pieces
  if (first === undefined || pattern.pieces.some((piece) => !text.includes(piece))) return undefined
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    let end = start + first.length
    const isWhole = rest.every((piece) => {
      const at = text.indexOf(piece, end)
      if (at < 0 || at - end > maxGap) return false
      end = at + piece.length
      return true
    })
    if (isWhole) return { start, end }
  }
  return undefined
}
