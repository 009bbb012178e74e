import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { version } from '../src/cli/version.ts'
import { needsShared, sharedPath } from './shared-files.ts'
import { makeTempFolder } from './temp-folder.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

describe('the package, installed from its tarball into an empty folder', () => {
  let folder: Awaited<ReturnType<typeof makeTempFolder>>
  let installed = ''

  const node = (...programArguments: string[]) =>
    run(process.execPath, programArguments, { cwd: folder.path, env: cleanEnvironment() })

  before(async () => {
    folder = await makeTempFolder()
    await run(process.execPath, ['scripts/build.ts'], { cwd: root })
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const options = { cwd: folder.path, shell: process.platform === 'win32' }
    await run(npm, ['pack', join(root, 'dist'), '--offline', '--silent'], options)
    await writeFile(join(folder.path, 'package.json'), '{ "type": "module", "private": true }\n')
    const tarball = `./sqlferry-${version}.tgz`
    const flags = ['--offline', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund']
    await run(npm, ['install', tarball, ...flags], options)
    installed = join(folder.path, 'node_modules', 'sqlferry')
  })
  after(() => folder.remove())

  test('brings no other package along', async () => {
    const names = await readdir(join(folder.path, 'node_modules'))
    assert.deepEqual(
      names.filter((name) => !name.startsWith('.')),
      ['sqlferry'],
    )
  })

  test('prints its version and its help in both languages', async () => {
    const bin = join(installed, 'bin', 'sqlferry.js')
    assert.equal((await node(bin, '--version')).stdout, `${version}\n`)
    assert.match((await node(bin, '--lang', 'en', '--help')).stdout, /^Usage: sqlferry/)
    assert.match((await node(bin, '--lang', 'zh', '--help')).stdout, /^用法：/)
  })

  test('ends with exit code 2 and the meant option when one is misspelt', async () => {
    const bin = join(installed, 'bin', 'sqlferry.js')
    await assert.rejects(node(bin, '--lang', 'en', '--verbos'), (error: Error) => {
      assert.ok('code' in error && error.code === 2)
      assert.match(error.message, /Did you mean --verbose\?/)
      return true
    })
  })

  test('explains an error of the cloud from its own data', async () => {
    const bin = join(installed, 'bin', 'sqlferry.js')
    assert.match((await node(bin, '--lang', 'en', 'explain', 'NoSuchBucket')).stdout, /bucket/i)
  })

  test('inspects a backup', async () => {
    const backup = join(installed, 'fixtures', 'backups', 'Sales_FULL_20260101020000.bak')
    const bin = join(installed, 'bin', 'sqlferry.js')
    const { stdout } = await node(bin, 'inspect', backup, '--json')
    assert.equal(typeof JSON.parse(stdout)[backup], 'object')
  })

  test('its library can be imported, and its types hold in a strict project', async () => {
    const program = `
      import { inspectBackup, memorySource, isMigrationError } from 'sqlferry'
      import * as bak from 'sqlferry/bak'
      const inspection = await inspectBackup(memorySource(new Uint8Array(4096)))
      const kind: 'mtf' | 'compressed' | 'encrypted' | 'not-a-backup' = inspection.kind
      console.log(kind, isMigrationError(new Error('x')), typeof bak.inspectBackup)
    `
    await writeFile(join(folder.path, 'use.ts'), program)
    assert.equal((await node(join(folder.path, 'use.ts'))).stdout, 'not-a-backup false function\n')
    // The project that uses the package has no types of Node.
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024', 'dom', 'esnext.disposable'],
      types: [],
    }
    const project = JSON.stringify({ compilerOptions, files: ['use.ts'] })
    await writeFile(join(folder.path, 'tsconfig.json'), project)
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = await node(compiler, '-p', '.').catch((error: { stdout: string }) => error)
    assert.equal(stdout, '')
  })

  test('decodes compressed backups in worker threads of its own', needsShared('bak'), async () => {
    const program = `
      let workers = 0
      process.on('worker', (worker) => worker.on('message', (said) => (workers += said === 'ready')))
      const { chunkDecoderPool, openFile } = await import('sqlferry')
      const { decodeChunks } = await import('sqlferry/bak')
      const decoder = chunkDecoderPool({ workers: 2, isEager: true })
      const source = await openFile(process.argv[1])
      let bytes = 0
      for await (const piece of decodeChunks(source, { decoder })) bytes += piece.bytes.length
      console.log(workers, bytes)
      await Promise.all([decoder.close(), source.close()])
    `
    const backup = sharedPath('bak', '2014-compressed-1set__SharePoint_Config.bak')
    const { stdout } = await node('--input-type=module', '--eval', program, backup)
    // The other may have come too late for so short a file.
    assert.match(stdout, /^[12] 14768640\n$/)
  })

  test('the reader of backups is one file without imports, for the browser', async () => {
    const code = await readFile(join(installed, 'bak.js'), 'utf8')
    assert.doesNotMatch(code, /\bfrom\s*["']|\bimport\s*\(|\brequire\s*\(|\bprocess\./)
  })

  test('the reader of backups works where there is nothing of Node, as in a browser', async () => {
    const program = `
      import { readFileSync } from 'node:fs'
      const blob = new Blob([readFileSync(process.argv[1])])
      const print = console.log
      for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate'])
        delete globalThis[name]
      const { blobSource, inspectBackup } = await import('sqlferry/bak')
      const { kind, sets } = await inspectBackup(blobSource(blob, 'chosen.bak'))
      print(kind, sets[0].database, typeof process, typeof Buffer)
    `
    const backup = join(installed, 'fixtures', 'backups', 'Sales_FULL_20260101020000.bak')
    const { stdout } = await node('--input-type=module', '--eval', program, backup)
    assert.equal(stdout, 'mtf Sales undefined undefined\n')
  })

  test('the reader of backups carries nothing that only explain needs', async () => {
    const code = await readFile(join(installed, 'bak.js'), 'utf8')
    assert.ok(code.length < 352 * 1024, `${code.length} bytes`)
    assert.doesNotMatch(code, /BAK_CHAIN_GAP/)
  })

  test('names no path of the machine that built it', async () => {
    const files = await readdir(installed, { recursive: true, withFileTypes: true })
    for (const file of files.filter((each) => /\.(js|ts|json)$/.test(each.name))) {
      const text = await readFile(join(file.parentPath, file.name), 'utf8')
      assert.ok(!text.includes(dirname(root)), file.name)
    }
  })
})

/** The environment without anything that would lead Node back into the checkout. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '').split(delimiter)
  return {
    ...process.env,
    PATH: path.filter((each) => !each.startsWith(root)).join(delimiter),
    NODE_PATH: '',
  }
}
