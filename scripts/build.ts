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

/** commander loads child_process for commands that are programs of their own; we have none, and it costs start-up. */
const lazyChildProcess: Plugin = {
  name: 'lazy-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer)
        ? { path: 'child_process', namespace: 'lazy' }
        : undefined,
    )
    onLoad({ filter: /^child_process$/, namespace: 'lazy' }, () => ({
      contents: `export default { spawn: (...given) => require('node:child_process').spawn(...given) }`,
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
    ...(existsSync(join(root, 'src/sandbox/index.ts')) ? { sandbox: 'src/sandbox/index.ts' } : {}),
  },
  platform: 'node',
  splitting: true,
  plugins: [lazyChildProcess],
  chunkNames: 'chunks/[name]-[hash]',
  // The cloud SDKs are CommonJS and ask for Node's modules with require.
  banner: {
    js: "import{createRequire as sqlferryRequire}from'node:module';const require=sqlferryRequire(import.meta.url);",
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
