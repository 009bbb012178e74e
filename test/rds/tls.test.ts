/** Endpoints behind TLS: the certificates that are trusted, directly and through a tunnel of a proxy. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isMigrationError, seededIds, systemClock } from '../../src/core/index.ts'
import { rdsTarget } from '../../src/rds/index.ts'
import { makeTempFolder } from '../temp-folder.ts'
import { closeServer, gatewayKey, listen } from './gateway.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe('over TLS', hasOpenssl ? {} : { skip: 'needs openssl to make a certificate' }, () => {
  const closing: (() => Promise<unknown>)[] = []
  const tunnels: (string | undefined)[] = []
  let endpoint = ''
  let proxy = ''
  let ca = ''

  before(async () => {
    const folder = await makeTempFolder()
    closing.push(folder.remove)
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
    const made = spawnSync('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', key, '-out', cert],
    ])
    assert.equal(made.status, 0, String(made.stderr))
    ca = await readFile(cert, 'utf8')
    const server = createServer({ key: await readFile(key), cert: ca }, (_, response) =>
      response.end('{"Regions":{"RDSRegion":[{"RegionId":"cn-x"}]}}'),
    )
    closing.push(() => closeServer(server))
    const port = await listen(server)
    endpoint = `https://localhost:${port}`
    const forward = createHttpServer()
    forward.on('connect', (request, client) => {
      tunnels.push(request.headers['proxy-authorization'])
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
    proxy = `http://ferry:secret@127.0.0.1:${await listen(forward)}`
    closing.push(() => closeServer(forward))
  })

  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  const regions = (more: { ca?: string; proxy?: string }) =>
    rdsTarget({
      regionId: 'cn-x',
      endpoint,
      credentials: async () => gatewayKey,
      clock: { now: systemClock.now, sleep: async () => {} },
      ids: seededIds(1),
      ...more,
    }).regions()

  test('a certificate of an unknown authority is refused and never tried again', async () => {
    for (const more of [{}, { proxy }])
      await assert.rejects(
        regions(more),
        (error) => isMigrationError(error, 'CLOUD_TLS_REFUSED') && error.retry === 'never',
      )
  })

  test('an extra authority is trusted, directly and through a proxy with a password', async () => {
    assert.equal((await regions({ ca }))[0]?.regionId, 'cn-x')
    tunnels.length = 0
    assert.equal((await regions({ ca, proxy }))[0]?.regionId, 'cn-x')
    assert.deepEqual(tunnels, [`Basic ${Buffer.from('ferry:secret').toString('base64')}`])
  })
})
