import assert from 'node:assert/strict'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openHome } from '../../src/app/home.ts'
import { makeTempFolder } from '../temp-folder.ts'

test('the state folder is made for its owner alone, and refused where a file is in the way', async () => {
  const folder = await makeTempFolder()
  try {
    const home = openHome(join(folder.path, 'a', 'b'))
    assert.equal(home.journalPath, join(folder.path, 'a', 'b', 'journal.sqlite'))
    if (process.platform !== 'win32') {
      assert.equal((await stat(home.path)).mode & 0o777, 0o700)
    }
    openHome(home.path)
    await writeFile(join(folder.path, 'file'), '')
    assert.throws(() => openHome(join(folder.path, 'file', 'x')), {
      code: 'CONFIG_HOME_NOT_WRITABLE',
    })
  } finally {
    await folder.remove()
  }
})
