/**
 * `npm run build`: the package as it is published, in dist/. Everything is bundled, so that it installs without a
 * single dependency but Node itself; what is heavy lies in chunks of its own that load when they are needed.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { endWith, installed, root, runStep } from './run-step.ts'

const dist = join(root, 'dist')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)

/**
 * Takes Node's own modules by `process.getBuiltinModule`: an `import` of them runs every getter among their exports,
 * which loads streams, promises and more that a short command never needs. commander asks for child_process, for
 * commands that are programs of their own; we have none, so that it is loaded only when it is called.
 */
const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, importer, kind }) => {
      if (kind !== 'import-statement') return undefined
      const isLazy = path === 'node:child_process' && /[\\/]commander[\\/]/.test(importer)
      return { path, namespace: isLazy ? 'lazy' : 'builtin' }
    })
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter(
        (name) => /^\w+$/.test(name) && name !== 'default',
      )
      // What is pure and unused is left out, and with it the getter behind it.
      const lines = names.map(
        (name) =>
          `const _${name} = /* @__PURE__ */ (() => it.${name})(); export { _${name} as ${name} }`,
      )
      const it = `const it = process.getBuiltinModule(${JSON.stringify(path)}); export default it`
      return { contents: [it, ...lines].join('\n') }
    })
    onLoad({ filter: /^/, namespace: 'lazy' }, ({ path }) => ({
      contents: `export default { spawn: (...given) => require(${JSON.stringify(path)}).spawn(...given) }`,
    }))
  },
}

const common: BuildOptions = {
  bundle: true,
  format: 'esm',
  target: 'node24',
  outdir: dist,
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  absWorkingDir: root,
}

await build({
  ...common,
  entryPoints: {
    cli: 'src/cli/bin.ts',
    index: 'src/index.ts',
    'chunk-worker': 'src/files/chunk-worker.ts',
    ...(existsSync(join(root, 'src/sandbox/index.ts')) ? { sandbox: 'src/sandbox/index.ts' } : {}),
  },
  platform: 'node',
  splitting: true,
  plugins: [builtinModules],
  chunkNames: 'chunks/[name]-[hash]',
  // The cloud SDKs are CommonJS and ask for Node's modules with require; most chunks never call it.
  banner: {
    js: "let sqlferryRequire;const require=name=>(sqlferryRequire??=process.getBuiltinModule('node:module').createRequire(import.meta.url))(name);",
  },
})
await build({
  ...common,
  entryPoints: { bak: 'src/bak/reader.ts' },
  platform: 'neutral',
  target: 'es2024',
})

for (const path of ['bin', 'fixtures', 'LICENSE', 'README.md', 'README.zh-CN.md', 'CHANGELOG.md']) {
  if (existsSync(join(root, path))) cpSync(join(root, path), join(dist, path), { recursive: true })
}

const entry = (name: string, types: string) => ({
  types: `./types/${types}`,
  default: `./${name}.js`,
})
const published = {
  name: manifest.name,
  version: manifest.version,
  description: manifest.description,
  license: manifest.license,
  type: 'module',
  engines: manifest.engines,
  bin: manifest.bin,
  exports: {
    '.': entry('index', 'index.d.ts'),
    './bak': entry('bak', 'bak/reader.d.ts'),
    './sandbox': entry('sandbox', 'sandbox/index.d.ts'),
    './package.json': './package.json',
  },
  optionalDependencies: manifest.optionalDependencies,
}
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`)

endWith([runStep('declarations', installed('tsc'), ['-p', 'tsconfig.types.json'])])
