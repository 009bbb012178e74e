import assert from 'node:assert/strict'
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { build } from 'esbuild'
import {
  type ByteSource,
  inspectBackup,
  inspectionToJson,
  isMigrationError,
  verifyBackup,
} from '../../src/bak/reader.ts'
import { openFile } from '../../src/files/index.ts'
import { needsBrowser, type OpenBrowser, startBrowser } from '../browser.ts'
import { needsShared, sharedPath } from '../shared-files.ts'
import { makeTempFolder } from '../temp-folder.ts'
import { backupNames } from './golden.ts'

const root = join(import.meta.dirname, '..', '..')

/** What the page and its worker do with files: the reader is loaded as a person's page would load it. */
const pageModule = `
  import { blobSource, inspectBackup, inspectionToJson, verifyBackup } from '/bak.js'
  export async function inspect(file) {
    return JSON.stringify(inspectionToJson(await inspectBackup(blobSource(file))))
  }
  export async function verify(file) {
    const verdict = await verifyBackup(blobSource(file))
    return JSON.stringify(verdict, (_, value) => (value instanceof Error ? value.code : value))
  }
`
const worker = `
  import * as questions from '/page.js'
  onmessage = async ({ data: { question, file } }) => postMessage(await questions[question](file))
`
const page = `<!doctype html><title>sqlferry</title><input type="file" multiple>`

/** Asks about all chosen files, in the page and in a worker. */
const askInPage = (question: string) => `(async () => {
  const { ${question} } = await import('/page.js')
  const answers = []
  for (const file of document.querySelector('input').files) answers.push(await ${question}(file))
  return answers
})()`
const askInWorker = (question: string) => `(async () => {
  const worker = new Worker('/worker.js', { type: 'module' })
  const answers = []
  for (const file of document.querySelector('input').files) {
    worker.postMessage({ question: '${question}', file })
    answers.push(await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message))
    }))
  }
  worker.terminate()
  return answers
})()`

const options = { ...needsBrowser(), ...needsShared('bak') }

