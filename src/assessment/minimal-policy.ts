/** The smallest RAM policy that a migration needs, filled with the instance, the bucket and the folder. */

interface PolicyStatement {
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
}

/** A policy as RAM takes it. */
export interface RamPolicy {
  readonly Version: '1'
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyScope {
  readonly instanceId: string
  readonly bucket: string
  /** Folder with a slash at its end, empty for the root. */
  readonly prefix: string
  /** 2008 R2 on local disks needs an empty database first. */
  readonly createsDatabases: boolean
}

/** Calls that only read: doctor tries them. */
export const readActions = {
  instance: [
    'rds:DescribeDBInstanceAttribute',
    'rds:DescribeResourceUsage',
    'rds:DescribeDatabases',
    'rds:DescribeAccounts',
    'rds:DescribeMigrateTasks',
  ],
  bucket: [
    'oss:GetBucketInfo',
    'oss:GetBucketLifecycle',
    'oss:ListObjects',
    'oss:ListMultipartUploads',
  ],
  object: ['oss:GetObject'],
  role: ['ram:GetRole'],
} as const

/** Calls that change something, or that need something which a migration makes first: nobody tries them for a check. */
export const unprovedActions = {
  instance: [
    'rds:CreateMigrateTask',
    'rds:CreateOnlineDatabaseTask',
    'rds:TerminateMigrateTask',
    'rds:DescribeMigrateTaskById',
    'rds:DescribeOssDownloads',
    'rds:CheckDBNameAvailable',
  ],
  bucket: ['oss:ListParts'],
  object: ['oss:PutObject', 'oss:AbortMultipartUpload', 'oss:DeleteObject'],
} as const

/** The role that lets RDS read the bucket. */
export const importRole = 'AliyunRDSImportRole'

/**
 * Returns the policy.
 * @source cloud-api facts 4.2: composed from the operations used; not tried on the real service [guess]
 */
export function minimalPolicy(scope: PolicyScope): RamPolicy {
  const { instanceId, bucket, prefix, createsDatabases } = scope
  const allow = (Action: readonly string[], ...Resource: string[]): PolicyStatement => ({
    Effect: 'Allow',
    Action,
    Resource,
  })
  return {
    Version: '1',
    Statement: [
      allow(
        [
          ...readActions.instance,
          ...unprovedActions.instance,
          ...(createsDatabases ? ['rds:CreateDatabase'] : []),
        ],
        `acs:rds:*:*:dbinstance/${instanceId}`,
      ),
      allow(['rds:DescribeDBInstances', 'rds:DescribeRegions'], '*'),
      allow(
        [...readActions.bucket, ...unprovedActions.bucket],
        `acs:oss:*:*:${bucket}`,
        `acs:oss:*:*:${bucket}/*`,
      ),
      allow([...readActions.object, ...unprovedActions.object], `acs:oss:*:*:${bucket}/${prefix}*`),
      allow([...readActions.role], `acs:ram:*:*:role/${importRole}`),
    ],
  }
}
