/** A TDS server on loopback: what unmodified clients take for SQL Server. What it answers is the handler's. */
import { createServer, type Socket } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { type Clock, systemClock } from '../../../core/index.ts'
import type { LoopbackServer } from '../../loopback-server.ts'
import { makeCertificate, type ServerCertificate } from './certificate.ts'
import { collationOf } from './collation.ts'
import { Connection, type ServerFacts } from './connection.ts'
import type { SqlHandler } from './handler.ts'
import type { EncryptionSetting, ServerVersion } from './prelogin.ts'
import { Transport } from './transport.ts'

export interface TdsServerOptions {
  readonly handler: SqlHandler
  /** 0 or left out picks a free one. */
  readonly port?: number
  /** As messages name it; left out: SANDBOX. */
  readonly serverName?: string
  /** Left out: 16.0.1000, the first release of 2022. */
  readonly version?: ServerVersion
  /** Left out: Chinese_PRC_CI_AS. */
  readonly collation?: string
  /** Left out: `available`. */
  readonly encryption?: EncryptionSetting
  /** Speaks no newer TLS than 1.0, as servers without their updates do. */
  readonly speaksOldTls?: boolean
  /** Largest request, in bytes; left out: 64 MiB. */
  readonly largestRequestBytes?: number
  /** How long a client may be silent before it is logged in; left out: 15 s. */
  readonly loginLimitMs?: number
  readonly clock?: Clock
}

/** A server that listens. */
export interface TdsServer extends LoopbackServer {
  /** The certificate as PEM, for clients that check it; undefined without encryption. */
  readonly certificate: string | undefined
}

/** Sessions below are SQL Server's own. */
const firstSessionId = 51

/**
 * Starts a server on 127.0.0.1 and resolves when it accepts connections.
 * @throws the error of node:net when the port cannot be had; RangeError for a collation that is not known
 */
export async function startTdsServer(options: TdsServerOptions): Promise<TdsServer> {
  const { clock = systemClock, encryption = 'available', collation = 'Chinese_PRC_CI_AS' } = options
  const known = collationOf(collation)
  if (known === undefined) throw new RangeError(`collation ${collation} is not known`)
  const made = encryption === 'unsupported' ? undefined : await makeCertificate(clock.now())
  const facts: ServerFacts = {
    handler: options.handler,
    serverName: options.serverName ?? 'SANDBOX',
    version: options.version ?? [16, 0, 1000],
    collation: known,
    encryption,
    secureContext: made && secureContextOf(made, options.speaksOldTls === true),
    largestRequestBytes: options.largestRequestBytes ?? 64 * 1024 * 1024,
    loginLimitMs: options.loginLimitMs ?? 15_000,
  }
  const connections = new Set<Connection>()
  let nextSessionId = firstSessionId
  const accept = (socket: Socket) => {
    const connection = new Connection(
      facts,
      nextSessionId++,
      (owner) =>
        new Transport(socket, {
          packet: (packet) => owner.packet(packet),
          ended: (fault) => owner.ended(fault),
        }),
    )
    connections.add(connection)
    socket.on('close', () => connections.delete(connection))
  }
  const server = createServer(accept)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : (options.port ?? 0),
    certificate: made?.cert,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of connections) connection.destroy()
      }),
  }
}

/** TLS below 1.3: within TDS 7 the handshake travels in packets, which SQL Server does up to 1.2 only. */
function secureContextOf(certificate: ServerCertificate, isOld: boolean): SecureContext {
  return createSecureContext({
    ...certificate,
    maxVersion: isOld ? 'TLSv1' : 'TLSv1.2',
    ...(isOld ? { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
  })
}
