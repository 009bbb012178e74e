/** Requests that OSS does not accept in their form. */
import type { KnownFailure } from '../../core/index.ts'

export const requestFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_LENGTH_MISSING',
    seenIn: ['oss-api'],
    httpStatuses: [411],
    vendorCodes: ['MissingContentLength'],
    retry: 'never',
    texts: { en: ['You must provide the Content-Length HTTP header.'], zh: ['缺少内容长度'] },
    en: { cause: 'A proxy removed Content-Length.', solution: 'Bypass the proxy.' },
    zh: { cause: '代理去掉了 Content-Length。', solution: '请绕过该代理。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_ARGUMENT_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidArgument'],
    retry: 'never',
    texts: { en: ['Invalid Argument. Parameter is invalid.'], zh: ['参数格式不符合要求。'] },
    en: {
      cause: 'A parameter has a bad value (ArgumentName and ArgumentValue are in the XML).',
      solution: 'Correct the named parameter.',
    },
    zh: { cause: '参数值不正确（见返回的 ArgumentName）。', solution: '请更正该参数。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_TRAFFIC_LIMIT_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    sharedVendorCodes: ['InvalidArgument'],
    retry: 'never',
    texts: {
      en: [
        'x-oss-traffic-limit is invalid, should be specified between 819200(100KB/s) and 838860800(100MB/s).',
      ],
      zh: ['单链接限速取值无效。'],
    },
    en: {
      cause: 'The bandwidth limit for one connection is outside 100 KB/s to 100 MB/s.',
      solution: 'Set --limit-rate within that range.',
    },
    zh: {
      cause: '单链接限速超出 100 KB/s~100 MB/s。',
      solution: '请把 --limit-rate 调到该范围内。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_XML_MALFORMED',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidXMLFormat', 'MalformedXML'],
    retry: 'never',
    texts: {
      en: [
        'The XML you provided was not well-formed or did not validate against our published schema.',
        'The XML you provided was not well-formed.',
      ],
      zh: ['请求中的XML格式非法。'],
    },
    en: {
      cause: 'The request body is not the XML that OSS expects.',
      solution: 'Report it: sqlferry writes this XML itself.',
    },
    zh: { cause: '请求的 XML 不合法。', solution: '请反馈给我们。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_NOT_IMPLEMENTED',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['NotImplemented'],
    retry: 'never',
    texts: {
      en: ['A header you provided implies functionality that is not implemented.'],
      zh: ['封装API时传递了错误的或者不支持的参数。'],
    },
    en: {
      cause: 'A header is not known to OSS, often added by a proxy.',
      solution: 'Bypass the proxy.',
    },
    zh: { cause: 'OSS 不支持某个请求头，常由代理添加。', solution: '请绕过该代理。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_METHOD_REFUSED',
    seenIn: ['oss-api'],
    httpStatuses: [405],
    vendorCodes: ['MethodNotAllowed'],
    retry: 'never',
    texts: {
      en: ['The specified method is not allowed against this resource.'],
      zh: ['使用了OSS不支持的方法来请求访问资源。'],
    },
    en: {
      cause: 'The resource does not take this method.',
      solution: 'Check endpoint and bucket.',
    },
    zh: { cause: '该资源不支持此请求方法。', solution: '请检查 Endpoint 和 Bucket。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_OPERATION_REFUSED',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['OperationNotSupported'],
    retry: 'never',
    texts: {
      en: ['The operation is not supported for this resource.'],
      zh: ['该资源不支持此类操作。'],
    },
    en: {
      cause: 'The bucket or object type has no such operation.',
      solution: 'Use an ordinary Standard bucket.',
    },
    zh: { cause: '该资源不支持此操作。', solution: '请使用普通的标准存储 Bucket。' },
    sources: ['S11'],
  },
]
