/** Sending an object in one request or in parts. */
import type { KnownFailure } from '../../core/index.ts'

export const uploadFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_UPLOAD_GONE',
    seenIn: ['oss-api'],
    httpStatuses: [404],
    vendorCodes: ['NoSuchUpload'],
    retry: 'now',
    texts: {
      en: [
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      ],
      zh: [
        '上传成功后未收到OSS返回的requestId',
        '分片上传或者断点续传时，部分分片上传成功，但最终未完成上传。',
      ],
    },
    en: {
      cause: 'The multipart upload was completed, aborted or cleaned by a rule.',
      solution:
        'Run the same command again: sqlferry checks whether the object is complete, else starts a new upload.',
    },
    zh: {
      cause: '该分片上传已完成、被取消或被规则清理。',
      solution: '请重新运行同一命令：sqlferry 会先检查 Object 是否完整，否则重新上传。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_PART_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidPart'],
    retry: 'now',
    texts: {
      en: [
        "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
      ],
      zh: ['PartNumber或ETag错误导致CompleteMultipartUpload提交的Part无效。'],
    },
    en: {
      cause: 'A part in the list is missing or has another ETag.',
      solution:
        'Run the same command again: sqlferry lists the parts and sends the bad ones again.',
    },
    zh: {
      cause: '提交的分片缺失或 ETag 不一致。',
      solution: '请重新运行同一命令：sqlferry 会核对分片并补传。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_PART_ORDER',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidPartOrder'],
    retry: 'never',
    texts: {
      en: [
        'The list of parts was not in ascending order.',
        'Part number must be an integer between 1 and 10000, inclusive.',
      ],
      zh: ['CompleteMultipartUpload提交的Part未按照partNumber升序排列。'],
    },
    en: {
      cause: 'The part list is out of order or a number is out of range.',
      solution: 'Report it: sqlferry sorts the list itself.',
    },
    zh: {
      cause: '分片列表未按升序排列或分片号越界。',
      solution: '请反馈给我们，该列表由 sqlferry 生成。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_PART_DELETED',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['FilePartNotExist'],
    retry: 'now',
    texts: { en: ['The Part you read had been deleted.'], zh: ['请求的Part已删除。'] },
    en: { cause: 'A part was removed meanwhile.', solution: 'Do nothing: it is sent again.' },
    zh: { cause: '分片已被删除。', solution: '无需处理，会自动补传。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOO_LARGE',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['EntityTooLarge'],
    retry: 'never',
    texts: {
      en: [
        'Your proposed upload exceeds the maximum allowed size.',
        'Source object Length exceeds the maximum allowed size.',
      ],
      zh: ['上传的Object超出允许的最大值。'],
    },
    en: {
      cause: 'The request is above the limit (5 GB for one part or a simple upload).',
      solution: 'Use multipart upload.',
    },
    zh: { cause: '单次上传超过上限（单个分片或简单上传 5 GB）。', solution: '请使用分片上传。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_TOO_SMALL',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['EntityTooSmall'],
    retry: 'never',
    texts: {
      en: ['Your proposed upload smaller than the minimum allowed size.'],
      zh: ['上传的Object超出允许的最小值。'],
    },
    en: {
      cause: 'A part other than the last is under 100 KB.',
      solution: 'Raise the part size and upload again.',
    },
    zh: { cause: '除最后一个外，有分片小于 100 KB。', solution: '请调大分片大小后重新上传。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_INLINE_TOO_LARGE',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InlineDataTooLarge'],
    retry: 'never',
    texts: {
      en: ['Inline data exceeds the maximum allowed size.'],
      zh: ['Object大小超出最大限制。'],
    },
    en: {
      cause: 'The object is larger than its upload method allows.',
      solution: 'Use multipart upload (up to 48.8 TB).',
    },
    zh: {
      cause: 'Object 大小超过该上传方式的上限。',
      solution: '请改用分片上传（最大 48.8 TB）。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_DIGEST_MISMATCH',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidDigest'],
    retry: 'now',
    texts: {
      en: ['The Content-MD5 you specified was invalid.'],
      zh: ['上传的Content-MD5请求头与OSS计算消息体的Content-MD5不一致。'],
    },
    en: {
      cause: 'The bytes changed on the way.',
      solution:
        'Do nothing: the part is sent again; if it repeats, check the network card and disk.',
    },
    zh: { cause: '传输中数据发生变化。', solution: '会自动重传；若反复出现请检查网卡和磁盘。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_CRC_MISMATCH',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidCRC64'],
    retry: 'now',
    texts: {
      en: ['The x-oss-hash-crc64ecma you specified does not match what we calculated.'],
      zh: ['本地计算的crc64值与服务器返回的crc64值不一致。'],
    },
    en: {
      cause: 'The CRC-64 of the object differs from the file.',
      solution: 'Upload again; if it repeats, the file is changing or the disk is bad.',
    },
    zh: {
      cause: 'Object 的 CRC-64 与本地文件不一致。',
      solution: '请重新上传；若反复出现，请检查文件是否正在变化或磁盘故障。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_BODY_INCOMPLETE',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['IncompleteBody'],
    retry: 'now',
    texts: {
      en: ['You did not provide the number of bytes specified by the Content-Length HTTP header.'],
      zh: ['Content-length参数指定的字节大小与用户实际发送的字节大小不一致。'],
    },
    en: {
      cause: 'The connection ended before all bytes were sent.',
      solution: 'Do nothing: the part is sent again.',
    },
    zh: { cause: '连接在发送完成前中断。', solution: '无需处理，分片会自动重传。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_REQUEST_TIMEOUT',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['RequestTimeout'],
    retry: 'now',
    texts: {
      en: [
        'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
      ],
      zh: ['因网络环境或网络配置等引起的网络超时。'],
    },
    en: {
      cause: 'The network was too slow or stalled.',
      solution: 'Do nothing: the part is sent again; lower the parallelism if it comes back.',
    },
    zh: {
      cause: '网络过慢或停顿导致超时。',
      solution: '无需处理，分片会自动重传；若反复出现，请降低并发。',
    },
    sources: ['S11'],
  },
]
