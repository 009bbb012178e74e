import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { placeholderNames } from '../src/core/index.ts'
import {
  type ImportFact,
  lineOf,
  root,
  type SourceFacts,
  sourceFiles,
  walk,
} from './house/source-files.ts'

/** The table of docs/architecture.md: what a folder may import as a value, as a type, and through wire.ts. */
const mayImport: Readonly<
  Record<
    string,
    { values: readonly string[]; types?: readonly string[]; wires?: readonly string[] }
  >
> = {
  core: { values: [] },
  bak: { values: ['core'] },
  files: { values: ['core', 'bak'] },
  journal: { values: ['core'] },
  sqlserver: { values: ['core'] },
  oss: { values: ['core'] },
  rds: { values: ['core'] },
  assessment: { values: ['core'], types: ['bak', 'sqlserver', 'oss', 'rds'] },
  migration: {
    values: ['core', 'bak', 'assessment'],
    types: ['files', 'sqlserver', 'oss', 'rds', 'journal'],
  },
  sandbox: {
    values: ['core', 'bak'],
    types: ['sqlserver', 'oss', 'rds'],
    wires: ['sqlserver', 'oss', 'rds'],
  },
  rehearsal: { values: ['core', 'migration', 'sandbox', 'journal'] },
  fleet: { values: ['core', 'migration', 'journal'] },
  app: {
    values: [
      ...['core', 'bak', 'files', 'journal', 'sqlserver', 'oss', 'rds', 'assessment', 'migration'],
      ...['sandbox', 'rehearsal', 'fleet'],
    ],
  },
  cli: { values: ['core', 'app'] },
  console: { values: ['core', 'app'] },
}

/** Packages that a whole folder is written with; every other package is imported by one file. */
const frameworks: Readonly<Record<string, string>> = { commander: 'src/cli/' }

const sources = sourceFiles('src/**/*.ts')

/** Fails with one line per fault. */
function assertNone(faults: readonly string[]): void {
  assert.deepEqual(faults, [])
}

function folderOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/')
  return rest.length > 0 ? folder : ''
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

test('a folder imports another only where the table allows it, and only through index.ts or wire.ts', () => {
  const faults: string[] = []
  for (const source of sources) {
    const folder = folderOf(source.path)
    for (const fact of source.imports) {
      const target = fact.target?.startsWith('src/') ? folderOf(fact.target) : undefined
      if (target === undefined || target === folder) continue
      const fault = judgeImport(folder, target, fact)
      if (fault) faults.push(`${source.path}:${fact.line} ${fault}`)
    }
  }
  assertNone(faults)
})

function judgeImport(folder: string, target: string, fact: ImportFact): string | undefined {
  const door = fact.target?.slice(`src/${target}/`.length)
  // src/index.ts only gathers the public names of all folders.
  if (folder === '') return door === 'index.ts' ? undefined : `imports ${target} past its index.ts`
  const allowed = mayImport[folder]
  if (!allowed) return `is in a folder that the table does not have`
  if (door === 'wire.ts' && allowed.wires?.includes(target)) return undefined
  if (door !== 'index.ts') return `imports ${target} past its index.ts`
  if (allowed.values.includes(target)) return undefined
  if (allowed.types?.includes(target)) {
    return fact.isTypeOnly ? undefined : `may import only types of ${target}`
  }
  return `may not import ${target}`
}

test('core and bak import neither Node nor packages', () => {
  assertNone(
    sources
      .filter((source) => ['core', 'bak'].includes(folderOf(source.path)))
      .flatMap((source) =>
        source.imports
          .filter((fact) => fact.target === undefined)
          .map((fact) => `${source.path}:${fact.line} imports ${fact.specifier}`),
      ),
  )
})

