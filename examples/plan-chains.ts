/** Says what can be restored from a folder of backups, in which order, and which log records are missing. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { formatLsn, nodeCodecs, openFile } from 'sqlferry'
import { type ChainFile, inspectBackup, planChains } from 'sqlferry/bak'

const [folder = 'fixtures/chain'] = process.argv.slice(2)
const files: ChainFile[] = []
for (const name of globSync('**/*.{bak,trn}', { cwd: folder })) {
  const file = await openFile(join(folder, name))
  files.push({ path: name, inspection: await inspectBackup(file, { codecs: nodeCodecs }) })
  await file.close()
}

for (const { branches } of planChains(files).families) {
  for (const { names, isLeaf, chain, gaps } of branches) {
    if (!isLeaf) continue
    console.log(`${names[0]}: ${chain ? `up to ${formatLsn(chain.reach)}` : 'nothing to restore'}`)
    for (const { set, rows } of chain?.sets ?? [])
      console.log(`  ${set.type} ${rows.map(({ path }) => path).join(' + ')}`)
    for (const { from, to } of gaps)
      console.log(`  missing: log records ${formatLsn(from)} to ${formatLsn(to)}`)
  }
}
