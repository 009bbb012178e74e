/** Every error of the catalogue can happen, is brought about by a test, and stands on its page. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { errorCatalogue } from '../src/app/error-catalogue.ts'
import { root, type SourceFacts, sourceFiles, walk } from './house/source-files.ts'

const codes = Object.keys(errorCatalogue)

/** Where codes are defined or described, not thrown. */
const definitions = /\/errors\/|\/errors[\w-]*(\.zh)?\.ts$|\/known-failures\//

/** Returns every word in capitals that stands in a string, a template, a pattern or a name, but not in a comment. */
function wordsIn(files: readonly SourceFacts[]): Set<string> {
  const words = new Set<string>()
  for (const { tree } of files)
    walk(tree, (node) => {
      const isText =
        ts.isStringLiteralLike(node) ||
        ts.isTemplateLiteralToken(node) ||
        ts.isRegularExpressionLiteral(node) ||
        ts.isIdentifier(node)
      if (!isText) return
      for (const [word] of node.text.matchAll(/\b[A-Z]+(?:_[A-Z0-9]+)+\b/g)) words.add(word)
    })
  return words
}

test('each error is thrown somewhere', () => {
  const thrown = wordsIn(sourceFiles('src/**/*.ts').filter(({ path }) => !definitions.test(path)))
  assert.deepEqual(
    codes.filter((code) => !thrown.has(code)),
    [],
  )
})

test('each error is met in a test', () => {
  const met = wordsIn(sourceFiles('test/**/*.ts'))
  assert.deepEqual(
    codes.filter((code) => !met.has(code)),
    [],
  )
})

test('each error stands on the page of errors, with its exit code, in English and Chinese', () => {
  const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')
  const sections = new Map(
    page.split(/^### /m).map((section) => [section.slice(0, section.indexOf('\n')), section]),
  )
  for (const [code, { exit }] of Object.entries(errorCatalogue)) {
    const section = sections.get(code) ?? ''
    assert.match(section, new RegExp(`\\b${exit}\\b`), code)
    assert.match(section, /[\u4e00-\u9fff]/, code)
  }
})
