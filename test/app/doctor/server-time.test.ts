/** The cloud's clock is read off a plain answer, and not getting one is no error. */
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { test } from 'node:test'
import { serverTimeOf } from '../../../src/app/doctor/server-time.ts'
import { VirtualClock } from '../../../src/core/index.ts'

const never = new AbortController().signal

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

test('the Date header of any answer counts, also of a refusal', async (t) => {
  const server = await serve((_, response) => {
    response.writeHead(403, { date: 'Sun, 22 Nov 2026 04:00:00 GMT' }).end()
  })
  t.after(server.close)
  assert.equal(await serverTimeOf(server.endpoint, never), Date.UTC(2026, 10, 22, 4))
})

test('a server that cannot be reached tells nothing', async () => {
  const server = await serve(() => {})
  await server.close()
  assert.equal(await serverTimeOf(server.endpoint, never), undefined)
})

test('a server that says nothing is left after five seconds', async (t) => {
  const clock = new VirtualClock()
  let onRequest = () => {}
  const asked = new Promise<void>((resolve) => {
    onRequest = resolve
  })
  const server = await serve(() => onRequest())
  t.after(server.close)
  const time = serverTimeOf(server.endpoint, never, clock)
  await asked
  await clock.advance(5_000)
  assert.equal(await time, undefined)
  assert.equal(clock.sleeping, 0)
})

test('a cancelled run ends with its reason', async (t) => {
  const server = await serve(() => {})
  t.after(server.close)
  const controller = new AbortController()
  const time = serverTimeOf(server.endpoint, controller.signal)
  controller.abort(new Error('Ctrl-C'))
  await assert.rejects(time, /Ctrl-C/)
})
