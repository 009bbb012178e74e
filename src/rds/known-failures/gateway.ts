/** The OpenAPI gateway in front of RDS, RAM and STS: load, parameters, reachability. */
import type { KnownFailure } from '../../core/index.ts'

export const gatewayFailures: readonly KnownFailure[] = [
  {
    code: 'CLOUD_THROTTLED',
    seenIn: ['cloud-api'],
    httpStatuses: [400, 403],
    vendorCodes: ['Throttling', 'Throttling.Api', 'Throttling.User'],
    retry: 'later',
    texts: {
      en: [
        'Request was denied due to request throttling.',
        'Request was denied due to user flow control.',
        'Request was denied due to api flow control.',
      ],
      zh: ['因系统流控拒绝访问'],
    },
    en: {
      cause: 'Too many calls in a short time by this account or to this operation.',
      solution:
        'Wait: sqlferry tries again by itself, as long as x-acs-retry-after asks for, else doubling from 1 s.',
    },
    zh: {
      cause: '短时间内调用次数过多，触发流控。',
      solution: '请稍候：sqlferry 会按 x-acs-retry-after 或指数退避等待后自动重试。',
    },
    sources: ['S9', 'S10', 'S13', 'S19'],
  },
  {
    code: 'CLOUD_UNAVAILABLE',
    seenIn: ['cloud-api'],
    httpStatuses: [500, 503],
    vendorCodes: ['ServiceUnavailable'],
    retry: 'later',
    texts: {
      en: ['The request has failed due to a temporary failure of the server.'],
      zh: ['服务不可用'],
    },
    en: {
      cause: 'The cloud service is briefly unavailable.',
      solution:
        'Wait and try again; for CreateMigrateTask sqlferry first looks for a task that may exist.',
    },
    zh: {
      cause: '云服务暂时不可用。',
      solution: '请稍后重试；CreateMigrateTask 重试前会先查找是否已有任务。',
    },
    sources: ['S10', 'S19'],
  },
  {
    code: 'CLOUD_INTERNAL_ERROR',
    seenIn: ['cloud-api'],
    httpStatuses: [500],
    vendorCodes: ['InternalError'],
    retry: 'later',
    texts: {
      en: [
        'The request processing has failed due to some unknown error, exception or failure.',
        'STS Server Internal Error happened.',
        'An internal error occurred.',
      ],
      zh: ['服务器内部错误。', '服务内部错误。可提交工单联系售后技术工程师。'],
    },
    en: {
      cause: 'The cloud service failed inside.',
      solution: 'Try again later; if it stays, submit a ticket with the RequestId.',
    },
    zh: { cause: '云服务内部错误。', solution: '请稍后重试；仍失败请凭 RequestId 提交工单。' },
    sources: ['S10', 'S13'],
  },
  {
    code: 'CLOUD_PARAMETER_MISSING',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['Missing<Name>', 'MissingParameter'],
    retry: 'never',
    texts: {
      en: [
        'The input parameter “{parameter}” that is mandatory for processing this request is not supplied.',
      ],
      zh: [],
    },
    en: {
      cause: 'A required parameter was not sent.',
      solution: 'Report it: sqlferry checks requests before sending.',
    },
    zh: { cause: '缺少必填参数。', solution: '请反馈给我们。' },
    sources: ['S9'],
  },
  {
    code: 'CLOUD_PARAMETER_INVALID',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['Invalid<Name>.Malformed', 'Invalid<Name>.ValueNotSupported', 'InvalidParameter'],
    retry: 'never',
    texts: { en: ['The specified parameter "{parameter}" is not valid.'], zh: ['参数校验失败'] },
    en: {
      cause: 'A value has the wrong form or is not allowed.',
      solution: 'Correct the named parameter.',
    },
    zh: { cause: '参数格式错误或取值不支持。', solution: '请改正提示的参数。' },
    sources: ['S9', 'S19'],
  },
  {
    code: 'CLOUD_ACTION_UNKNOWN',
    seenIn: ['cloud-api'],
    httpStatuses: [400, 403, 404],
    vendorCodes: ['InvalidAction', 'InvalidAction.NotFound'],
    sharedVendorCodes: ['InvalidParameter'],
    retry: 'never',
    texts: {
      en: [
        'Specified api is not found, please check your url and method.',
        'The specified action is not valid.',
        'The specified parameter “Action or Version” is not valid.',
      ],
      zh: [],
    },
    en: {
      cause: 'The endpoint belongs to another product or version.',
      solution: 'Check RDS_ENDPOINT; without it sqlferry chooses the right one for the region.',
    },
    zh: {
      cause: 'Endpoint 属于其他产品或版本。',
      solution: '请检查 RDS_ENDPOINT；不设置时 sqlferry 会按地域选择。',
    },
    sources: ['S9'],
  },
  {
    code: 'CLOUD_TOKEN_PARAMETERS_DIFFER',
    seenIn: ['cloud-api'],
    httpStatuses: [400],
    vendorCodes: ['IdempotentParameterMismatch'],
    retry: 'never',
    texts: {
      en: [
        'Request uses a client token in a previous request but is not identical to that request.',
      ],
      zh: ['使用了一个已经使用过的 ClientToken，但此次请求内容却又与上一次不一样'],
    },
    en: {
      cause: 'The same ClientToken was sent with other values.',
      solution: 'Report it: sqlferry makes one token per request.',
    },
    zh: { cause: '同一 ClientToken 的两次请求内容不同。', solution: '请反馈给我们。' },
    sources: ['S19'],
  },
  {
    code: 'CLOUD_UNREACHABLE',
    seenIn: ['network'],
    sharedVendorCodes: ['ENOTFOUND', 'ETIMEDOUT', 'ECONNREFUSED', 'ECONNRESET'],
    retry: 'now',
    texts: {
      en: [
        'getaddrinfo ENOTFOUND {host}',
        'connect ETIMEDOUT {ip}:{port}',
        'connect ECONNREFUSED {ip}:{port}',
        'socket hang up',
      ],
      zh: [],
    },
    en: {
      cause: 'This machine cannot reach the API endpoint.',
      solution: 'Check DNS, proxy and firewall; from a VPC without Internet use the vpc endpoint.',
    },
    zh: {
      cause: '本机无法访问 API 端点。',
      solution: '请检查 DNS、代理和防火墙；无公网的 VPC 请使用 vpc Endpoint。',
    },
    sources: ['S18'],
  },
]
