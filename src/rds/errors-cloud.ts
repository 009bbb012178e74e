/** What the gateway that RDS, RAM and STS share can say: identity, clock, throttling, reach. */
import { type ErrorCatalogue, exitCodes } from '../core/index.ts'

export const cloudErrors = {
  CLOUD_ACCESS_KEY_UNKNOWN: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{host} does not know the AccessKey ID',
    cause: 'The AccessKey ID does not exist: it was mistyped, deleted, or carries a space.',
    solution: 'Copy the ID again from the RAM console and run `sqlferry doctor`.',
  },
  CLOUD_SECRET_WRONG: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{host} refused the signature of {operation}',
    cause: 'The AccessKey secret does not belong to this AccessKey ID, so the signature is wrong.',
    solution: 'Enter the matching secret; if it is lost, create a new AccessKey pair.',
  },
  CLOUD_SIGNATURE_MISMATCH: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{host} computed another signature for {operation}',
    cause: 'The secret is wrong, or a proxy changed the request.',
    solution: 'Check the secret and any proxy between you and the API, then run `sqlferry doctor`.',
  },
  CLOUD_ACCESS_KEY_DISABLED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the AccessKey pair is disabled',
    cause: 'The AccessKey pair was switched off in RAM.',
    solution: 'Enable it in the RAM console or use another one.',
  },
  CLOUD_CLOCK_SKEWED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{host} refused the time of the request: the clock of this machine is wrong',
    cause: 'The clock of this machine differs from the cloud by more than 15 minutes.',
    solution: 'Set the clock (NTP) and try again.',
  },
  CLOUD_TIMESTAMP_FORMAT: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{host} could not read the time of the request',
    cause: 'The request time is not in the form yyyy-MM-ddTHH:mm:ssZ.',
    solution: 'Report it with the RequestId: sqlferry builds this value itself.',
  },
  CLOUD_NONCE_USED: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} has seen the nonce of {operation} before',
    cause: 'The same signed request was sent twice, usually by a proxy.',
    solution:
      'Run the same command again; look for a proxy that repeats requests if it happens often.',
  },
  STS_TOKEN_EXPIRED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the STS token has expired',
    cause: 'The temporary credentials have ended, and their source gave no newer ones.',
    solution:
      'Get new ones and set them, or use a role or ECS credentials, which sqlferry renews by itself.',
  },
  STS_TOKEN_MISMATCH: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the STS token and the AccessKey ID do not belong together',
    cause: 'The token and the AccessKey ID come from different sets.',
    solution: 'Pass all three values of one set.',
  },
  STS_TOKEN_MALFORMED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the STS token is malformed',
    cause: 'The token was cut or altered.',
    solution: 'Copy it again in full.',
  },
  STS_TOKEN_MISSING: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'a temporary AccessKey ID was sent without its STS token',
    cause: 'The AccessKey ID is temporary (STS.…) but no token was sent.',
    solution: 'Set ALIBABA_CLOUD_SECURITY_TOKEN too.',
  },
  CLOUD_THROTTLED: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} throttled {operation}',
    cause: 'Too many calls in a short time by this account or to this operation.',
    solution:
      'Wait a minute and run the same command again; sqlferry has already waited and tried several times.',
  },
  STS_THROTTLED: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} throttled {operation}',
    cause: 'The account sent too many STS calls in a short time.',
    solution: 'Wait a minute and run the same command again.',
  },
  CLOUD_UNAVAILABLE: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} is briefly unavailable for {operation}',
    cause: 'The cloud service is briefly unavailable.',
    solution:
      'Wait and run the same command again; before a task is created again sqlferry looks for one that may exist.',
  },
  CLOUD_INTERNAL_ERROR: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} failed inside while doing {operation}',
    cause: 'The cloud service failed inside.',
    solution: 'Try again later; if it stays, submit a ticket with the RequestId.',
  },
  CLOUD_PARAMETER_MISSING: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{operation} lacks a required parameter: {vendorMessage}',
    cause: 'A required parameter was not sent.',
    solution: 'Report it with the RequestId: sqlferry checks requests before sending.',
  },
  CLOUD_PARAMETER_INVALID: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{operation} refused a value: {vendorMessage}',
    cause: 'A value has the wrong form or is not allowed.',
    solution: 'Correct the value that the message names.',
  },
  CLOUD_ACTION_UNKNOWN: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{host} does not know the operation {operation}',
    cause: 'The endpoint belongs to another product or version.',
    solution:
      'Check the RDS endpoint in the configuration; leave it out, and sqlferry chooses the right one for the region.',
  },
  CLOUD_RAM_UNSUPPORTED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{operation} may not be called by a RAM user',
    cause: 'The operation may be called by the main account only.',
    solution: 'Use the main account for this one step.',
  },
  CLOUD_RISK_CONTROL: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'risk control stopped {operation}',
    cause: 'The risk control of the cloud stopped the call.',
    solution: 'Check the account notices or submit a ticket.',
  },
  CLOUD_NOT_VERIFIED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the account may not call {operation} before it is verified',
    cause: 'The account has not finished real-name verification.',
    solution: 'Finish it in the account center.',
  },
  CLOUD_BALANCE_LOW: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the balance of the account does not suffice for {operation}',
    cause: 'The account lacks the money for this paid step.',
    solution: 'Top up the account, or skip the paid step.',
  },
  CLOUD_TOKEN_PARAMETERS_DIFFER: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the client token of {operation} was used before with other values',
    cause: 'The same ClientToken was sent with other values.',
    solution: 'Report it with the RequestId: sqlferry makes one token per request.',
  },
  CLOUD_UNREACHABLE: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} could not be reached: {reason}',
    cause: 'The name, the network, a proxy or a firewall keeps this machine from the API endpoint.',
    solution:
      'Check DNS, proxy and firewall with `sqlferry doctor`; from a VPC without Internet use the VPC endpoint.',
  },
  CLOUD_TLS_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the certificate of {host} is not trusted: {reason}',
    cause:
      'A proxy on the way replaces the certificate, or the endpoint is not the one it claims to be.',
    solution:
      'Give the certificate of your own proxy as an extra CA file in the configuration; do not go on otherwise.',
  },
  CLOUD_ANSWER_UNREADABLE: {
    exit: exitCodes.rds,
    retry: 'now',
    message: '{host} answered {operation} with {status} and no JSON',
    cause:
      'Something between this machine and the cloud answered instead, usually a proxy or a gateway.',
    solution: 'Check the proxy and the endpoint with `sqlferry doctor`.',
  },
  RAM_FORBIDDEN: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'no right to call {operation}',
    cause: 'The RAM user may not call this RAM operation, for example ram:GetRole.',
    solution:
      'Attach the ram:GetRole policy of the manual; without it sqlferry reports the role as not checked.',
  },
  RAM_ROLE_NOT_FOUND: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the RAM role {object} does not exist',
    cause:
      'The role does not exist in this account; for AliyunRDSImportRole: RDS was never authorized.',
    solution:
      'Click the authorization link in the import wizard with the main account for AliyunRDSImportRole; correct the name of any other role.',
  },
  RAM_SERVICE_INACTIVE: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'RAM is not activated for the account',
    cause: 'The account has never used RAM.',
    solution: 'Activate RAM in the console.',
  },
} as const satisfies ErrorCatalogue
