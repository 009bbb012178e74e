import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  childText,
  parseXml,
  rawXml,
  writeElement,
  xmlDocument,
} from '../../../src/sandbox/oss/xml.ts'

test('a document is written without namespaces, with text escaped and undefined left out', () => {
  assert.equal(
    xmlDocument('R', { A: 'a<b>&"c"', B: [1, 2], C: undefined, D: { E: true }, F: rawXml('<x/>') }),
    '<?xml version="1.0" encoding="UTF-8"?>\n<R><A>a&lt;b&gt;&amp;&quot;c&quot;</A><B>1</B><B>2</B><D><E>true</E></D><F><x/></F></R>',
  )
})

test('a document is read with its entities, comments, CDATA, attributes and prefixes', () => {
  const root = parseXml(
    '\ufeff<?xml version="1.0"?><!-- c --><o:Delete xmlns:o="u"><Key a="1>2">a&amp;b&#34;&#x4e2d;</Key><Key><![CDATA[<raw>]]></Key><Quiet/></o:Delete>',
  )
  assert.ok(root)
  assert.equal(root.name, 'Delete')
  assert.deepEqual(
    root.children.map(({ text }) => text),
    ['a&b"中', '<raw>', ''],
  )
  assert.equal(childText(root, 'Quiet'), '')
  assert.equal(childText(root, 'None'), undefined)
})

test('what was read is written again as it means', () => {
  const text = '<Rule><ID>a&amp;b</ID><Days>3</Days></Rule>'
  const root = parseXml(text)
  assert.ok(root)
  assert.equal(writeElement(root), text)
})

test('text that is not well-formed is no document', () => {
  for (const text of ['', 'text', '<a>', '<a></b>', '<a/><b/>', '<a></a>x', '</a>', '<a'])
    assert.equal(parseXml(text), undefined, text)
})