test('a package is imported by one file only, frameworks by their folder only', () => {
  const users = new Map<string, Set<string>>()
  for (const source of sources) {
    for (const fact of source.imports) {
      if (fact.target !== undefined || fact.specifier.startsWith('node:')) continue
      const name = packageOf(fact.specifier)
      users.set(name, (users.get(name) ?? new Set()).add(source.path))
    }
  }
  const faults = [...users].flatMap(([name, paths]) => {
    const home = frameworks[name]
    if (home) return [...paths].filter((path) => !path.startsWith(home))
    return paths.size > 1 ? [`${name}: ${[...paths].join(', ')}`] : []
  })
  assertNone(faults)
})

const clockCalls =
  /^(globalThis\.)?(Date|Date\.now|Math\.random|performance\.now|AbortSignal\.timeout|process\.hrtime(\.bigint)?|process\.uptime)$/
const clockNames =
  /^((globalThis\.)?(setTimeout|setInterval|setImmediate)|(crypto\.)?(randomUUID|randomBytes|getRandomValues))$/

/** Returns what a node does that only core may do, or undefined. */
function timeOrChance(node: ts.Node, tree: ts.SourceFile): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText(tree) === 'Date') {
    return node.arguments?.length ? undefined : 'new Date()'
  }
  // Under another name a timer would not be recognised where it is called.
  if (ts.isImportDeclaration(node)) {
    const from = node.moduleSpecifier.getText(tree)
    return /node:timers/.test(from) ? `import from ${from}` : undefined
  }
  if (!ts.isCallExpression(node)) return undefined
  const callee = node.expression.getText(tree)
  return clockCalls.test(callee) || clockNames.test(callee) ? callee : undefined
}

function findIn(
  files: readonly SourceFacts[],
  judge: (node: ts.Node, tree: ts.SourceFile) => string | undefined,
): string[] {
  const faults: string[] = []
  for (const { path, tree } of files) {
    walk(tree, (node) => {
      const fault = judge(node, tree)
      if (fault) faults.push(`${path}:${lineOf(tree, node)} ${fault}`)
    })
  }
  return faults
}

test('time and chance come from core alone', () => {
  const others = sources.filter((source) => folderOf(source.path) !== 'core')
  assertNone(findIn(others, timeOrChance))
})

test('only the command line and the configuration know the process', () => {
  const others = sources.filter(
    ({ path }) => !path.startsWith('src/cli/') && !path.startsWith('src/app/config'),
  )
  assertNone(findIn(others, processUse))
})

/** Returns how a node reaches for environment, arguments or exit of the process, or undefined. */
function processUse(node: ts.Node, tree: ts.SourceFile): string | undefined {
  const isProcess = (expression: ts.Expression | undefined) =>
    expression !== undefined && /^(globalThis\.)?process$/.test(expression.getText(tree))
  if (ts.isPropertyAccessExpression(node) && isProcess(node.expression))
    return /^(env|exit|exitCode|argv|chdir)$/.test(node.name.text) ? node.getText(tree) : undefined
  if (ts.isElementAccessExpression(node) && isProcess(node.expression)) return node.getText(tree)
  // Taken apart or under another name, what is done with it could not be seen.
  if (ts.isVariableDeclaration(node) && isProcess(node.initializer)) return node.getText(tree)
  if (ts.isImportDeclaration(node) && node.moduleSpecifier.getText(tree).includes('node:process'))
    return node.getText(tree)
  return undefined
}

test('every error has the same code and the same placeholders in Chinese', async () => {
  const faults: string[] = []
  const catalogues = sources.filter(({ path }) => /\/errors[\w-]*\.ts$/.test(path))
  for (const { path } of catalogues.filter((each) => !each.path.endsWith('.zh.ts'))) {
    if (path === 'src/core/errors.ts') continue
    const translation = path.replace(/\.ts$/, '.zh.ts')
    if (!existsSync(join(root, translation))) {
      faults.push(`${path} has no ${translation}`)
      continue
    }
    const english = await catalogueIn(path)
    const chinese = await catalogueIn(translation)
    for (const code of new Set([...Object.keys(english), ...Object.keys(chinese)])) {
      const names = [english, chinese].map((texts) =>
        placeholderNames(Object.values(texts[code] ?? {}).join(' '))
          .sort()
          .join(' '),
      )
      if (!english[code] || !chinese[code]) faults.push(`${path}: ${code} is in one language only`)
      else if (names[0] !== names[1]) faults.push(`${path}: ${code} fills ${names.join(' / ')}`)
      if (!/^[A-Z]+(_[A-Z0-9]+)+$/.test(code)) faults.push(`${path}: ${code} is not AREA_WHAT`)
    }
  }
  assert.ok(catalogues.length > 0)
  assertNone(faults)
})

