/**
 * Finds out who sent a request and which of its readings they signed: V1 and V4, in the header or in the URL, with
 * lasting keys and STS tokens. Refuses with the codes and the bodies of the real service.
 */
import type { AccessKey, AccountBook } from '../account.ts'
import { parameter, type Target, targetsOf, type WireRequest } from './request.ts'
import { ossLimits } from './rules.ts'
import { badArgument, type OssServiceError, refuse } from './service-error.ts'
import {
  canonicalRequestV4,
  signatureV1,
  signatureV4,
  signedPaths,
  stringToSignV1,
  stringToSignV4,
} from './signature.ts'

export interface Authenticated {
  /** Undefined for a request without a signature. */
  readonly key: AccessKey | undefined
  readonly target: Target
}

export interface AuthenticateOptions {
  readonly accounts: AccountBook
  /** Without the `oss-` prefix. */
  readonly region: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** A signature as it was found, before anything of it was checked. */
type Claim = {
  readonly accessKeyId: string
  readonly signature: string
  readonly securityToken: string | undefined
  /** The Date slot, word for word. */
  readonly date: string
  /** Seconds since 1970 after which a signed URL is refused; undefined for a signed header. */
  readonly expiresAt: number | undefined
} & (
  | { readonly version: 1 }
  | { readonly version: 4; readonly scope: string; readonly additional: readonly string[] }
)

/** Returns whose request it is and what it is about; throws OssServiceError where it is refused. */
export function authenticate(request: WireRequest, options: AuthenticateOptions): Authenticated {
  const claim = findClaim(request)
  const targets = targetsOf(request)
  const likeliest = targets[0] ?? { bucket: undefined, key: undefined }
  if (!claim) return { key: undefined, target: likeliest }
  const key = checkKey(claim, options)
  checkTime(claim, options.now)
  if (claim.version === 4) checkScope(claim.scope, options.region)
  for (const target of targets)
    for (const path of signedPaths(target))
      if (sign(request, claim, path, key.accessKeySecret).signature === claim.signature)
        return { key, target }
  const { stringToSign, canonicalRequest } = sign(
    request,
    claim,
    signedPaths(likeliest)[0] ?? '/',
    key.accessKeySecret,
  )
  throw refuse('SignatureDoesNotMatch', {
    OSSAccessKeyId: claim.accessKeyId,
    SignatureProvided: claim.signature,
    StringToSign: stringToSign,
    ...(canonicalRequest === undefined ? {} : { CanonicalRequest: canonicalRequest }),
  })
}

/** Returns the refusal of a token that has expired. */
export function tokenExpired(): OssServiceError {
  return refuse('SecurityTokenExpired')
}

function sign(
  request: WireRequest,
  claim: Claim,
  path: string,
  secret: string,
): { signature: string; stringToSign: string; canonicalRequest?: string } {
  if (claim.version === 1) {
    const stringToSign = stringToSignV1(request, claim.date, path)
    return { signature: signatureV1(secret, stringToSign), stringToSign }
  }
  const canonicalRequest = canonicalRequestV4(request, path, claim.additional)
  const stringToSign = stringToSignV4(claim.date, claim.scope, canonicalRequest)
  return {
    signature: signatureV4(secret, claim.scope, stringToSign),
    stringToSign,
    canonicalRequest,
  }
}

function checkKey(claim: Claim, options: AuthenticateOptions): AccessKey {
  const key = options.accounts.find(claim.accessKeyId)
  if (!key) throw refuse('InvalidAccessKeyId', { OSSAccessKeyId: claim.accessKeyId })
  if (!key.isEnabled) throw refuse('UserDisable')
  switch (options.accounts.checkToken(key, claim.securityToken, options.now)) {
    case 'ok':
      return key
    case 'token-missing':
      throw refuse('InvalidAccessKeyId', { OSSAccessKeyId: claim.accessKeyId })
    case 'token-unknown':
      throw refuse('InvalidSecurityToken')
    case 'token-expired':
      throw tokenExpired()
  }
}

function checkTime(claim: Claim, now: number): void {
  if (claim.expiresAt !== undefined) {
    if (now > claim.expiresAt * 1000)
      throw refuse(
        'AccessDenied',
        { Expires: iso(claim.expiresAt * 1000), ServerTime: iso(now) },
        'Request has expired.',
      )
    return
  }
  const sentAt = parseDate(claim.date)
  if (Number.isNaN(sentAt))
    throw refuse('AccessDenied', {}, 'OSS authentication requires a valid Date.')
  if (Math.abs(now - sentAt) > ossLimits.skewMs)
    throw refuse('RequestTimeTooSkewed', {
      MaxAllowedSkewMilliseconds: String(ossLimits.skewMs),
      RequestTime: iso(sentAt),
      ServerTime: iso(now),
    })
}

/** The region is checked because a client set up for another one would fail at the real service [guess]. */
function checkScope(scope: string, region: string): void {
  const [date, scopeRegion, product, last, ...rest] = scope.split('/')
  const isWellFormed =
    date !== undefined &&
    /^\d{8}$/.test(date) &&
    product === 'oss' &&
    last === 'aliyun_v4_request' &&
    rest.length === 0
  if (!isWellFormed) throw badArgument('Credential', scope, 'Invalid credential in Authorization.')
  if (scopeRegion !== region)
    throw badArgument(
      'Region',
      scopeRegion ?? '',
      `Invalid signing region in Authorization header. '${region}' is expected.`,
    )
}

function findClaim(request: WireRequest): Claim | undefined {
  const header = request.headers['authorization']
  if (header !== undefined) return headerClaim(request, header)
  if (parameter(request, 'x-oss-signature') !== undefined) return urlClaimV4(request)
  if (parameter(request, 'Signature') !== undefined) return urlClaimV1(request)
  return undefined
}

function headerClaim(request: WireRequest, header: string): Claim {
  const { headers } = request
  const common = {
    securityToken: headers['x-oss-security-token'],
    date: headers['x-oss-date'] ?? headers['date'] ?? '',
    expiresAt: undefined,
  }
  const v1 = /^OSS ([^:\s]+):(\S+)$/.exec(header)
  if (v1?.[1] !== undefined && v1[2] !== undefined)
    return { version: 1, accessKeyId: v1[1], signature: v1[2], ...common }
  const v4 = /^OSS4-HMAC-SHA256\s+(.+)$/.exec(header)
  // Clients differ in order and separators, so the fields are read by name.
  const fields = new Map(
    (v4?.[1] ?? '').split(/[,\s]+/).map((field): [string, string] => {
      const equals = field.indexOf('=')
      return [field.slice(0, equals), field.slice(equals + 1)]
    }),
  )
  const signature = fields.get('Signature')
  if (signature === undefined)
    throw refuse('InvalidArgument', {}, 'Authorization header is invalid.')
  const { accessKeyId, scope } = splitCredential(fields.get('Credential') ?? '')
  const additional = names(fields.get('AdditionalHeaders'))
  return { version: 4, accessKeyId, signature, scope, additional, ...common }
}

function urlClaimV1(request: WireRequest): Claim {
  const expires = parameter(request, 'Expires') ?? ''
  if (!/^\d{1,11}$/.test(expires)) throw badArgument('Expires', expires, 'Invalid Expires.')
  return {
    version: 1,
    accessKeyId: parameter(request, 'OSSAccessKeyId') ?? '',
    signature: parameter(request, 'Signature') ?? '',
    securityToken: parameter(request, 'security-token') ?? request.headers['x-oss-security-token'],
    date: expires,
    expiresAt: Number(expires),
  }
}

function urlClaimV4(request: WireRequest): Claim {
  const date = parameter(request, 'x-oss-date') ?? ''
  const seconds = parameter(request, 'x-oss-expires') ?? ''
  const signedAt = parseDate(date)
  if (Number.isNaN(signedAt)) throw badArgument('x-oss-date', date)
  if (!/^\d{1,7}$/.test(seconds)) throw badArgument('x-oss-expires', seconds)
  const { accessKeyId, scope } = splitCredential(parameter(request, 'x-oss-credential') ?? '')
  return {
    version: 4,
    accessKeyId,
    signature: parameter(request, 'x-oss-signature') ?? '',
    securityToken: parameter(request, 'x-oss-security-token'),
    date,
    expiresAt: signedAt / 1000 + Number(seconds),
    scope,
    additional: names(parameter(request, 'x-oss-additional-headers')),
  }
}

function splitCredential(credential: string): { accessKeyId: string; scope: string } {
  const slash = credential.indexOf('/')
  return slash < 0
    ? { accessKeyId: credential, scope: '' }
    : { accessKeyId: credential.slice(0, slash), scope: credential.slice(slash + 1) }
}

function names(list: string | undefined): string[] {
  return (list ?? '')
    .split(';')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

/** Milliseconds of `20261122T061557Z` or of an HTTP date; NaN for anything else. */
function parseDate(text: string): number {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!basic) return Date.parse(text)
  const [, year, month, day, hour, minute, second] = basic
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
