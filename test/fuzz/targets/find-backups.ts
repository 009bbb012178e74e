/** Paths as a person or a script may type them, over a folder of odd names. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBackups } from '../../../src/files/index.ts'
import type { FuzzTarget } from '../target.ts'

const seeds = ['a.bak', '.', 'deep/b', '数据库/完整.bak', 'loop', '..//./odd name', 'missing', '']

export const findBackupsTarget: FuzzTarget = {
  name: 'find-backups',
  seeds: () =>
    seeds.map((path) => ({ name: path, bytes: new TextEncoder().encode(path), hot: [] })),
  async run(bytes) {
    const folder = mkdtempSync(join(tmpdir(), 'sqlferry-fuzz-'))
    try {
      mkdirSync(join(folder, 'deep'))
      mkdirSync(join(folder, '数据库'))
      for (const name of ['a.bak', 'deep/b', '数据库/完整.bak', 'odd name'])
        writeFileSync(join(folder, name), name)
      symlinkSync(folder, join(folder, 'loop'))
      // Only below the folder: a drawn path must not lead over the whole disk.
      const text = new TextDecoder().decode(bytes).replaceAll('..', '.')
      const paths = text.split('\n').map((path) => (path.startsWith('/') ? `.${path}` : path))
      let found = 0
      for await (const each of findBackups(paths, { cwd: folder })) {
        found++
        if (each.kind === 'unreadable' && paths.length === 1) throw each.problem
        if (found > 1000) throw new Error(`${found} files found among 4`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
