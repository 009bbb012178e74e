import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { build } from 'esbuild'
import { inspectBackup, inspectionToJson } from '../../src/bak/reader.ts'
import { openFile } from '../../src/files/index.ts'
import { needsBrowser, type OpenBrowser, startBrowser } from '../browser.ts'
import { needsShared, sharedPath } from '../shared-files.ts'
import { backupNames } from './golden.ts'

const root = join(import.meta.dirname, '..', '..')

/** What the page and its worker do with a file: the reader is loaded as a person's page would load it. */
const inspectInPage = `
  import { blobSource, inspectBackup, inspectionToJson } from '/bak.js'
  export async function inspect(file) {
    return JSON.stringify(inspectionToJson(await inspectBackup(blobSource(file))))
  }
`
const worker = `
  import { inspect } from '/page.js'
  onmessage = async ({ data: file }) => postMessage(await inspect(file))
`
const page = `<!doctype html><title>sqlferry</title><input type="file" multiple>`

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
      '/page.js': ['text/javascript', inspectInPage],
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
    await opened.setInputFiles(
      'input',
      names.map((name) => sharedPath('bak', name)),
    )
    const inPage = await opened.evaluate<string[]>(`(async () => {
      const { inspect } = await import('/page.js')
      return Promise.all([...document.querySelector('input').files].map(inspect))
    })()`)
    const inWorker = await opened.evaluate<string[]>(`(async () => {
      const worker = new Worker('/worker.js', { type: 'module' })
      const results = []
      for (const file of document.querySelector('input').files) {
        worker.postMessage(file)
        results.push(await new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = reject
        }))
      }
      worker.terminate()
      return results
    })()`)
    for (const [index, name] of names.entries()) {
      const expected = await inspectInNode(sharedPath('bak', name))
      assert.deepEqual(JSON.parse(inPage[index] ?? ''), expected, name)
      assert.deepEqual(JSON.parse(inWorker[index] ?? ''), expected, name)
    }
    t.diagnostic(
      `${names.length} files in Chromium ${browser.version}; the reader is ${bundle.length} bytes of JavaScript`,
    )
  })
})

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

async function inspectInNode(path: string): Promise<unknown> {
  const file = await openFile(path, basename(path))
  try {
    return JSON.parse(JSON.stringify(inspectionToJson(await inspectBackup(file))))
  } finally {
    await file.close()
  }
}
