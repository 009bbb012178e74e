/**
 * The little XML that OSS speaks: elements, text and entities. The writer makes answers, the reader takes the bodies
 * of requests. Namespaces are not written: oss2 finds nothing where there is one.
 */

/** An element's content: text, further elements, or several of one name. Undefined leaves the element out. */
export type XmlContent =
  | string
  | number
  | boolean
  | { readonly [name: string]: XmlContent }
  | readonly XmlContent[]
  | undefined

/** Returns a document with one root element. */
export function xmlDocument(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`
}

/** Marks text that is XML already, so that it is not escaped again. */
export function rawXml(text: string): XmlContent {
  return { [rawKey]: text }
}

const rawKey = ' raw'

function element(name: string, content: XmlContent): string {
  if (content === undefined) return ''
  if (Array.isArray(content)) return content.map((item: XmlContent) => element(name, item)).join('')
  return `<${name}>${inner(content)}</${name}>`
}

function inner(content: XmlContent): string {
  if (typeof content !== 'object') return escapeXml(String(content))
  return Object.entries(content)
    .map(([name, child]) => (name === rawKey ? String(child) : element(name, child)))
    .join('')
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f]/g, (character) => {
    if (character === '&') return '&amp;'
    if (character === '<') return '&lt;'
    if (character === '>') return '&gt;'
    if (character === '"') return '&quot;'
    return `&#${character.charCodeAt(0)};`
  })
}

/** An element as it was read; attributes are dropped. */
export interface XmlElement {
  readonly name: string
  /** All text directly inside, entities decoded. */
  readonly text: string
  readonly children: readonly XmlElement[]
}

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE[^>]*>|<\/\s*([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/y

interface OpenElement {
  name: string
  text: string
  children: XmlElement[]
}

/** Returns the root element, or undefined where the text is not well-formed. */
export function parseXml(text: string): XmlElement | undefined {
  const top: OpenElement = { name: '', text: '', children: [] }
  const open: OpenElement[] = [top]
  const source = text.replace(/^\ufeff/, '')
  token.lastIndex = 0
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at
    const match = token.exec(source)
    const current = open.at(-1)
    if (!match || !current) return undefined
    const [, cdata, closing, opening, , selfClosing, characters] = match
    if (cdata !== undefined) current.text += cdata
    else if (characters !== undefined) current.text += decodeEntities(characters)
    else if (opening !== undefined) {
      const child: OpenElement = { name: localName(opening), text: '', children: [] }
      current.children.push(child)
      if (selfClosing !== '/') open.push(child)
    } else if (closing !== undefined) {
      if (current === top || current.name !== localName(closing)) return undefined
      open.pop()
    }
  }
  return open.length === 1 && top.children.length === 1 && top.text.trim() === ''
    ? top.children[0]
    : undefined
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  quot: '"',
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return namedEntities[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** Returns the text of the first child of that name, trimmed, or undefined. */
export function childText(parent: XmlElement, name: string): string | undefined {
  return parent.children.find((child) => child.name === name)?.text.trim()
}

/** Returns the children of that name. */
export function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((child) => child.name === name)
}

/** Returns the element as XML text, for what is kept as it was sent. */
export function writeElement(read: XmlElement): string {
  const content =
    read.children.length === 0 ? escapeXml(read.text) : read.children.map(writeElement).join('')
  return `<${read.name}>${content}</${read.name}>`
}