test('an error code has one meaning, however many catalogues gather it', async () => {
  const homes = new Map<string, { path: string; entry: unknown }>()
  const faults: string[] = []
  for (const { path } of sources) {
    if (!/\/errors[\w-]*\.ts$/.test(path) || path === 'src/core/errors.ts') continue
    for (const [code, entry] of Object.entries(await entriesIn(path))) {
      const home = homes.get(code)
      if (home && home.entry !== entry) faults.push(`${code} is in ${home.path} and in ${path}`)
      homes.set(code, { path, entry })
    }
  }
  assert.ok(homes.size > 0)
  assertNone(faults)
})

/** The one object of a module whose name says that it is a catalogue: `ossErrors`, `ossErrorsZh`. */
async function entriesIn(path: string): Promise<Record<string, Record<string, unknown>>> {
  const loaded: Record<string, unknown> = await import(pathToFileURL(join(root, path)).href)
  const texts = Object.entries(loaded).find(([name]) => /Errors(Zh)?$/.test(name))?.[1]
  assert.ok(texts, `${path} exports no catalogue`)
  return texts as Record<string, Record<string, unknown>>
}

async function catalogueIn(path: string): Promise<Record<string, Record<string, string>>> {
  return Object.fromEntries(
    Object.entries(await entriesIn(path)).map(([code, { message, cause, solution }]) => [
      code,
      { message: String(message), cause: String(cause), solution: String(solution) },
    ]),
  )
}

test('error messages are lower case without a full stop, causes and solutions are sentences', async () => {
  const { errorCatalogue } = await import('../src/app/error-catalogue.ts')
  const faults = Object.entries(errorCatalogue).flatMap(([code, { message, cause, solution }]) => [
    ...(/\.$/.test(message) ? [`${code}: message ends with a full stop`] : []),
    ...(/^[A-Z][a-z]+ /.test(message) ? [`${code}: message begins with a capital`] : []),
    ...(cause && !/[.}]$/.test(cause) ? [`${code}: cause is no sentence`] : []),
    ...(/[.}]$/.test(solution) ? [] : [`${code}: solution is no sentence`]),
  ])
  assertNone(faults)
})

test('every file says at its top what it is, and is short enough to read', () => {
  const faults = sources.flatMap(({ path, text }) => [
    ...(/^(#!.*\n)?\/\*\*/.test(text) ? [] : [`${path} begins without a comment`]),
    ...(text.split('\n').length > 401 ? [`${path} has more than 400 lines`] : []),
  ])
  assertNone(faults)
})

test('no file names a machine, keeps a task for later or imports its own tests', () => {
  const files = [
    ...sources,
    ...sourceFiles('test/**/*.ts'),
    ...sourceFiles('bench/**/*.ts'),
    ...sourceFiles('scripts/**/*.{ts,js}'),
  ].filter(({ path }) => path !== 'test/architecture.test.ts')
  const faults = files.flatMap(({ path, text, imports }) => [
    ...(/\/(home|Users|root)\/\w|\/work\/\w/.test(text)
      ? [`${path} names a path of a machine`]
      : []),
    ...(/\b(TODO|FIXME|HACK)\b/.test(text) ? [`${path} keeps a task for later`] : []),
    ...(path.startsWith('src/') && imports.some((fact) => fact.target?.startsWith('test/'))
      ? [`${path} imports a test`]
      : []),
  ])
  assertNone(faults)
})
