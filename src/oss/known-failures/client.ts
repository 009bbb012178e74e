/** What a client of OSS says before any answer has come: name resolution, time limits, broken connections. */
import type { KnownFailure } from '../../core/index.ts'

export const clientFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_ENDPOINT_UNRESOLVED',
    seenIn: ['migration-script'],
    retry: 'never',
    texts: {
      en: [
        "RequestError: HTTPConnectionPool(host='{host}', port={port}): Max retries exceeded with url: {url} (Caused by NewConnectionError('{connection}: Failed to establish a new connection: [Errno {number}] {reason}",
        'getaddrinfo ENOTFOUND {bucket}.oss-{region}.aliyuncs.com',
      ],
      zh: ['OSS Endpoint错误'],
    },
    en: {
      cause: 'The endpoint name is wrong, or DNS does not know it from this machine.',
      solution:
        'Use the endpoint on the bucket overview page; use the internal one only from the same region.',
    },
    zh: {
      cause: 'Endpoint 写错，或本机 DNS 无法解析。',
      solution: '请使用 Bucket 概览页上的 Endpoint；内网 Endpoint 只能在同地域使用。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'OSS_CONNECTION_TIMEOUT',
    seenIn: ['oss-client'],
    vendorCodes: ['ConnectionTimeoutError'],
    retry: 'now',
    texts: { en: ['Connect timeout for {n}ms'], zh: [] },
    en: {
      cause: 'No connection within the time limit.',
      solution: 'Check the network; sqlferry tries again.',
    },
    zh: { cause: '连接超时。', solution: '请检查网络，sqlferry 会重试。' },
    sources: ['S17'],
  },
  {
    code: 'OSS_RESPONSE_TIMEOUT',
    seenIn: ['oss-client'],
    vendorCodes: ['ResponseTimeoutError'],
    retry: 'now',
    texts: { en: ['Response timeout for {n}ms'], zh: [] },
    en: {
      cause: 'OSS did not answer in time: the line is slow or the part is large.',
      solution: 'Check the network and run the same command again: finished parts are kept.',
    },
    zh: {
      cause: 'OSS 未在规定时间内响应：链路慢或分片过大。',
      solution: '请检查网络后重新运行同一命令，已完成的分片会保留。',
    },
    sources: ['S17'],
  },
  {
    code: 'OSS_UPLOAD_INTERRUPTED',
    seenIn: ['oss-client'],
    sharedVendorCodes: ['RequestError', 'ResponseError'],
    retry: 'now',
    texts: { en: ['Failed to upload some parts with error: {error} part_num: {n}'], zh: [] },
    en: {
      cause: 'The connection closed during the upload.',
      solution: 'Run the same command again: finished parts are kept.',
    },
    zh: { cause: '上传期间连接中断。', solution: '请重新运行同一命令，已完成的分片会保留。' },
    sources: ['S17'],
  },
  {
    code: 'OSS_ENDPOINT_WITHOUT_SCHEME',
    seenIn: ['oss-client'],
    retry: 'never',
    texts: { en: ['Endpoint protocol must be http or https.'], zh: [] },
    en: {
      cause: 'The endpoint lacks http:// or https:// where the SDK needs it.',
      solution: 'Write the scheme.',
    },
    zh: { cause: 'Endpoint 缺少 http:// 或 https://。', solution: '请补上协议。' },
    sources: ['S17'],
  },
  {
    code: 'OSS_SIGNED_URL_FOR_IP',
    seenIn: ['oss-client'],
    retry: 'never',
    texts: { en: ['can not get the object URL when endpoint is IP'], zh: [] },
    en: {
      cause: 'A signed URL cannot be made for an IP endpoint.',
      solution: 'Use a host name (the sandbox: localhost).',
    },
    zh: {
      cause: 'IP 形式的 Endpoint 不能生成签名 URL。',
      solution: '请使用主机名（沙箱用 localhost）。',
    },
    sources: ['S17'],
  },
]
