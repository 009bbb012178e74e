/** Writes an answer as the XML that RPC products send where JSON is not asked for. */
import type { WireObject } from '../../rds/wire.ts'

/**
 * Returns the document. Lists repeat their element, as JSON's arrays repeat their values.
 * @source cloud-api facts 2.4: root `<ActionResponse>` [spec]; of errors `<Error>` [guess]
 */
export function xmlAnswer(root: string, body: WireObject): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, body)}`
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  if (value === undefined || value === null) return ''
  if (typeof value === 'object')
    return `<${name}>${Object.entries(value)
      .map(([child, content]) => element(child, content))
      .join('')}</${name}>`
  return `<${name}>${escapeXml(String(value))}</${name}>`
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
