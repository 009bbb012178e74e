/** Who is calling and what they may do. */
import type { AccessFacts } from './access-facts.ts'
import { namesText } from './fact-text.ts'
import { importRole } from './minimal-policy.ts'
import type { Rule } from './rule.ts'

/** @source OSS RequestTimeTooSkewed and OpenAPI InvalidTimeStamp.Expired: 15 minutes [spec] */
const maxSkewMs = 15 * 60_000
/** From here on the clock deserves a look before it gets worse. */
const noticeableSkewMs = 60_000

/** A Date header has whole seconds only, and the answer takes its time. */
const toleranceSeconds = 2

const identityWords = {
  Account: { en: 'the Alibaba Cloud account itself', zh: '阿里云账号（主账号）' },
  RAMUser: { en: 'a RAM user', zh: 'RAM 用户' },
  AssumedRoleUser: { en: 'an assumed role', zh: '所扮演的 RAM 角色' },
} as const

function isIdentityType(type: string): type is keyof typeof identityWords {
  return Object.hasOwn(identityWords, type)
}

export const identityRules: readonly Rule<AccessFacts>[] = [
  {
    id: 'ACCESS_CREDENTIALS',
    title: { en: 'credentials', zh: '访问凭证' },
    severity: 'fatal',
    needs: ['identity'],
    // Where only STS cannot be reached, the other services may still know the key.
    refusedMeans: (code) =>
      /^CLOUD_(?:UNREACHABLE|UNAVAILABLE|THROTTLED|INTERNAL)/.test(code) ? undefined : 'fatal',
    judge: ({ identity: { accountId, arn, identityType } }) => {
      const words = isIdentityType(identityType) ? identityWords[identityType] : undefined
      return {
        holds: true,
        fact: {
          en: `valid: ${words?.en ?? identityType} of account ${accountId} (${arn})`,
          zh: `有效：账号 ${accountId} 的${words?.zh ?? identityType}（${arn}）`,
        },
      }
    },
  },
  {
    id: 'ACCESS_CLOCK',
    title: { en: 'clock', zh: '系统时间' },
    severity: 'blocker',
    needs: ['clock'],
    refusedMeans: () => 'blocker',
    judge: ({ clock: { aheadMs } }) => {
      if (aheadMs === undefined)
        return {
          holds: true,
          fact: {
            en: 'within 15 minutes of the cloud: it accepts the signatures; the difference was not measured',
            zh: '与云端相差不超过 15 分钟（签名已被接受），未测得具体偏差',
          },
        }
      const seconds = Math.round(Math.abs(aheadMs) / 1000)
      if (seconds <= toleranceSeconds)
        return {
          holds: true,
          fact: {
            en: `within ${toleranceSeconds} s of the cloud`,
            zh: `与云端相差不超过 ${toleranceSeconds} 秒`,
          },
        }
      return {
        holds: Math.abs(aheadMs) < noticeableSkewMs,
        severity: Math.abs(aheadMs) >= maxSkewMs ? 'blocker' : 'warning',
        fact: {
          en: `${seconds} s ${aheadMs >= 0 ? 'ahead of' : 'behind'} the cloud`,
          zh: `比云端${aheadMs >= 0 ? '快' : '慢'} ${seconds} 秒`,
        },
        action: {
          en: 'Set the clock of this machine (NTP): from 15 minutes on every call is refused.',
          zh: '请校准本机时间（NTP）：偏差达到 15 分钟后所有调用都会被拒绝。',
        },
      }
    },
  },
  {
    id: 'ACCESS_ACTIONS',
    title: { en: 'RAM actions', zh: 'RAM 操作权限' },
    severity: 'blocker',
    needs: ['actions'],
    judge: ({ actions }) => {
      const named = (state: string) =>
        actions.filter((each) => each.state === state).map(({ action }) => action)
      const refused = named('refused')
      const untried = named('unanswered')
      const counts = {
        allowed: named('allowed').length,
        unproved: named('unproved').length,
      }
      return {
        holds: refused.length === 0,
        // The role can be checked in the console too; everything else stops the migration.
        severity: refused.every((action) => action === 'ram:GetRole') ? 'warning' : 'blocker',
        fact: {
          en: [
            `${counts.allowed} reading actions allowed`,
            refused.length > 0 ? `refused: ${refused.join(', ')}` : '',
            untried.length > 0 ? `nothing learnt about ${namesText(untried)}` : '',
            `${counts.unproved} changing actions unproved: only use proves them`,
          ]
            .filter(Boolean)
            .join('; '),
          zh: [
            `${counts.allowed} 项读操作已允许`,
            refused.length > 0 ? `被拒绝：${refused.join('、')}` : '',
            untried.length > 0 ? `未得到结论：${namesText(untried)}` : '',
            `${counts.unproved} 项写操作未验证，只有实际使用才能验证`,
          ]
            .filter(Boolean)
            .join('；'),
        },
        action: {
          en: 'Attach the policy that `sqlferry doctor --policy` prints, or AliyunRDSFullAccess and AliyunOSSFullAccess with ram:GetRole.',
          zh: '请按 `sqlferry doctor --policy` 输出的权限策略授权，或授予 AliyunRDSFullAccess、AliyunOSSFullAccess 以及 ram:GetRole。',
        },
      }
    },
  },
  {
    id: 'ACCESS_IMPORT_ROLE',
    title: { en: `role ${importRole}`, zh: `角色 ${importRole}` },
    severity: 'blocker',
    needs: ['role'],
    judge: ({ role }) => {
      const grant = {
        en: 'Open the data import wizard of the RDS console with the Alibaba Cloud account and click the authorization link.',
        zh: '请用阿里云账号打开 RDS 控制台的数据导入向导，单击授权地址。',
      }
      if (!role)
        return {
          holds: false,
          code: 'RDS_IMPORT_ROLE_MISSING',
          fact: {
            en: 'missing: RDS was not authorized to read OSS',
            zh: '不存在：尚未授权 RDS 访问 OSS',
          },
          action: grant,
        }
      const services = trustedServices(role.trustPolicy)
      const isTrusted = services.some((service) => /^rds\b.*aliyuncs\.com$/.test(service))
      return {
        holds: isTrusted,
        // Which principal RDS uses is inferred, so a surprise here is no proof of a fault.
        severity: 'warning',
        fact: isTrusted
          ? {
              en: `exists and trusts ${services.join(', ')}`,
              zh: `存在，信任 ${services.join('、')}`,
            }
          : {
              en: `exists, but trusts ${services.join(', ') || 'no service'} instead of rds.aliyuncs.com`,
              zh: `存在，但信任的是 ${services.join('、') || '空'}，而不是 rds.aliyuncs.com`,
            },
        action: {
          en: `Restore the trust policy of ${importRole}: RDS cannot download without it. ${grant.en}`,
          zh: `请恢复 ${importRole} 的信任策略，否则 RDS 无法下载备份。${grant.zh}`,
        },
      }
    },
  },
]

/** Returns the service principals that a trust policy allows to assume the role; none where it cannot be read. */
export function trustedServices(trustPolicy: string): string[] {
  let policy: unknown
  try {
    policy = JSON.parse(trustPolicy)
  } catch {
    // A policy that is no JSON trusts nobody that we can name.
    return []
  }
  return listOf(fieldOf(policy, 'Statement'))
    .filter((statement) => fieldOf(statement, 'Effect') === 'Allow')
    .flatMap((statement) => listOf(fieldOf(fieldOf(statement, 'Principal'), 'Service')))
    .filter((service): service is string => typeof service === 'string')
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
