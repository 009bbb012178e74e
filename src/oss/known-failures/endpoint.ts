/** Requests that reached the wrong address of OSS: host, region, addressing style. */
import type { KnownFailure } from '../../core/index.ts'

export const endpointFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_WRONG_ENDPOINT',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['PermanentRedirect'],
    sharedVendorCodes: ['AccessDenied'],
    retry: 'never',
    texts: {
      en: [
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      ],
      zh: ['访问Bucket时使用的Endpoint不正确。'],
    },
    en: {
      cause: 'The bucket is in another region than the endpoint.',
      solution:
        'Use the endpoint named in the answer; RDS needs the bucket in its own region anyway.',
    },
    zh: {
      cause: 'Bucket 与 Endpoint 不在同一地域。',
      solution: '请改用返回信息中的 Endpoint；Bucket 应与 RDS 同地域。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_PATH_STYLE_REFUSED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['SecondLevelDomainForbidden'],
    retry: 'never',
    texts: {
      en: [
        'The bucket you are attempting to access must be addressed using OSS third level domain.',
        'Please use virtual hosted style to access.',
      ],
      zh: ['Bucket的请求域名不为三级域名。'],
    },
    en: {
      cause: 'The request addressed the bucket in the path, which the cloud refuses.',
      solution: 'Use the plain endpoint; path style is for the sandbox only.',
    },
    zh: {
      cause: '请求使用了路径方式访问 Bucket。',
      solution: '请使用标准 Endpoint；路径方式仅用于沙箱。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_HOST_REFUSED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['NonStandardHostForbidden'],
    retry: 'never',
    texts: {
      en: ['Your host is invalid. Please use Open Storage Service standard host.'],
      zh: ['Host错误。'],
    },
    en: {
      cause: 'The host name is not an OSS host.',
      solution: 'Use the endpoint on the bucket page.',
    },
    zh: { cause: 'Host 不是标准 OSS 域名。', solution: '请使用 Bucket 概览页上的 Endpoint。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_ACCELERATION_OFF',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['TransferAccelerationDisabled'],
    retry: 'never',
    texts: { en: ['Transfer acceleration is disabled.'], zh: ['未开启传输加速服务。'] },
    en: {
      cause: 'The acceleration endpoint was used but the bucket has it off.',
      solution: 'Turn it on, or use the ordinary endpoint.',
    },
    zh: {
      cause: '使用了传输加速 Endpoint，但 Bucket 未开启。',
      solution: '请开启传输加速或改用普通 Endpoint。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_REGION_UNKNOWN',
    seenIn: ['oss-api'],
    httpStatuses: [404],
    vendorCodes: ['NoSuchRegion'],
    retry: 'never',
    texts: { en: ['NoSuchRegion'], zh: ['该Region不存在。'] },
    en: { cause: 'The region does not exist.', solution: 'Correct the region.' },
    zh: { cause: '地域不存在。', solution: '请更正地域。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_HOST_INVALID_FOR_CREATE',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidHostPutBucket'],
    retry: 'never',
    texts: {
      en: ['Your host is invalid. Please put bucket use Open Storage Service standard host.'],
      zh: ['Host参数错误。'],
    },
    en: {
      cause: 'The bucket was created through a non-standard host.',
      solution: 'Use the standard endpoint.',
    },
    zh: { cause: '创建 Bucket 时 Host 不是标准域名。', solution: '请使用标准 Endpoint。' },
    sources: ['S11'],
  },
]
