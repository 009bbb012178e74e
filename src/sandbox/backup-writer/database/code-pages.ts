/** Text of char and varchar columns in the code page of their collation: 936 for Chinese, 1252 for Latin. */

/** Low byte of a collation id. @source bak-format facts 4.3 [measured] */
const labels: Readonly<Record<number, string>> = { 36: 'gbk', 8: 'windows-1252' }

const tables = new Map<string, Map<string, readonly number[]>>()

/** Decodes every code of the page once and turns the result round. */
function tableOf(label: string): Map<string, readonly number[]> {
  const known = tables.get(label)
  if (known) return known
  const table = new Map<string, readonly number[]>()
  const decoder = new TextDecoder(label)
  const learn = (codes: readonly number[]) => {
    const text = decoder.decode(Uint8Array.from(codes))
    if (text.length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, codes)
  }
  for (let code = 0; code < 256; code++) learn([code])
  if (label === 'gbk')
    for (let lead = 0x81; lead < 0xff; lead++)
      for (let trail = 0x40; trail < 0xff; trail++) learn([lead, trail])
  tables.set(label, table)
  return table
}

/**
 * Returns the text in the code page of a collation; what the page lacks becomes a question mark.
 * @throws TypeError when the collation is not one that the writer knows
 */
export function encodeText(text: string, collationId: number): Uint8Array {
  const label = labels[collationId & 0xff]
  if (label === undefined) throw new TypeError(`no code page for collation ${collationId}`)
  const table = tableOf(label)
  const codes: number[] = []
  for (const letter of text) codes.push(...(table.get(letter) ?? [0x3f]))
  return Uint8Array.from(codes)
}
