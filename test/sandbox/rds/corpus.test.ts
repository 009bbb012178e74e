/** Every real backup, restored on its own by a 2019 instance: what becomes of it follows from its golden values. */
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { newStage } from './stage.ts'

interface Golden {
  readonly container: string
  readonly walk?: string
  readonly families?: number
  readonly sets?: readonly { readonly type: string; readonly databaseVersion: number }[]
}

/** The database versions of SQL Server 2005 and 2019. */
const oldest = 611
const newest = 904
/** The golden values do not say that this file has a media password. */
const withPassword = '2008r2-mediapassword__passwd.bak'

/** What the rules of the service say about a file, whatever its name. */
function expected(file: string, golden: Golden): string {
  const [first] = golden.sets ?? []
  const isReadable =
    (golden.container === 'mtf' || golden.container === 'compressed') &&
    golden.walk === 'ok' &&
    first !== undefined &&
    (golden.families ?? 1) === 1 &&
    first.databaseVersion >= oldest &&
    first.databaseVersion <= newest &&
    file !== withPassword
  if (!isReadable) return 'Failed: Failed to verify'
  if (first.type === 'DIFF') return 'Failed: is a Database Differential backup'
  if (first.type === 'LOG') return 'Failed: is a Transaction Log backup'
  return 'Success: Success to DBCC checkdb asynchronously'
}

test(
  'all 67 real files end as their golden values say',
  needsShared('bak/golden.json'),
  async () => {
    const golden: Record<string, Golden> = JSON.parse(
      readFileSync(sharedPath('bak', 'golden.json'), 'utf8'),
    )
    assert.equal(Object.keys(golden).length, 67)
    const stage = newStage({ instances: [{ maxDatabases: 100 }] })
    let number = 0
    for (const [file, values] of Object.entries(golden)) {
      const key = /\.(bak|trn)$/.test(file) ? file : `${file}.bak`
      stage.objects.add(key, new Uint8Array(readFileSync(sharedPath('bak', file))))
      const { status, description } = await stage.outcome(await stage.full(key, `Db${number++}`))
      const wanted = expected(file, values)
      assert.ok(
        wanted.startsWith(`${status}: `) && description.includes(wanted.slice(status.length + 2)),
        `${file}: ${status}: ${description}; expected ${wanted}`,
      )
    }
  },
)
