/**
 * What `sqlferry inspect` of a folder of real backups costs: processor time and peak memory beside a Node that only
 * opens the same files and reads their first 16 KiB. Run `npm run build` before.
 *
 * Usage: node bench/inspect-cost.ts [folder of backups, default ../shared/bak] [rounds, default 15]
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type Candidates,
  interleaved,
  mebibyte,
  median,
  programs,
  root,
  usageOf,
} from './support/measure.ts'

const folder = resolve(process.argv[2] ?? join(root, '..', 'shared', 'bak'))
const rounds = Number(process.argv[3] ?? 15)

if (!existsSync(folder)) console.log(`skipped: there is no folder ${folder}; name one with backups`)
else report()

function report(): void {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile())
  const opening = `const fs=require('fs'),b=Buffer.alloc(16384);for(const n of fs.readdirSync(process.argv[1])){const f=fs.openSync(process.argv[1]+'/'+n);fs.fstatSync(f);fs.readSync(f,b,0,16384,0);fs.closeSync(f)}`
  const floorName = 'node: open, stat, read 16 KiB'
  const candidates: Candidates = [
    [floorName, ['-e', opening, folder]],
    ['node -e 0', ['-e', '0']],
    ...programs('inspect', folder),
  ]
  const usages = interleaved(candidates, rounds, usageOf)
  const cpuMs = (name: string) =>
    median((usages.get(name) ?? []).map(({ cpuSeconds }) => cpuSeconds * 1000))
  console.log(
    `processor time over ${names.length} files, median of ${rounds} interleaved rounds, Node ${process.version}`,
  )
  for (const [name, all] of usages) {
    const ratio = (cpuMs(name) / cpuMs(floorName)).toFixed(2)
    const peakMiB = Math.max(...all.map(({ peakBytes }) => peakBytes)) / mebibyte
    console.log(
      `${name.padEnd(32)} ${cpuMs(name).toFixed(0).padStart(5)} ms  ${ratio} x the floor  ${peakMiB.toFixed(0)} MiB peak`,
    )
  }
  console.log('goal: under 1000 ms')
}
