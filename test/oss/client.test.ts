import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import {
  type CloudCredentials,
  type CredentialProvider,
  isMigrationError,
  seededIds,
  systemClock,
} from '../../src/core/index.ts'
import { type OssOptions, ossStorage } from '../../src/oss/index.ts'
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts'
import { bodyOf, bytesOf, testObjectStore } from '../contracts/object-store.ts'

const ids = seededIds(1)
/** Waits cost no time: what is tried again is tried again at once. */
const clock = { now: () => systemClock.now(), sleep: async () => {} }

for (const signatureVersion of ['v4', 'v1'] as const)
  testObjectStore({
    name: `the real client with ${signatureVersion} over the sandbox's socket`,
    create: async () => {
      const sandbox = await startSandbox()
      const storage = ossStorage({
        endpoint: sandbox.endpoints.oss,
        region: 'cn-hangzhou',
        credentials: async () => sandbox.credentials,
        clock,
        ids,
        signatureVersion,
      })
      return {
        storage,
        close: async () => {
          await storage.close()
          await sandbox.stop()
        },
      }
    },
  })

async function withSandbox(
  options: SandboxOptions,
  run: (tools: {
    endpoint: string
    credentials: CloudCredentials
    storage: ReturnType<typeof ossStorage>
    open: (more: Partial<OssOptions>) => ReturnType<typeof ossStorage>
    sandbox: Awaited<ReturnType<typeof startSandbox>>
  }) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox(options)
  const opened: Array<ReturnType<typeof ossStorage>> = []
  const open = (more: Partial<OssOptions>) => {
    const storage = ossStorage({
      endpoint: sandbox.endpoints.oss,
      region: 'cn-hangzhou',
      credentials: async () => sandbox.credentials,
      clock,
      ids,
      ...more,
    })
    opened.push(storage)
    return storage
  }
  try {
    const storage = open({})
    await storage.createBucket('client-test')
    await run({
      endpoint: sandbox.endpoints.oss,
      credentials: sandbox.credentials,
      storage,
      open,
      sandbox,
    })
  } finally {
    for (const storage of opened) await storage.close()
    await sandbox.stop()
  }
}

