/**
 * The other end of the upload figures: takes requests on loopback, counts their bytes and answers with as little as
 * the clients accept. Prints its port, then one line per upload: bytes and milliseconds from the first request to
 * the last answer. With `--crc` it also computes and names the CRC-64 of each part and of the whole.
 */
import { createServer, type Socket } from 'node:net'
import { crc64, crc64Combine } from '../../src/core/index.ts'

const withCrc = process.argv.includes('--crc')

let begunAt = 0
let bytes = 0
const parts = new Map<number, { readonly crc: bigint; readonly length: number }>()

interface Head {
  readonly method: string
  readonly target: string
  readonly length: number
}

function parseHead(text: string): Head {
  const [line = ''] = text.split('\r\n', 1)
  const [method = '', target = ''] = line.split(' ')
  return { method, target, length: Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0) }
}

function answer(head: Head, crc: bigint): string {
  const { method, target } = head
  const query = new URL(target, 'http://sink').searchParams
  const headers = [
    'x-oss-request-id: 5C3D9175B6FC201293AD4890',
    'ETag: "0123456789ABCDEF0123456789ABCDEF"',
  ]
  let body = ''
  if (method === 'POST' && query.has('uploads')) {
    begunAt = performance.now()
    bytes = 0
    parts.clear()
    body =
      '<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>U1</UploadId></InitiateMultipartUploadResult>'
  } else if (method === 'PUT') {
    bytes += head.length
    const partNumber = Number(query.get('partNumber') ?? 0)
    if (withCrc) {
      parts.set(partNumber, { crc, length: head.length })
      headers.push(`x-oss-hash-crc64ecma: ${crc}`)
    }
    if (partNumber === 0) ended()
  } else if (method === 'POST') {
    const inOrder = [...parts].toSorted(([a], [b]) => a - b)
    const whole = inOrder.reduce((sum, [, part]) => crc64Combine(sum, part.crc, part.length), 0n)
    if (withCrc) headers.push(`x-oss-hash-crc64ecma: ${whole}`)
    body =
      '<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>"E"</ETag></CompleteMultipartUploadResult>'
    ended()
  } else if (method === 'GET') {
    body =
      '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>'
  }
  const length = method === 'HEAD' ? bytes : Buffer.byteLength(body)
  return `HTTP/1.1 200 OK\r\n${headers.join('\r\n')}\r\nContent-Length: ${length}\r\n\r\n${body}`
}

function ended(): void {
  console.log(`ended ${bytes} ${(performance.now() - begunAt).toFixed(1)}`)
}

function serve(socket: Socket): void {
  let head: Head | undefined
  let left = 0
  let crc = 0n
  let unread = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (data) => {
    let rest = unread.length > 0 ? Buffer.concat([unread, data]) : data
    unread = Buffer.alloc(0)
    while (rest.length > 0 || (head && left === 0)) {
      if (!head) {
        const end = rest.indexOf('\r\n\r\n')
        if (end < 0) {
          unread = rest
          return
        }
        const text = rest.toString('latin1', 0, end + 2)
        head = parseHead(text)
        left = head.length
        crc = 0n
        rest = rest.subarray(end + 4)
        // One stream without parts begins with its only request.
        if (head.method === 'PUT' && !head.target.includes('partNumber')) {
          begunAt = performance.now()
          bytes = 0
        }
        if (/\r\nexpect: 100-continue/i.test(text)) socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      }
      const taken = Math.min(left, rest.length)
      if (withCrc && taken > 0) crc = crc64(rest.subarray(0, taken), crc)
      left -= taken
      rest = rest.subarray(taken)
      if (left > 0) return
      socket.write(answer(head, crc))
      head = undefined
    }
  })
}

const server = createServer(serve)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`port ${typeof address === 'object' ? address?.port : 0}`)
})
process.on('disconnect', () => process.exit())
