/** `bucket`: creates a bucket that RDS can read from, and says of an existing one what stands in the way. */
import { type ExitCode, exitCodes, isMigrationError, type Language } from '../core/index.ts'
import { type BucketInfo, type LifecycleRule, type ObjectStore, ossError } from '../oss/index.ts'
import { type Cloud, openCloud } from './cloud.ts'
import { loadSettings, type SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import { requireBucketName } from './oss-address.ts'

type Text = Readonly<Record<Language, string>>

/** One thing about a bucket, and what to do about it. */
export interface BucketFinding {
  readonly about: 'storage-class' | 'encryption' | 'region' | 'lifecycle' | 'versioning' | 'acl'
  readonly verdict: 'ok' | 'warning' | 'blocker'
  readonly fact: Text
  /** Empty where nothing has to be done. */
  readonly advice: Text
}

export interface BucketReport {
  readonly name: string
  /** Whether this run made it. */
  readonly isNew: boolean
  readonly info: BucketInfo
  readonly findings: readonly BucketFinding[]
  /** 0, 3 with warnings, 4 with blockers. */
  readonly exit: ExitCode
}

export interface BucketRequest {
  readonly action: 'create' | 'check' | 'show'
  readonly name: string
  readonly overrides: SettingOverrides
}

/**
 * Creates and checks, or only checks, a bucket.
 *
 * @throws OSS_BUCKET_NAME_INVALID  before any call
 * @throws OSS_REGION_DIFFERS  when the bucket would be made in another region than the instance's
 * @throws OSS_BUCKET_NAME_TAKEN, OSS_BUCKET_NOT_YOURS  when the name belongs to another account, and what else OSS
 *   and RDS answer
 */
export async function bucket(context: AppContext, request: BucketRequest): Promise<BucketReport> {
  requireBucketName(request.name)
  const settings = await loadSettings(context, request.overrides)
  const cloud = await openCloud(context, settings)
  try {
    const instance =
      settings.instance === undefined ? undefined : await cloud.target.instance(settings.instance)
    const store = cloud.storage.bucket(request.name)
    const isNew =
      request.action === 'create' && (await createUnlessOurs(cloud, store, instance?.regionId))
    const [info, rules] = await Promise.all([store.info(), store.lifecycle()])
    const findings = bucketFindings(info, rules, instance?.regionId ?? cloud.region)
    const isBlocked = findings.some(({ verdict }) => verdict === 'blocker')
    const isDoubtful = findings.some(({ verdict }) => verdict === 'warning')
    const exit = isBlocked ? exitCodes.blocked : isDoubtful ? exitCodes.warnings : exitCodes.done
    return { name: request.name, isNew, info, findings, exit }
  } finally {
    await cloud.close()
  }
}

/** Returns whether it made the bucket; a bucket of ours that exists is left as it is. */
async function createUnlessOurs(
  cloud: Cloud,
  store: ObjectStore,
  instanceRegion: string | undefined,
): Promise<boolean> {
  try {
    await store.info()
    return false
  } catch (error) {
    if (!isMigrationError(error, 'OSS_BUCKET_NOT_FOUND')) throw error
  }
  const { region } = cloud
  if (instanceRegion !== undefined && instanceRegion !== region)
    throw ossError('OSS_REGION_DIFFERS', { resource: store.bucket, region, instanceRegion })
  await cloud.storage.createBucket(store.bucket, { storageClass: 'Standard', acl: 'private' })
  return true
}

const nothing: Text = { en: '', zh: '' }

/**
 * Judges a bucket as the staging place of backups.
 *
 * @param region  of the instance, or the one that is worked in; without the `oss-` prefix
 * @source the manual, prerequisites and step 2: Standard storage class, no encryption, region of the instance [spec]
 */
export function bucketFindings(
  info: BucketInfo,
  rules: readonly LifecycleRule[],
  region: string,
): BucketFinding[] {
  const findings: BucketFinding[] = []
  const add = (
    about: BucketFinding['about'],
    verdict: BucketFinding['verdict'],
    fact: Text,
    advice: Text = nothing,
  ) => findings.push({ about, verdict, fact, advice })

  if (info.region === region)
    add('region', 'ok', { en: `region ${info.region}`, zh: `地域 ${info.region}` })
  else
    add(
      'region',
      'blocker',
      {
        en: `region ${info.region}, but the instance is in ${region}`,
        zh: `地域为 ${info.region}，而实例位于 ${region}`,
      },
      {
        en: `Create a bucket in ${region}; the region of a bucket cannot be changed.`,
        zh: `请在 ${region} 新建 Bucket；Bucket 的地域无法修改。`,
      },
    )

  if (info.storageClass === 'Standard')
    add('storage-class', 'ok', { en: 'storage class Standard', zh: '存储类型为标准存储' })
  else
    add(
      'storage-class',
      'blocker',
      { en: `storage class ${info.storageClass}`, zh: `存储类型为 ${info.storageClass}` },
      {
        en: 'Create a bucket of class Standard; RDS reads from no other, and the class cannot be changed.',
        zh: '请新建标准存储的 Bucket：RDS 只支持标准存储，且存储类型无法修改。',
      },
    )

  if (info.encryption === 'None')
    add('encryption', 'ok', { en: 'server-side encryption off', zh: '未开启服务器端加密' })
  else
    add(
      'encryption',
      'blocker',
      {
        en: `server-side encryption ${info.encryption}`,
        zh: `已开启服务器端加密（${info.encryption}）`,
      },
      {
        en: 'Turn encryption off before the upload; objects that were uploaded already stay encrypted and must be sent again.',
        zh: '请在上传前关闭服务器端加密；已上传的 Object 仍为加密状态，需要重新上传。',
      },
    )

  addLifecycle(rules, add)

  if (info.versioning === 'Enabled')
    add(
      'versioning',
      'warning',
      { en: 'versioning is on', zh: '已开启版本控制' },
      {
        en: 'Delete old versions after the migration, because removed backups go on costing storage; --forbid-overwrite has no effect in such a bucket.',
        zh: '请在迁移后删除历史版本，否则已删除的备份仍会产生存储费用；此类 Bucket 中 --forbid-overwrite 不生效。',
      },
    )
  else add('versioning', 'ok', { en: 'versioning off', zh: '未开启版本控制' })

  if (info.acl === 'private') add('acl', 'ok', { en: 'private', zh: '读写权限为私有' })
  else
    add(
      'acl',
      'warning',
      {
        en: `access control ${info.acl}: everybody on the internet can read the backups`,
        zh: `读写权限为 ${info.acl}：互联网上任何人都可以读取备份`,
      },
      {
        en: 'Set the access control of the bucket to private.',
        zh: '请将 Bucket 读写权限设为私有。',
      },
    )
  return findings
}

function addLifecycle(
  rules: readonly LifecycleRule[],
  add: (about: 'lifecycle', verdict: BucketFinding['verdict'], fact: Text, advice?: Text) => void,
): void {
  const active = rules.filter(({ isEnabled }) => isEnabled)
  for (const { id, prefix, expirationDays, abortMultipartDays, transitionTo } of active) {
    const where =
      prefix === '' ? { en: 'all objects', zh: '所有 Object' } : { en: prefix, zh: prefix }
    if (expirationDays !== undefined)
      add(
        'lifecycle',
        'warning',
        {
          en: `lifecycle rule ${id} deletes ${where.en} after ${expirationDays} days`,
          zh: `生命周期规则 ${id} 会在 ${expirationDays} 天后删除 ${where.zh}`,
        },
        {
          en: 'Upload outside that prefix, or disable the rule until the migration is done.',
          zh: '请上传到该前缀之外，或在迁移完成前停用该规则。',
        },
      )
    if (transitionTo !== undefined && transitionTo !== 'Standard')
      add(
        'lifecycle',
        'warning',
        {
          en: `lifecycle rule ${id} moves ${where.en} to ${transitionTo}`,
          zh: `生命周期规则 ${id} 会将 ${where.zh} 转为 ${transitionTo}`,
        },
        {
          en: 'Upload outside that prefix, or disable the rule: RDS reads Standard objects only.',
          zh: '请上传到该前缀之外，或停用该规则：RDS 只能读取标准存储的 Object。',
        },
      )
    if (abortMultipartDays !== undefined)
      add(
        'lifecycle',
        'ok',
        {
          en: `lifecycle rule ${id} aborts unfinished uploads after ${abortMultipartDays} days`,
          zh: `生命周期规则 ${id} 会在 ${abortMultipartDays} 天后清理未完成的分片上传`,
        },
        {
          en: 'Resume an interrupted upload within that time; later it begins anew.',
          zh: '请在该期限内继续中断的上传，逾期将重新上传。',
        },
      )
  }
  if (active.length === 0)
    add('lifecycle', 'ok', { en: 'no lifecycle rule', zh: '未配置生命周期规则' })
}