async function withServer(
  listener: RequestListener,
  run: (endpoint: string) => Promise<void>,
): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await run(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const made: CredentialProvider = async () => ({
  accessKeyId: 'LTAIexample',
  accessKeySecret: 'madeUpSecret0001',
})

function clientOf(endpoint: string, more: Partial<OssOptions> = {}): ReturnType<typeof ossStorage> {
  return ossStorage({ endpoint, region: 'cn-hangzhou', credentials: made, clock, ids, ...more })
}

async function failure(attempt: Promise<unknown>) {
  try {
    await attempt
  } catch (error) {
    assert.ok(isMigrationError(error), String(error))
    return error
  }
  throw new Error('no error was thrown')
}

describe('the OSS client', () => {
  test('a busy service is asked again, and its request id is kept when it stays busy', async () => {
    await withSandbox(
      {
        faults: [
          {
            kind: 'error',
            status: 503,
            code: 'ServiceUnavailable',
            match: { operation: 'GetBucketInfo' },
            count: 2,
          },
        ],
      },
      async ({ storage, sandbox }) => {
        assert.equal((await storage.bucket('client-test').info()).name, 'client-test')
        sandbox.faults.add({
          kind: 'throttle',
          match: { operation: 'GetBucketInfo' },
          count: 'always',
        })
        const error = await failure(storage.bucket('client-test').info())
        assert.equal(error.code, 'OSS_UNAVAILABLE')
        assert.match(error.vendor?.requestId ?? '', /^[0-9A-F]{24}$/)
      },
    )
  })

  test('a lost reply to a read is asked for again, a lost reply to the beginning of an upload is not', async () => {
    await withSandbox(
      {
        faults: [
          { kind: 'lost-reply', match: { operation: 'HeadObject' } },
          { kind: 'lost-reply', match: { operation: 'InitiateMultipartUpload' } },
        ],
      },
      async ({ storage }) => {
        const store = storage.bucket('client-test')
        assert.equal(await store.head('a'), undefined)
        assert.equal((await failure(store.beginUpload('a'))).code, 'OSS_UPLOAD_INTERRUPTED')
        assert.equal((await store.listUploads()).length, 1)
      },
    )
  })

  test('a part is tried once, because its body and its journal belong to the caller', async () => {
    await withSandbox(
      {
        faults: [
          { kind: 'error', status: 500, code: 'InternalError', match: { operation: 'UploadPart' } },
        ],
      },
      async ({ storage }) => {
        const store = storage.bucket('client-test')
        const uploadId = await store.beginUpload('a')
        const send = () =>
          store.uploadPart({ key: 'a', uploadId, partNumber: 1, body: bodyOf(bytesOf(10)) })
        const error = await failure(send())
        assert.equal(error.code, 'OSS_INTERNAL_ERROR')
        assert.equal(error.retry, 'now')
        await send()
      },
    )
  })

  test('a wrong secret and an unknown key are told apart', async () => {
    await withSandbox({}, async ({ open, credentials }) => {
      const wrong = open({
        credentials: async () => ({ ...credentials, accessKeySecret: 'notTheSecret' }),
      })
      const unknown = open({ credentials: made })
      assert.equal(
        (await failure(wrong.bucket('client-test').info())).code,
        'OSS_SIGNATURE_MISMATCH',
      )
      const error = await failure(unknown.bucket('client-test').head('a'))
      assert.equal(error.code, 'OSS_ACCESS_KEY_INVALID')
      assert.notEqual(error.vendor?.requestId, undefined)
    })
  })

  test('a clock that is off is named with the difference that was measured', async () => {
    await withSandbox({}, async ({ open }) => {
      const early = { ...clock, now: () => systemClock.now() - 3_600_000 }
      const error = await failure(open({ clock: early }).bucket('client-test').info())
      assert.equal(error.code, 'OSS_CLOCK_SKEWED')
      assert.ok(Math.abs(Number(error.details['skewSeconds']) + 3600) < 10, error.message)
    })
  })

  test('an expired token is renewed once, however many requests find it expired', async () => {
    let renewals = 0
    const tokens: string[] = []
    await withServer(
      (request, response) => {
        const token = String(request.headers['x-oss-security-token'])
        tokens.push(token)
        request.resume()
        if (token === 'second')
          return response.writeHead(200, { 'content-length': '0', etag: '"AB"' }).end()
        const body =
          '<Error><Code>SecurityTokenExpired</Code><Message>The security token you provided has expired.</Message></Error>'
        return response.writeHead(403, { 'content-type': 'application/xml' }).end(body)
      },
      async (endpoint) => {
        const temporary = { accessKeyId: 'STS.one', accessKeySecret: 'madeUpSecret0001' }
        const storage = clientOf(endpoint, {
          credentials: async (force) => {
            if (force) {
              renewals++
              await new Promise((resolve) => setImmediate(resolve))
            }
            return { ...temporary, securityToken: renewals > 0 ? 'second' : 'first' }
          },
        })
        const store = storage.bucket('b-1')
        await Promise.all(['a', 'b', 'c', 'd'].map((key) => store.remove(key)))
        const uploadId = 'U'
        await store.uploadPart({
          key: 'a',
          uploadId,
          partNumber: 1,
          body: bodyOf(bytesOf(100_000)),
        })
        await storage.close()
      },
    )
    assert.equal(renewals, 1)
    assert.equal(tokens.filter((token) => token === 'second').length, 5)
  })

  test('a token that cannot be renewed ends with its own error', async () => {
    await withServer(
      (_, response) => {
        response.writeHead(403, { 'x-oss-request-id': '5C3D9175B6FC201293AD4890' })
        response.end('<Error><Code>SecurityTokenExpired</Code><Message>expired</Message></Error>')
      },
      async (endpoint) => {
        const storage = clientOf(endpoint, {
          credentials: async () => ({
            accessKeyId: 'STS.one',
            accessKeySecret: 'madeUpSecret0001',
            securityToken: 'same',
          }),
        })
        const error = await failure(storage.bucket('b-1').info())
        assert.equal(error.code, 'OSS_TOKEN_EXPIRED')
        assert.equal(error.vendor?.requestId, '5C3D9175B6FC201293AD4890')
        await storage.close()
      },
    )
  })

  test('a bucket in another region is answered with the endpoint to use', async () => {
    await withServer(
      (_, response) => {
        response.writeHead(403, { 'content-type': 'application/xml' })
        response.end(
          '<Error><Code>AccessDenied</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.</Message><Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint></Error>',
        )
      },
      async (endpoint) => {
        const storage = clientOf(endpoint)
        const error = await failure(storage.bucket('b-1').info())
        assert.equal(error.code, 'OSS_WRONG_ENDPOINT')
        assert.match(error.message, /oss-cn-beijing\.aliyuncs\.com/)
        await storage.close()
      },
    )
  })

  test('a whole object instead of a range is refused and its body is not read', async () => {
    let sent = 0
    await withServer(
      (request, response) => {
        const head = { etag: '"AB"', 'content-length': String(1 << 30) }
        response.writeHead(200, head)
        if (request.method === 'HEAD') return response.end()
        const push = () => {
          while (!response.destroyed && sent < 1 << 30) {
            sent += 65_536
            if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', push)
          }
        }
        return push()
      },
      async (endpoint) => {
        const storage = clientOf(endpoint)
        const source = await storage.bucket('b-1').open('a')
        assert.equal((await failure(source.read(10, 20))).code, 'OSS_RANGE_IGNORED')
        await storage.close()
      },
    )
    assert.ok(sent < 64 << 20, `${sent} bytes were sent`)
  })

  test('hosts that do not exist, ports that are closed and answers that are not OSS have codes of their own', async () => {
    const nowhere = clientOf('https://endpoint.invalid')
    assert.equal((await failure(nowhere.listBuckets())).code, 'OSS_ENDPOINT_UNRESOLVED')
    const closed = clientOf('http://127.0.0.1:1')
    assert.equal((await failure(closed.listBuckets())).code, 'OSS_CONNECTION_REFUSED')
    await withServer(
      (_, response) => response.end('<html>please log in</html>'),
      async (endpoint) => {
        assert.equal(
          (await failure(clientOf(endpoint).listBuckets())).code,
          'OSS_ANSWER_UNREADABLE',
        )
        const tls = clientOf(endpoint.replace('http:', 'https:'))
        assert.equal((await failure(tls.listBuckets())).code, 'OSS_TLS_FAILED')
      },
    )
    assert.throws(
      () => clientOf('ftp://somewhere'),
      (error) => isMigrationError(error, 'OSS_ENDPOINT_WITHOUT_SCHEME'),
    )
  })

  test('a server that goes silent is given up after the time limit', async () => {
    await withServer(
      () => {},
      async (endpoint) => {
        const storage = clientOf(endpoint, { timeoutMs: 30 })
        const error = await failure(
          storage
            .bucket('b-1')
            .uploadPart({ key: 'a', uploadId: 'U', partNumber: 1, body: bodyOf(bytesOf(5)) }),
        )
        assert.equal(error.code, 'OSS_RESPONSE_TIMEOUT')
        await storage.close()
      },
    )
  })

  test('a proxy is used with its user and password', async () => {
    const seen: Array<string | undefined> = []
    await withSandbox({}, async ({ open, endpoint }) => {
      const target = new URL(endpoint)
      const proxy = createServer((request, response) => {
        seen.push(request.headers['proxy-authorization'])
        const url = new URL(request.url ?? '', endpoint)
        const upstream = connect(Number(target.port), '127.0.0.1', () => {
          const headers = Object.entries(request.headers)
            .filter(
              ([name]) =>
                name !== 'proxy-authorization' &&
                name !== 'proxy-connection' &&
                name !== 'connection',
            )
            .map(([name, value]) => `${name}: ${String(value)}`)
          upstream.write(
            `${request.method} ${url.pathname}${url.search} HTTP/1.1\r\n${headers.join('\r\n')}\r\nconnection: close\r\n\r\n`,
          )
        })
        upstream.pipe(response.socket ?? upstream)
      })
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
      const address = proxy.address()
      const port = typeof address === 'object' ? address?.port : 0
      try {
        const storage = open({ proxy: `http://user:p%40ss@127.0.0.1:${port}` })
        assert.equal((await storage.bucket('client-test').info()).name, 'client-test')
        await storage.close()
      } finally {
        proxy.closeAllConnections()
        await new Promise((resolve) => proxy.close(resolve))
      }
    })
    assert.equal(seen[0], `Basic ${Buffer.from('user:p@ss').toString('base64')}`)
  })

  test('real endpoints get the bucket in the host name, loopback gets it in the path', async () => {
    const signed = async (endpoint: string, pathStyle?: boolean) =>
      new URL(
        await clientOf(endpoint, pathStyle === undefined ? {} : { pathStyle })
          .bucket('b-1')
          .signUrl('k', 60),
      )
    assert.equal(
      (await signed('oss-cn-hangzhou.aliyuncs.com')).host,
      'b-1.oss-cn-hangzhou.aliyuncs.com',
    )
    assert.equal((await signed('http://127.0.0.1:99')).pathname, '/b-1/k')
    assert.equal((await signed('http://localhost:99')).pathname, '/b-1/k')
    assert.equal((await signed('http://localhost:99', false)).host, 'b-1.localhost:99')
  })

  test('a part that is refused at once is not sent to its end', async () => {
    let received = 0
    await withServer(
      (request, response) => {
        request.on('data', (piece: Buffer) => {
          if (received === 0)
            response
              .writeHead(403, { 'content-length': '51' })
              .end('<Error><Code>BucketDisable</Code><Message/></Error>')
          received += piece.byteLength
        })
      },
      async (endpoint) => {
        const storage = clientOf(endpoint)
        const chunk = bytesOf(1 << 20)
        const body = {
          sizeBytes: 512 << 20,
          async *chunks() {
            for (let index = 0; index < 512; index++) yield chunk
          },
        }
        const part = { key: 'a', uploadId: 'U', partNumber: 1, body }
        const error = await failure(storage.bucket('b-1').uploadPart(part))
        assert.equal(error.code, 'OSS_BUCKET_DISABLED')
        await storage.close()
      },
    )
    assert.ok(received < 256 << 20, `${received} bytes were received`)
  })

  test('no secret appears in any error', async () => {
    const secret = 'verySecretValue0001'
    await withServer(
      (request, response) => {
        response.writeHead(403)
        response.end(
          `<Error><Code>SignatureDoesNotMatch</Code><Message>x-oss-security-token:${request.headers['x-oss-security-token']}</Message></Error>`,
        )
      },
      async (endpoint) => {
        const storage = clientOf(endpoint, {
          credentials: async () => ({
            accessKeyId: 'STS.a',
            accessKeySecret: 'madeUpSecret0001',
            securityToken: secret,
          }),
        })
        const error = await failure(storage.bucket('b-1').info())
        assert.ok(!JSON.stringify({ ...error, message: error.message }).includes(secret))
      },
    )
  })
})
