/**
 * How long `sqlferry --help` takes beside a Node that does nothing, packed and from a checkout, and the memory of
 * both. Run `npm run build` before.
 *
 * Usage: node bench/startup.ts [rounds, default 31]
 */
import {
  type Candidates,
  interleaved,
  mebibyte,
  median,
  programs,
  runNode,
  usageOf,
} from './support/measure.ts'

const rounds = Number(process.argv[2] ?? 31)
const candidates: Candidates = [['node -e 0', ['-e', '0']], ...programs('--help', '--lang', 'en')]

const times = interleaved(candidates, rounds, (nodeArguments) => runNode(nodeArguments))
const [[floorName] = ['']] = candidates
const bareMs = median(times.get(floorName) ?? [])
console.log(`median of ${rounds} interleaved rounds, Node ${process.version}`)
for (const [name, nodeArguments] of candidates) {
  const ms = median(times.get(name) ?? [])
  const peakMiB = usageOf(nodeArguments).peakBytes / mebibyte
  console.log(
    `${name.padEnd(28)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / bareMs).toFixed(2)} x  +${(ms - bareMs).toFixed(0)} ms  ${peakMiB.toFixed(0)} MiB peak`,
  )
}
console.log('goals: packed at most +40 ms, checkout under 2.5 x')
