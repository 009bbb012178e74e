/**
 * The refusals of the sandbox's OSS: the documented codes with their HTTP status and text. Both faces raise them;
 * the wire turns them into XML, the in-process port into the errors of the client.
 */

interface ServiceErrorEntry {
  readonly status: number
  readonly message: string
  /** x-oss-ec: documented as unstable, so nothing may decide by it. */
  readonly ec: string
}

/**
 * @source cloud-api facts 3.4 and 3.5, error-texts facts 8 to 11 [spec]; the EC numbers other than 0003-00000001 and
 *   the texts of AccessForbidden, MissingArgument, NoSuchCORSConfiguration and SlowDown are made up [guess]
 */
const entries = {
  AccessDenied: {
    status: 403,
    message: 'The bucket you visit is not belong to you.',
    ec: '0003-00000001',
  },
  AccessForbidden: {
    status: 403,
    message: 'CORSResponse: This CORS request is not allowed.',
    ec: '0003-00000801',
  },
  BucketAlreadyExists: {
    status: 409,
    message: 'The requested bucket name is not available.',
    ec: '0015-00000104',
  },
  BucketNotEmpty: {
    status: 409,
    message: 'The bucket you tried to delete is not empty.',
    ec: '0015-00000301',
  },
  EntityTooLarge: {
    status: 400,
    message: 'Your proposed upload exceeds the maximum allowed size.',
    ec: '0016-00000601',
  },
  EntityTooSmall: {
    status: 400,
    message: 'Your proposed upload smaller than the minimum allowed size.',
    ec: '0042-00000304',
  },
  FileAlreadyExists: {
    status: 409,
    message: 'The object you specified already exists and can not be overwritten.',
    ec: '0026-00000013',
  },
  InternalError: {
    status: 500,
    message: 'We encountered an internal error. Please try again.',
    ec: '0000-00000500',
  },
  InvalidAccessKeyId: {
    status: 403,
    message: 'The OSS Access Key Id you provided does not exist in our records.',
    ec: '0002-00000902',
  },
  InvalidArgument: {
    status: 400,
    message: 'Invalid Argument. Parameter is invalid.',
    ec: '0017-00000901',
  },
  InvalidBucketName: {
    status: 400,
    message: 'The specified bucket is not valid.',
    ec: '0015-00000001',
  },
  InvalidCRC64: {
    status: 400,
    message: 'The x-oss-hash-crc64ecma you specified does not match what we calculated.',
    ec: '0017-00000504',
  },
  InvalidDigest: {
    status: 400,
    message: 'The Content-MD5 you specified was invalid.',
    ec: '0017-00000503',
  },
  InvalidObjectName: {
    status: 400,
    message: 'The Length of Object name must be less than 1024.',
    ec: '0016-00000005',
  },
  InvalidObjectState: {
    status: 403,
    message: "The operation is not valid for the object's state.",
    ec: '0016-00000701',
  },
  InvalidPart: {
    status: 400,
    message:
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
    ec: '0042-00000305',
  },
  InvalidPartOrder: {
    status: 400,
    message: 'The list of parts was not in ascending order.',
    ec: '0042-00000306',
  },
  InvalidRange: {
    status: 416,
    message: 'The requested range cannot be satisfied.',
    ec: '0022-00000004',
  },
  InvalidSecurityToken: {
    status: 403,
    message: 'The security token you provided is invalid.',
    ec: '0002-00000909',
  },
  MalformedXML: {
    status: 400,
    message:
      'The XML you provided was not well-formed or did not validate against our published schema.',
    ec: '0017-00000401',
  },
  MethodNotAllowed: {
    status: 405,
    message: 'The specified method is not allowed against this resource.',
    ec: '0017-00000701',
  },
  MissingArgument: {
    status: 400,
    message: 'Missing Some Required Arguments.',
    ec: '0017-00000301',
  },
  MissingContentLength: {
    status: 411,
    message: 'You must provide the Content-Length HTTP header.',
    ec: '0017-00000601',
  },
  NoSuchBucket: {
    status: 404,
    message: 'The specified bucket does not exist.',
    ec: '0015-00000101',
  },
  NoSuchCORSConfiguration: {
    status: 404,
    message: 'The CORS Configuration does not exist.',
    ec: '0015-00000501',
  },
  NoSuchKey: { status: 404, message: 'The specified key does not exist.', ec: '0026-00000001' },
  NoSuchLifecycle: {
    status: 404,
    message: 'No Row found in Lifecycle Table.',
    ec: '0015-00000601',
  },
  NoSuchServerSideEncryptionRule: {
    status: 404,
    message: 'The server side encryption configuration was not found.',
    ec: '0015-00000701',
  },
  NoSuchUpload: {
    status: 404,
    message:
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    ec: '0042-00000002',
  },
  NotImplemented: {
    status: 400,
    message: 'A header you provided implies functionality that is not implemented.',
    ec: '0017-00000801',
  },
  PreconditionFailed: {
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold.',
    ec: '0022-00000101',
  },
  RequestTimeTooSkewed: {
    status: 403,
    message: 'The difference between the request time and the current time is too large.',
    ec: '0002-00000504',
  },
  SecurityTokenExpired: {
    status: 403,
    message: 'The security token you provided has expired.',
    ec: '0002-00000069',
  },
  ServiceUnavailable: {
    status: 503,
    message: 'Thread pool is almost full, please retry later.',
    ec: '0000-00000503',
  },
  SignatureDoesNotMatch: {
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ec: '0002-00000040',
  },
  SlowDown: { status: 503, message: 'Please reduce your request rate.', ec: '0000-00000504' },
  TooManyBuckets: {
    status: 400,
    message: 'You have attempted to create more buckets than allowed.',
    ec: '0015-00000201',
  },
  UserDisable: {
    status: 403,
    message: 'UserDisable',
    ec: '0003-00000801',
  },
} as const satisfies Record<string, ServiceErrorEntry>

