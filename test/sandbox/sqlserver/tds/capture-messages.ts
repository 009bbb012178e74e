/** Reads the captured messages of real TDS clients. */
import { readdirSync, readFileSync } from 'node:fs'
import { sharedPath } from '../../../shared-files.ts'

export interface CapturedMessage {
  readonly type: 'PRELOGIN' | 'LOGIN7' | 'SQLBatch' | 'RPC' | 'Attention'
  readonly payload: Buffer
  /** Of a batch. */
  readonly sql: string | undefined
}

export interface CapturedConnection {
  /** File and connection, for messages. */
  readonly name: string
  readonly messages: CapturedMessage[]
}

/** Returns the connections of every client. A batch that was printed in part is completed from its text. */
export function capturedConnections(): CapturedConnection[] {
  const files = readdirSync(sharedPath('captures')).filter((name) => name.endsWith('.tds.txt'))
  return files.flatMap((file) => {
    const connections = new Map<string, CapturedConnection>()
    const blocks = readFileSync(sharedPath('captures', file), 'utf8').split(/^### /m).slice(1)
    for (const block of blocks) {
      const [, id = '', type = '', bytes = ''] =
        /^conn (\d+) client -> server: (\w+), (\d+) payload bytes/.exec(block) ?? []
      if (id === '') continue
      const connection = connections.get(id) ?? { name: `${file} ${id}`, messages: [] }
      connections.set(id, connection)
      connection.messages.push(readMessage(type, Number(bytes), block))
    }
    return [...connections.values()]
  })
}

function readMessage(type: string, bytes: number, block: string): CapturedMessage {
  const dump = [...block.matchAll(/^[0-9a-f]{4} {2}((?:[0-9a-f]{2} )+)/gm)]
  const printed = Buffer.from(dump.map(([, hex = '']) => hex.replaceAll(' ', '')).join(''), 'hex')
  const sql = /^ {2}SQL: (".*")/m.exec(block)?.[1]
  const text = sql === undefined ? undefined : (JSON.parse(sql) as string)
  const payload =
    printed.length === bytes
      ? printed
      : Buffer.concat([
          printed.subarray(0, bytes - (text ?? '').length * 2),
          Buffer.from(text ?? '', 'utf16le'),
        ])
  if (payload.length !== bytes)
    throw new Error(`${bytes} bytes were captured: ${block.slice(0, 80)}`)
  return { type: type as CapturedMessage['type'], payload, sql: text }
}