describe('sqlferry/bak in a browser', options, () => {
  let server: Server
  let browser: OpenBrowser
  let address = ''
  let bundle = ''

  before(async () => {
    bundle = await bundleReader()
    const answers: Readonly<Record<string, readonly [string, string]>> = {
      '/': ['text/html', page],
      '/bak.js': ['text/javascript', bundle],
      '/page.js': ['text/javascript', pageModule],
      '/worker.js': ['text/javascript', worker],
    }
    server = createServer(({ url = '' }, response) => {
      const [type, body] = answers[url] ?? ['text/plain', '']
      response.writeHead(answers[url] ? 200 : 404, { 'content-type': `${type}; charset=utf-8` })
      response.end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    browser = await startBrowser()
  })
  after(async () => {
    await browser?.close()
    await new Promise((resolve) => server.close(resolve))
  })

  test('inspects every real backup as Node does, in the page and in a worker', async (t) => {
    const names = backupNames()
    const opened = await browser.open(address)
    await opened.setInputFiles('input', names.map(pathOf))
    const inPage = await opened.evaluate<string[]>(askInPage('inspect'))
    const inWorker = await opened.evaluate<string[]>(askInWorker('inspect'))
    for (const [index, name] of names.entries()) {
      const expected = await inNode(name, async (file) =>
        inspectionToJson(await inspectBackup(file)),
      )
      assert.deepEqual(JSON.parse(inPage[index] ?? ''), expected, name)
      assert.deepEqual(JSON.parse(inWorker[index] ?? ''), expected, name)
    }
    t.diagnostic(
      `${names.length} files in Chromium ${browser.version}; the reader is ${bundle.length} bytes of JavaScript`,
    )
  })

  test('verifies real backups as Node does, in the page and in a worker', async (t) => {
    const names = verifiedNames
    const opened = await browser.open(address)
    await opened.setInputFiles('input', names.map(pathOf))
    const inPage = await opened.evaluate<string[]>(askInPage('verify'))
    const inWorker = await opened.evaluate<string[]>(askInWorker('verify'))
    const verdicts = new Map<string, number>()
    for (const [index, name] of names.entries()) {
      const expected = await inNode(name, verifyBackup)
      assert.deepEqual(JSON.parse(inPage[index] ?? ''), expected, name)
      assert.deepEqual(JSON.parse(inWorker[index] ?? ''), expected, name)
      const { verdict } = expected as { verdict: string }
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
    }
    t.diagnostic([...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', '))
    assert.deepEqual(Object.fromEntries(verdicts), {
      sound: 5,
      incomplete: 1,
      'not-verifiable': 2,
    })
  })

  test('refuses a backup compressed with ZSTD by its name, and damage in a compressed one names its page', async () => {
    const folder = await makeTempFolder()
    try {
      const zstd = await readFile(pathOf(compressedName))
      zstd.writeUInt32LE(131, 12)
      const flipped = await readFile(pathOf(compressedName))
      flipped.writeUInt8(flipped.readUInt8(500_000) ^ 1, 500_000)
      const paths = [join(folder.path, 'zstd.bak'), join(folder.path, 'flipped.bak')]
      await writeFile(paths[0] ?? '', zstd)
      await writeFile(paths[1] ?? '', flipped)
      const opened = await browser.open(address)
      await opened.setInputFiles('input', paths)
      for (const ask of [askInPage, askInWorker]) {
        const [refused = '', damaged = ''] = await opened.evaluate<string[]>(ask('verify'))
        assert.equal(JSON.parse(refused).verdict, 'not-verifiable')
        assert.equal(JSON.parse(refused).problem, 'BAK_CODEC_MISSING')
        assert.equal(JSON.parse(damaged).verdict, 'damaged')
        assert.equal(JSON.parse(damaged).problem, 'BAK_CHUNK_DAMAGED')
        assert.equal(JSON.parse(damaged).firstDamagedPage.page.fileId, 1)
        const [said = ''] = await opened.evaluate<string[]>(ask('inspect'))
        assert.match(JSON.parse(said).problem.message, /compressed with ZSTD/)
      }
    } finally {
      await folder.remove()
    }
  })

  test('a file that changed after it was chosen cannot be read, and is not called damaged', async () => {
    const folder = await makeTempFolder()
    try {
      const path = join(folder.path, 'chosen.bak')
      await copyFile(pathOf(verifiedNames[0] ?? ''), path)
      const opened = await browser.open(address)
      await opened.setInputFiles('input', [path])
      await appendFile(path, 'more')
      await assert.rejects(
        opened.evaluate<string[]>(askInPage('verify')),
        /could not be read at byte 0/,
      )
    } finally {
      await folder.remove()
    }
  })
})

const compressedName = '2016-compressed__TSQL2012.bak'

/** One of each kind: torn bits, checksums, a log, compressed, a lone stripe, encrypted, no backup. */
const verifiedNames = [
  '2005-compat80-northwind__Northwind.bak',
  '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_DIFF_20170518_041819.bak',
  '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_LOG_20170518_041831.trn',
  compressedName,
  '2012-db__db.bak',
  '2008r2-striped-s1__RestoreTimeStripe.bak',
  '2017-encrypted__SAL_SCOUTS_log_TDE.bak',
  'notbackup-tsql__selinto3.bak',
]

function pathOf(name: string): string {
  return sharedPath('bak', name)
}

/** As the build makes it, without anything that would stand in for Node. */
async function bundleReader(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['src/bak/reader.ts'],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  })
  return outputFiles[0]?.text ?? ''
}

/** Returns the answer in Node as JSON has it. */
async function inNode(name: string, ask: (file: ByteSource) => Promise<unknown>): Promise<unknown> {
  const file = await openFile(pathOf(name), basename(name))
  try {
    const answer = await ask(file)
    return JSON.parse(
      JSON.stringify(answer, (_, value) => (isMigrationError(value) ? value.code : value)),
    )
  } finally {
    await file.close()
  }
}