export type OssCode = keyof typeof entries

/** A refusal by the service, before anything was done. */
export class OssServiceError extends Error {
  readonly status: number
  readonly code: string
  readonly ec: string
  /** Further elements of the error body, such as BucketName or StringToSign. */
  readonly elements: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(fields: {
    readonly status: number
    readonly code: string
    readonly message: string
    readonly ec: string
    readonly elements?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
  }) {
    super(fields.message)
    this.status = fields.status
    this.code = fields.code
    this.ec = fields.ec
    this.elements = fields.elements ?? {}
    this.headers = fields.headers ?? {}
  }
}

/** Makes (does not throw) a refusal with a documented code; `message` replaces the usual text. */
export function refuse(
  code: OssCode,
  elements: Readonly<Record<string, string>> = {},
  message?: string,
): OssServiceError {
  const entry = entries[code]
  return new OssServiceError({
    status: entry.status,
    code,
    message: message ?? entry.message,
    ec: entry.ec,
    elements,
  })
}

/** Makes the refusal of a bad argument; both its name and its value go into the body. */
export function badArgument(name: string, value: string, message?: string): OssServiceError {
  return refuse('InvalidArgument', { ArgumentName: name, ArgumentValue: value }, message)
}

/** Makes the refusal that a fault asks for: any status and code, with the usual text where the code is known. */
export function faultRefusal(
  status: number,
  code: string | undefined,
  message: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): OssServiceError {
  const name =
    code ??
    (status === 503 ? 'ServiceUnavailable' : status >= 500 ? 'InternalError' : 'AccessDenied')
  const entry: ServiceErrorEntry | undefined = Object.hasOwn(entries, name)
    ? entries[name as OssCode]
    : undefined
  return new OssServiceError({
    status,
    code: name,
    message: message ?? entry?.message ?? name,
    ec: entry?.ec ?? '0000-00000000',
    headers,
  })
}
