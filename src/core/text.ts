/**
 * Languages and message templates. A template names its values in braces: `upload of {key} stopped`.
 * Every text a person reads exists in both languages; this file knows neither the texts nor where they are shown.
 */

/** A language that sqlferry speaks. */
export type Language = 'en' | 'zh'

export const languages: readonly Language[] = ['en', 'zh']

/** A value that may stand in a template. Numbers and LSNs are printed as they are, without grouping. */
export type TemplateValue = string | number | bigint

/** The names in braces of a template, as a union of string literals. */
export type PlaceholderNames<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholderNames<Rest>
  : never

/** Returns the template with each `{name}` replaced by its value; a name without a value stays visible. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, TemplateValue>>,
): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )
}

/** Returns the names in braces of a template, in order, each once. */
export function placeholderNames(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))]
}
