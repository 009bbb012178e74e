/**
 * Errors of the bucket, the service and the way to it: codes, exit codes and texts.
 *
 * @source error-texts facts, sections 1, 3 and 8 to 11 (OSS error pages by HTTP status) [spec]
 */
import { type ErrorCatalogue, exitCodes } from '../../core/index.ts'

export const serviceErrors = {
  OSS_INTERNAL_ERROR: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'OSS failed inside during {operation} on {resource}',
    cause: 'The service is overloaded or has a fault; it was tried several times.',
    solution: 'Run the same command again later; finished parts are kept.',
  },
  OSS_UNAVAILABLE: {
    exit: exitCodes.oss,
    retry: 'later',
    message: 'OSS is busy during {operation} on {resource}',
    cause: 'The service is overloaded; it was tried several times.',
    solution: 'Run the same command again in some minutes; finished parts are kept.',
  },
  OSS_UPLOAD_RATE_LIMITED: {
    exit: exitCodes.oss,
    retry: 'later',
    message: 'the account uploads faster than OSS allows, at {resource}',
    cause: 'The account uploads faster than its limit.',
    solution: 'Lower the parallelism or --limit-rate.',
  },
  OSS_DOWNLOAD_RATE_LIMITED: {
    exit: exitCodes.oss,
    retry: 'later',
    message: 'the account downloads faster than OSS allows, at {resource}',
    cause: 'The account downloads faster than its limit.',
    solution: 'Wait or download less in parallel.',
  },
  OSS_QPS_LIMITED: {
    exit: exitCodes.oss,
    retry: 'later',
    message: 'the account sends more requests than OSS allows, at {resource}',
    cause: 'Programs of this account send more than 10,000 requests a second.',
    solution:
      'Lower the number of parallel programs, or use a larger --part-size, and run the same command again.',
  },
  OSS_META_QPS_LIMITED: {
    exit: exitCodes.oss,
    retry: 'later',
    message: 'too many bucket-level calls, at {resource}',
    cause: 'Programs of this account make too many calls on buckets.',
    solution: 'Wait a minute and run the same command again.',
  },
  OSS_CONNECTIONS_LIMITED: {
    exit: exitCodes.oss,
    retry: 'later',
    message: 'too many connections at once, at {resource}',
    cause: 'Too many connections at once.',
    solution: 'Lower the parallelism.',
  },
  OSS_UNEXPECTED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'OSS answered {operation} on {resource} with {vendorCode}: {vendorMessage}',
    cause: 'OSS answered with a code that has no entry of its own.',
    solution: 'Look the EC value up at api.aliyun.com/troubleshoot and give support the RequestId.',
  },
  OSS_CONNECTION_TIMEOUT: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'no connection to {resource} within {timeoutMs} ms',
    cause:
      'A firewall drops the connection, or the internal endpoint is used from outside its region.',
    solution:
      'Check network and firewall to the endpoint; from outside the region use the public endpoint.',
  },
  OSS_RESPONSE_TIMEOUT: {
    exit: exitCodes.oss,
    retry: 'now',
    message: '{resource} was silent for {timeoutMs} ms during {operation}',
    cause: 'The line is slow or was cut without notice.',
    solution: 'Run the same command again with a lower --parallel; finished parts are kept.',
  },
  OSS_UPLOAD_INTERRUPTED: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'the connection to {resource} broke during {operation}',
    cause: 'The connection closed during the upload.',
    solution: 'Run the same command again: finished parts are kept.',
  },
  OSS_ENDPOINT_WITHOUT_SCHEME: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'endpoint {resource} is not an http or https address',
    cause: 'The endpoint lacks http:// or https:// where the SDK needs it.',
    solution: 'Write the scheme.',
  },
  OSS_CONNECTION_REFUSED: {
    exit: exitCodes.oss,
    retry: 'now',
    message: '{resource} refused the connection',
    cause: 'Nothing listens at this address, or a firewall turns it away.',
    solution: 'Check the endpoint and its port, then run the same command again.',
  },
  OSS_TLS_FAILED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'no trusted connection to {resource}: {vendorMessage}',
    cause:
      'The certificate is not trusted by this machine, often because a proxy opens TLS connections.',
    solution:
      'Pass the certificate of the authority with --ca-file FILE, or let the proxy pass {resource} through.',
  },
  OSS_PROXY_FAILED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the proxy refuses the way to {resource}: {vendorMessage}',
    cause: 'The proxy asks for a user and password, or may not connect to this host.',
    solution: 'Check the address, user and password of the proxy.',
  },
  OSS_ANSWER_UNREADABLE: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'the answer to {operation} on {resource} cannot be read',
    cause: 'Something between changed the answer, often a proxy or a captive portal.',
    solution: 'Bypass the proxy and run the same command again.',
  },
  OSS_RANGE_IGNORED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'a range of {resource} was asked for, but the whole object was sent',
    cause: 'A proxy or cache does not pass ranges on, or the object was replaced by a smaller one.',
    solution: 'Bypass the proxy, check who writes to the bucket, and run the same command again.',
  },
  OSS_REGION_DIFFERS: {
    exit: exitCodes.oss,
    retry: 'never',
    message:
      'bucket {resource} would be created in {region}, but the instance is in {instanceRegion}',
    cause: 'RDS reads backups only from buckets of its own region.',
    solution: 'Run the same command again with `--region {instanceRegion}`.',
  },
} as const satisfies ErrorCatalogue
