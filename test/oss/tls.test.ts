/** Buckets behind TLS: the certificates that are trusted, directly and through the tunnel of a proxy with a password. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer as createHttpServer, request } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isMigrationError, seededIds, systemClock } from '../../src/core/index.ts'
import { ossStorage } from '../../src/oss/index.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts'
import { closeServer, listen } from '../rds/gateway.ts'
import { makeTempFolder } from '../temp-folder.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const clock = { now: systemClock.now, sleep: async () => {} }

describe('OSS over TLS', hasOpenssl ? {} : { skip: 'needs openssl to make a certificate' }, () => {
  const closing: (() => Promise<unknown>)[] = []
  const tunnels: (string | undefined)[] = []
  let sandbox: Sandbox
  let endpoint = ''
  let proxy = ''
  let ca = ''

  before(async () => {
    const folder = await makeTempFolder()
    closing.push(folder.remove)
    sandbox = await startSandbox()
    closing.push(sandbox.stop)
    await sandbox.storage.createBucket('backups')
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', key, '-out', cert],
    ])
    assert.equal(made.status, 0, String(made.stderr))
    ca = await readFile(cert, 'utf8')
    // In front of the sandbox: it ends TLS and hands on every byte.
    const server = createServer({ key: await readFile(key), cert: ca }, (incoming, outgoing) => {
      const { method, url = '/', headers } = incoming
      const onward = request(sandbox.endpoints.oss + url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      onward.on('error', () => outgoing.destroy())
      incoming.pipe(onward)
    })
    closing.push(() => closeServer(server))
    const port = await listen(server)
    endpoint = `https://localhost:${port}`
    const forward = createHttpServer()
    forward.on('connect', (asked, client) => {
      const given = asked.headers['proxy-authorization']
      tunnels.push(given)
      if (given !== `Basic ${Buffer.from('ferry:s3cret:pa').toString('base64')}`) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
        return
      }
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(client)
        client.pipe(upstream)
      })
      upstream.on('error', () => client.destroy())
      client.on('error', () => upstream.destroy())
      client.on('close', () => upstream.destroy())
      // A tunnel is no connection of the server any more, so closing the server leaves it open.
      closing.push(async () => client.destroy())
    })
    const proxyPort = await listen(forward)
    proxy = `http://ferry:s3cret%3Apa@127.0.0.1:${proxyPort}`
    closing.push(() => closeServer(forward))
  })

  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  async function withStorage<T>(
    more: { ca?: string; proxy?: string },
    work: (store: ReturnType<ReturnType<typeof ossStorage>['bucket']>) => Promise<T>,
  ): Promise<T> {
    const storage = ossStorage({
      endpoint,
      region: sandbox.region,
      credentials: async () => sandbox.credentials,
      clock,
      ids: seededIds(1),
      ...more,
    })
    try {
      return await work(storage.bucket('backups'))
    } finally {
      await storage.close()
    }
  }

  test('a certificate of an unknown authority is refused, with what to do, and never tried again', async () => {
    for (const more of [{}, { proxy }])
      await assert.rejects(
        withStorage(more, (store) => store.info()),
        (error) =>
          isMigrationError(error, 'OSS_TLS_FAILED') &&
          error.retry === 'never' &&
          /--ca-file/.test(error.solution),
      )
  })

  test('an extra authority is trusted: an object goes through TLS, and through a proxy with a password', async () => {
    for (const more of [{ ca }, { ca, proxy }]) {
      tunnels.length = 0
      const bytes = new Uint8Array(300_000).fill(7)
      await withStorage(more, async (store) => {
        await store.put('a.bak', bytes)
        assert.equal((await store.head('a.bak'))?.sizeBytes, bytes.byteLength)
        const source = await store.open('a.bak')
        assert.deepEqual([...(await source.read(299_990, 300_000))], new Array(10).fill(7))
        await source.close()
      })
      assert.equal(tunnels.length > 0, 'proxy' in more)
    }
  })

  test('a proxy that refuses the password is named, and the password is not', async () => {
    const wrong = proxy.replace('s3cret', 'wr0ngpa')
    await assert.rejects(
      withStorage({ ca, proxy: wrong }, (store) => store.info()),
      (error) =>
        isMigrationError(error, 'OSS_PROXY_FAILED') &&
        !/wr0ngpa/.test(error.message + JSON.stringify(error.details) + error.vendor?.message),
    )
  })
})
