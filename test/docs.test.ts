import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { generatedPages } from '../scripts/docs-pages.ts'
import { folderErrors } from '../src/app/error-catalogue.ts'

const root = join(import.meta.dirname, '..')

test('the pages that are made from the program say what the program says (npm run docs)', async () => {
  for (const { path, text } of await generatedPages()) {
    const written = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
    assert.ok(written === text, `${path} is out of date: run npm run docs`)
  }
})

test('no code is defined by two folders, and every code has a Chinese text', () => {
  const seen = new Map<string, string>()
  for (const { folder, entries, zh } of folderErrors) {
    for (const code of Object.keys(entries)) {
      assert.equal(
        seen.get(code),
        undefined,
        `${code} is defined in ${seen.get(code)} and ${folder}`,
      )
      seen.set(code, folder)
      assert.ok(zh[code], `${code} has no Chinese text`)
    }
  }
})

test('every relative link of the documents leads to a file', () => {
  const documents = globSync('{*.md,docs/**/*.md}', { cwd: root })
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
    for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const path = resolve(root, dirname(document), decodeURI(target))
      assert.ok(existsSync(path), `${document} links to ${target}`)
    }
  }
})

test('the decisions are numbered without a gap and fit on a page', () => {
  const names = globSync('docs/decisions/*.md', { cwd: root }).sort()
  names.forEach((name, index) => {
    assert.match(name, new RegExp(`${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`))
    const lines = readFileSync(join(root, name), 'utf8').split('\n').length
    assert.ok(lines <= 60, `${name} has ${lines} lines`)
  })
})
