// Loaded before a measured program: writes its processor time and peak memory to the file that BENCH_USAGE names.
import { readFileSync, writeFileSync } from 'node:fs'

/** Linux carries the peak of the process that started this one over into maxRSS; VmHWM is this program's own. */
function peakKibibytes() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const usage = {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakBytes: peakKibibytes() * 1024,
  }
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage))
})
