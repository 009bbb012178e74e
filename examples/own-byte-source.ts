/** Reads a backup from any HTTP server that answers ranges, through a byte source of one's own. */
import { type ByteSource, inspectBackup } from 'sqlferry'

async function httpSource(url: string): Promise<ByteSource> {
  const head = await fetch(url, { method: 'HEAD' })
  const sizeBytes = Number(head.headers.get('content-length'))
  return {
    name: url,
    sizeBytes,
    async read(offset, length, signal) {
      const end = Math.min(sizeBytes, offset + length)
      if (end <= offset) return new Uint8Array()
      const range = { range: `bytes=${offset}-${end - 1}` }
      const answer = await fetch(url, { headers: range, signal: signal ?? null })
      if (answer.status !== 206) throw new Error(`${url} answers ${answer.status} to a range`)
      return new Uint8Array(await answer.arrayBuffer())
    },
    close: async () => {},
  }
}

const [url = ''] = process.argv.slice(2)
const source = await httpSource(url)
const inspection = await inspectBackup(source)
console.log(inspection.kind === 'mtf' ? inspection.sets[0]?.database : inspection.kind)
