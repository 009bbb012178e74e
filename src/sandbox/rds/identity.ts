/** RAM and STS as far as a migration asks them: the role that lets RDS read OSS, who calls, temporary keys. */
import type { Clock, Ids } from '../../core/index.ts'
import type { CallerIdentity, RamRole } from '../../rds/index.ts'
import type { AccessKey, AccountBook } from '../account.ts'
import type { RdsModel } from './model.ts'
import { serviceError } from './service-error.ts'

/** @source cloud-api facts 4.1: the service principal is inferred [guess] */
const trustPolicy = JSON.stringify({
  Statement: [
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: ['rds.aliyuncs.com'] },
    },
  ],
  Version: '1',
})

/** @throws RdsServiceError EntityNotExist.Role */
export function getRole(model: RdsModel, name: string): RamRole {
  const found = model.findRole(name)
  if (found === undefined) throw serviceError('EntityNotExist.Role')
  return {
    name: found,
    arn: `acs:ram::${model.accountId}:role/${found.toLowerCase()}`,
    trustPolicy,
  }
}

export function callerIdentity(key: AccessKey): CallerIdentity {
  return { accountId: key.accountId, arn: key.arn, identityType: key.identityType }
}

/** A temporary key and who it belongs to. */
export interface AssumedRole {
  readonly key: AccessKey
  readonly sessionName: string
  readonly expiresAt: number
}

const shortestSeconds = 900
const longestSeconds = 3600

/**
 * Makes a temporary key known to the book and returns it.
 * @throws RdsServiceError EntityNotExist.Role, InvalidParameter
 */
export function assumeRole(
  parts: {
    readonly model: RdsModel
    readonly accounts: AccountBook
    readonly clock: Clock
    readonly ids: Ids
  },
  wanted: {
    readonly roleArn: string
    readonly sessionName: string
    readonly durationSeconds: number
  },
): AssumedRole {
  const { durationSeconds, sessionName } = wanted
  if (!(durationSeconds >= shortestSeconds && durationSeconds <= longestSeconds))
    throw serviceError('InvalidParameter', 'DurationSeconds')
  const match = /^acs:ram::(\d+):role\/(.+)$/.exec(wanted.roleArn)
  const [, accountId, roleName] = match ?? []
  if (!accountId || !roleName) throw serviceError('InvalidParameter', 'RoleArn')
  const { model } = parts
  if (accountId !== model.accountId || !model.findRole(roleName))
    throw serviceError('EntityNotExist.Role')
  const plain = () => parts.ids.uuid().replaceAll('-', '')
  const expiresAt = parts.clock.now() + durationSeconds * 1000
  const key: AccessKey = {
    accessKeyId: `STS.${plain().slice(0, 24)}`,
    accessKeySecret: plain() + plain().slice(0, 12),
    securityToken: `${plain()}${plain()}${plain()}`,
    accountId,
    identityType: 'AssumedRoleUser',
    arn: `acs:ram::${accountId}:assumed-role/${roleName.toLowerCase()}/${sessionName}`,
    isEnabled: true,
    expiresAt,
  }
  parts.accounts.add(key)
  return { key, sessionName, expiresAt }
}
