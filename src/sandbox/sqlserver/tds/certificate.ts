/**
 * The certificate that the server makes for itself when it starts, as SQL Server does where nobody gave it one: RSA,
 * signed with its own key, in the smallest form of X.509 [spec RFC 5280].
 */
import { createHash, generateKeyPair, sign } from 'node:crypto'
import { promisify } from 'node:util'

/** Key and certificate as PEM. */
export interface ServerCertificate {
  readonly key: string
  readonly cert: string
}

const commonName = 'SSL_Self_Signed_Fallback'
const dayMs = 86_400_000
const generateRsaKey = promisify(generateKeyPair)

/** Returns a new certificate for localhost and 127.0.0.1. @param nowMs  it is valid from a day before, for a year */
export async function makeCertificate(nowMs: number): Promise<ServerCertificate> {
  const { publicKey, privateKey } = await generateRsaKey('rsa', { modulusLength: 2048 })
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(oid([42, 134, 72, 134, 247, 13, 1, 1, 11]), der(0x05))
  const name = sequence(der(0x31, sequence(oid([85, 4, 3]), der(0x0c, Buffer.from(commonName)))))
  const serial = createHash('sha256').update(keyInfo).digest().subarray(0, 8)
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), serial])),
    algorithm,
    name,
    sequence(utcTime(nowMs - dayMs), utcTime(nowMs + 365 * dayMs)),
    name,
    keyInfo,
    der(0xa3, sequence(subjectAltNames())),
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').replace(/.{1,64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
  }
}

function subjectAltNames(): Buffer {
  const names = sequence(
    der(0x82, Buffer.from('localhost')),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  )
  return sequence(oid([85, 29, 17]), der(0x04, names))
}

/** A DER value: tag, length, contents. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const contents = Buffer.concat(parts)
  const { length } = contents
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), contents])
}

function sequence(...parts: Uint8Array[]): Buffer {
  return der(0x30, ...parts)
}

function oid(encoded: readonly number[]): Buffer {
  return der(0x06, Buffer.from(encoded))
}

/** yymmddhhmmssZ. */
function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}
