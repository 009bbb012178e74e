/** How both services of the sandbox listen: on loopback only, and gone at once when they stop. */
import type { Server } from 'node:http'
import type { LoopbackServer } from './loopback-server.ts'

/**
 * Listens on 127.0.0.1 and resolves when connections are accepted.
 *
 * @param port  0 picks a free one
 * @param stop  called first when the server is closed, to end what is being answered
 * @throws the error of node:net when the port cannot be had
 */
export async function listenOnLoopback(
  server: Server,
  port: number,
  stop: () => void,
): Promise<LoopbackServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        stop()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
