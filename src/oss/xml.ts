/** OSS's XML as plain values: every text stays text. The only file that knows the XML library. */
import { XMLParser } from 'fast-xml-parser'

/** An element: its children by name, each once or several times, or its text. */
export type XmlValue = string | XmlElement | readonly XmlValue[]
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  // Keys may begin or end with a space.
  trimValues: false,
  isArray: () => false,
})

/** Returns the element under the document's root, or undefined when the text is not such a document. */
export function parseXml(text: string, root: string): XmlElement | undefined {
  let document: unknown
  try {
    document = parser.parse(text)
  } catch {
    return undefined
  }
  if (typeof document !== 'object' || document === null) return undefined
  const element = (document as XmlElement)[root]
  if (element === '') return {}
  return typeof element === 'object' && !Array.isArray(element)
    ? (element as XmlElement)
    : undefined
}

/** Returns the text of a child; empty where it is missing. */
export function textOf(element: XmlElement | undefined, name: string): string {
  const value = element?.[name]
  return typeof value === 'string' ? value : ''
}

/** Returns a child element; undefined where it is missing or empty. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  const value = element?.[name]
  return typeof value === 'object' && !Array.isArray(value) ? (value as XmlElement) : undefined
}

/** Returns the child elements of a name: none, one or many. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  const value = element?.[name]
  const values: readonly XmlValue[] = Array.isArray(value)
    ? value
    : value === undefined
      ? []
      : [value]
  return values.filter(
    (child): child is XmlElement => typeof child === 'object' && !Array.isArray(child),
  )
}

/** Returns text with the five characters that XML reserves as entities. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
