/** Every example runs, says what it promises, and shows one idea through the public entries alone. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { root, sourceFiles } from './house/source-files.ts'

const run = promisify(execFile)

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
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      assert.equal(await example('own-byte-source', `http://127.0.0.1:${port}/s.bak`), 'Sales\n')
      assert.ok(sent > 0 && sent < bytes.length)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })
})

test('an example is one screen, says at its top what it shows, imports only public entries and is run', () => {
  const examples = sourceFiles('examples/**/*.ts')
  const tested = readFileSync(import.meta.filename, 'utf8')
  assert.ok(examples.length >= 5)
  assert.equal(examples.length, globSync('examples/**/*', { cwd: root }).length)
  for (const { path, text, imports } of examples) {
    assert.match(text, /^\/\*\* [A-Z]/, path)
    assert.ok(text.trimEnd().split('\n').length <= 40, `${path} has more than 40 lines`)
    for (const { specifier } of imports)
      assert.match(specifier, /^(sqlferry(\/bak|\/sandbox)?|node:.*)$/, path)
    assert.ok(tested.includes(`example('${basename(path, '.ts')}'`), `${path} is not run`)
  }
})
