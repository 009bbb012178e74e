/** Every example runs, says what it promises, and shows one idea through the public entries alone. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { needsBrowser, startBrowser } from './browser.ts'
import { root, sourceFiles } from './house/source-files.ts'

const run = promisify(execFile)

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function example(name: string, ...programArguments: string[]): Promise<string> {
  const file = join('examples', `${name}.ts`)
  const { stdout, stderr } = await run(process.execPath, [file, ...programArguments], { cwd: root })
  assert.equal(stderr, '')
  return stdout
}

const backup = join(root, 'fixtures', 'backups', 'Sales_FULL_20260101020000.bak')

describe('the example that', () => {
  test('inspects a backup in memory names its database and its log', async () => {
    const said = await example('inspect-in-memory')
    assert.match(said, /^FULL backup of Sales, \d files\nlog from \d+:\d+:\d+ to \d+:\d+:\d+\n$/)
    const refused = await example('inspect-in-memory', 'fixtures/backups/notes.bak')
    assert.match(refused, /is not-a-backup: /)
  })

  test('uploads a file to the sandbox gets a receipt with its CRC-64', async () => {
    const said = await example('upload-to-sandbox')
    const { size } = { size: readFileSync(backup).length }
    assert.match(said, new RegExp(`^uploaded: ${size} bytes, CRC-64 \\d+\\n$`))
  })

  test('migrates a folder restores the sound backups and refuses the others', async () => {
    const said = await example('migrate-folder')
    assert.match(said, /^checks: /)
    assert.match(said, /^Sales restored$/m)
    assert.match(said, /^notes\.bak BAK_NOT_A_BACKUP$/m)
  })

  test('explains an error says what to do in both languages', async () => {
    const said = await example('explain-error')
    assert.match(said, /^known:\nRDS_INSTANCE_NOT_RUNNING\n {2}[A-Z].*\.\n {2}.*。\n$/)
    assert.match(await example('explain-error', 'nothing of the kind'), /^unknown:\n$/)
  })

  test('brings its own byte source reads a backup by ranges from a plain HTTP server', async () => {
    const bytes = readFileSync(backup)
    let sent = 0
    const server = createServer((request, response) => {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': bytes.length })
      else response.writeHead(from === undefined ? 400 : 206)
      const part = bytes.subarray(Number(from), Number(to) + 1)
      if (request.method === 'GET') sent += part.length
      response.end(request.method === 'GET' ? part : undefined)
    })
    const port = await portOf(server)
    try {
      assert.equal(await example('own-byte-source', `http://127.0.0.1:${port}/s.bak`), 'Sales\n')
      assert.ok(sent > 0 && sent < bytes.length)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  test('verifies a folder gives each backup a verdict and says what is not proved', async () => {
    const said = await example('verify-folder')
    assert.match(
      said,
      /^sound: fixtures\/backups\/Sales\S*\n {2}checksums cover \d+ of \d+ bytes$/m,
    )
    assert.match(said, /^damaged: fixtures\/backups\/Archive\S*\n {2}.* \[BAK_BLOCK_DAMAGED\]$/m)
    assert.match(said, /^ {2}not proved: BAK_UNPROVED_PAGES$/m)
    assert.match(said, /\n4 of 6 backups are sound\n$/)
  })

  test('plans chains names the steps in order and the log records that are missing', async () => {
    assert.equal(
      await example('plan-chains'),
      `Shop: up to 50:760:1
  FULL Shop_FULL_20260101020000.bak
  DIFFERENTIAL Shop_DIFF_20260101140000.bak
  LOG Shop_LOG_20260101150000.trn
  missing: log records 50:760:1 to 50:800:1
`,
    )
  })

  test('reads a table prints its rows as CSV', async () => {
    const lines = (await example('table-to-csv')).split('\r\n')
    assert.deepEqual(lines.slice(0, 2), [
      'CustomerId,Name,City,Since',
      '1,Customer A,杭州,2010-01-15',
    ])
    assert.equal(lines.length, 1 + 24 + 1)
  })

  test(
    'verifies a backup in a browser shows the verdict of a chosen file',
    needsBrowser(),
    async () => {
      const bundle = await build({
        ...{ entryPoints: ['src/bak/reader.ts'], absWorkingDir: root, bundle: true, write: false },
        ...{ format: 'esm', platform: 'neutral', target: 'es2024' },
      })
      const page = readFileSync(join(root, 'examples', 'verify-in-browser.html'))
      const script = bundle.outputFiles[0]?.contents ?? ''
      const server = createServer(({ url }, response) => {
        const isScript = url === '/bak.js'
        response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
        response.end(isScript ? script : page)
      })
      const port = await portOf(server)
      try {
        await using cleaner = new AsyncDisposableStack()
        const browser = await startBrowser()
        cleaner.defer(() => browser.close())
        const opened = await browser.open(`http://127.0.0.1:${port}/`)
        const said = async (path: string): Promise<string> => {
          await opened.setInputFiles('input', path)
          await opened.waitForFunction("document.querySelector('pre').textContent !== ''")
          return (await opened.textContent('pre')) ?? ''
        }
        assert.match(await said(backup), /^sound\nnot proved: \d+ bytes are headers/)
        const note = join(root, 'fixtures', 'backups', 'notes.bak')
        assert.match(await said(note), /^not-verifiable\nnotes\.bak is not a SQL Server backup/)
      } finally {
        server.close()
        server.closeAllConnections()
      }
    },
  )
})

test('an example is one screen, says at its top what it shows, imports only public entries and is run', () => {
  const examples = sourceFiles('examples/**/*.ts')
  const tested = readFileSync(import.meta.filename, 'utf8')
  const pages = globSync('examples/**/*.html', { cwd: root })
  assert.ok(examples.length >= 8)
  assert.equal(examples.length + pages.length, globSync('examples/**/*', { cwd: root }).length)
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8')
    assert.match(text, /^<!doctype html>\n<!-- [A-Z]/, page)
    assert.ok(text.trimEnd().split('\n').length <= 40, `${page} has more than 40 lines`)
    assert.ok(tested.includes(basename(page)), `${page} is not run`)
  }
  for (const { path, text, imports } of examples) {
    assert.match(text, /^\/\*\* [A-Z]/, path)
    assert.ok(text.trimEnd().split('\n').length <= 40, `${path} has more than 40 lines`)
    for (const { specifier } of imports)
      assert.match(specifier, /^(sqlferry(\/bak|\/sandbox)?|node:.*)$/, path)
    assert.ok(tested.includes(`example('${basename(path, '.ts')}'`), `${path} is not run`)
  }
})
