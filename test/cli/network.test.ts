/**
 * Endpoints behind TLS and a proxy as the options of the command line give them, for OSS and RDS in
 * one command: `doctor` calls both.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { registerDoctor } from '../../src/cli/commands/doctor.ts'
import { main } from '../../src/cli/main.ts'
import { systemClock, systemIds } from '../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts'
import { makeTempFolder } from '../temp-folder.ts'
import { captureIo } from './capture.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const proxyPassword = 'Geheim:7@x'

describe('over TLS', hasOpenssl ? {} : { skip: 'needs openssl to make a certificate' }, () => {
  const sockets = new Set<Socket>()
  const closing: (() => Promise<unknown> | unknown)[] = []
  const tunnels: { readonly to: string | undefined; readonly credentials: string | undefined }[] =
    []
  let sandbox: Sandbox
  let secure: { readonly oss: string; readonly rds: string }
  let proxy = ''
  let caFile = ''

  before(async () => {
    sandbox = await startSandbox()
    closing.push(() => sandbox.stop())
    await sandbox.storage.createBucket('bak-one')
    const folder = await makeTempFolder()
    closing.push(folder.remove)
    const key = join(folder.path, 'key.pem')
    caFile = join(folder.path, 'ca.pem')
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', key, '-out', caFile],
    ])
    assert.equal(made.status, 0, String(made.stderr))
    const pair = { key: await readFile(key), cert: await readFile(caFile) }
    const wrap = async (endpoint: string) => {
      const server = createTlsServer(pair, (socket) =>
        joinTo(socket, Number(new URL(endpoint).port)),
      )
      server.on('tlsClientError', () => {})
      closing.push(() => server.close())
      return `https://localhost:${await portOf(server)}`
    }
    secure = { oss: await wrap(sandbox.endpoints.oss), rds: await wrap(sandbox.endpoints.rds) }
    const forward = createHttpServer()
    forward.on('connect', (request, client: Socket) => {
      tunnels.push({ to: request.url, credentials: request.headers['proxy-authorization'] })
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      joinTo(client, Number(request.url?.split(':')[1]))
    })
    closing.push(() => forward.close())
    proxy = `http://ferry:${encodeURIComponent(proxyPassword)}@127.0.0.1:${await portOf(forward)}`
  })

  after(async () => {
    for (const socket of sockets) socket.destroy()
    for (const close of closing.reverse()) await close()
  })

  beforeEach(() => {
    tunnels.length = 0
  })

  function joinTo(client: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.pipe(client)
  }

  async function doctor(argv: readonly string[]) {
    const io = captureIo({
      clock: { now: systemClock.now, sleep: async () => {} },
      ids: systemIds,
      env: {
        OSS_ENDPOINT: secure.oss,
        RDS_ENDPOINT: secure.rds,
        OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
        OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
        REGION: sandbox.region,
      },
    })
    const given = ['--instance', sandbox.instanceId, '--bucket', 'bak-one']
    const exit = await main(['doctor', ...given, ...argv], io, [registerDoctor])
    return { exit, said: `${io.out()}${io.err()}` }
  }

  test('--ca-file makes an authority of one’s own trusted for OSS and RDS', async () => {
    const { exit, said } = await doctor(['--ca-file', caFile])
    assert.equal(exit, 0, said)
    assert.match(said, /^storage class +ok/m)
    assert.match(said, /^instance and engine +ok/m)
  })

  test('without it neither is believed, and the answer names the CA file', async () => {
    const { exit, said } = await doctor([])
    assert.notEqual(exit, 0)
    assert.match(said, /certificate/)
    assert.match(said, /CA file|--ca-file/)
  })

  test('a CA file that is none is refused before any call', async () => {
    const path = join(caFile, '..', 'text.pem')
    await writeFile(path, 'no certificate')
    const { exit, said } = await doctor(['--ca-file', path])
    assert.equal(exit, 2)
    assert.match(said, /CONFIG_CA_FILE_UNREADABLE/)
  })

  test('a proxy with a password carries both services, and the password is not shown (I7)', async () => {
    const { exit, said } = await doctor(['--ca-file', caFile, '--proxy', proxy])
    assert.equal(exit, 0, said)
    const hosts = new Set(tunnels.map(({ to }) => to))
    for (const endpoint of Object.values(secure)) assert.ok(hosts.has(new URL(endpoint).host))
    const credentials = `Basic ${Buffer.from(`ferry:${proxyPassword}`).toString('base64')}`
    for (const tunnel of tunnels) assert.equal(tunnel.credentials, credentials)
    const wrong = await doctor(['--proxy', proxy])
    assert.notEqual(wrong.exit, 0)
    for (const secret of [proxyPassword, encodeURIComponent(proxyPassword), credentials])
      assert.ok(!`${said}${wrong.said}`.includes(secret))
  })
})

async function portOf(server: {
  listen(port: number, host: string, ready: () => void): unknown
  address(): ReturnType<import('node:net').Server['address']>
}): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
