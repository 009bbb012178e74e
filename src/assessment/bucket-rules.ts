/** The bucket that RDS reads: owner, region, class, encryption, rules that could remove backups, endpoint and cost. */
import type { AccessFacts } from './access-facts.ts'
import type { Rule } from './rule.ts'

function endpointKind(endpoint: string): { readonly en: string; readonly zh: string } {
  if (/^(?:127\.|localhost\b|\[::1\])/.test(endpoint)) return { en: 'this machine', zh: '本机' }
  return /-internal\./.test(endpoint)
    ? { en: 'internal', zh: '内网' }
    : { en: 'public', zh: '外网' }
}

export const bucketRules: readonly Rule<AccessFacts>[] = [
  {
    id: 'ACCESS_BUCKET_ACCOUNT',
    title: { en: 'account of the bucket', zh: 'Bucket 所属账号' },
    severity: 'blocker',
    needs: ['bucket', 'identity'],
    refusedMeans: () => 'blocker',
    judge: ({ bucket, identity }) => {
      const isKnown = bucket.ownerId !== ''
      return {
        holds: bucket.ownerId === identity.accountId,
        severity: isKnown ? 'blocker' : 'warning',
        code: 'OSS_BUCKET_NOT_YOURS',
        fact: isKnown
          ? {
              en: `${bucket.name} belongs to account ${bucket.ownerId}, the caller to ${identity.accountId}`,
              zh: `${bucket.name} 属于账号 ${bucket.ownerId}，调用者属于 ${identity.accountId}`,
            }
          : {
              en: `OSS does not say who owns ${bucket.name}`,
              zh: `OSS 未说明 ${bucket.name} 的拥有者`,
            },
        action: {
          en: 'Use a bucket of the account that owns the RDS instance: RDS reads no other.',
          zh: '请使用与 RDS 实例同一账号下的 Bucket，RDS 不支持跨账号读取。',
        },
      }
    },
  },
  {
    id: 'ACCESS_BUCKET_REGION',
    title: { en: 'region of the bucket', zh: 'Bucket 地域' },
    severity: 'warning',
    needs: ['bucket', 'instance'],
    judge: ({ bucket, instance }) => ({
      holds: bucket.region === instance.regionId,
      fact: {
        en: `bucket ${bucket.region}, instance ${instance.regionId}`,
        zh: `Bucket ${bucket.region}，实例 ${instance.regionId}`,
      },
      action: {
        en: `Create a bucket in ${instance.regionId}: across regions the download is billed as outbound traffic, is slower, and may fail.`,
        zh: `请在 ${instance.regionId} 新建 Bucket：跨地域下载会产生外网流出流量费，速度慢，也可能失败。`,
      },
    }),
  },
  {
    id: 'ACCESS_BUCKET_CLASS',
    title: { en: 'storage class', zh: '存储类型' },
    severity: 'blocker',
    needs: ['bucket'],
    judge: ({ bucket: { storageClass } }) => ({
      holds: storageClass === 'Standard',
      code: 'OSS_STORAGE_CLASS_REFUSED',
      fact: { en: storageClass, zh: storageClass },
      action: {
        en: 'Create a bucket of class Standard: the class of a bucket cannot be changed.',
        zh: '请新建标准存储的 Bucket，存储类型创建后不可修改。',
      },
    }),
  },
  {
    id: 'ACCESS_BUCKET_ENCRYPTION',
    title: { en: 'server-side encryption', zh: '服务器端加密' },
    severity: 'blocker',
    needs: ['bucket'],
    judge: ({ bucket: { encryption } }) => ({
      holds: encryption === 'None',
      code: 'OSS_BUCKET_ENCRYPTED',
      fact:
        encryption === 'None'
          ? { en: 'off', zh: '未开启' }
          : { en: `on: ${encryption}`, zh: `已开启：${encryption}` },
      action: {
        en: 'Turn it off before the upload: RDS cannot read encrypted objects, and those already uploaded stay encrypted.',
        zh: '请在上传前关闭：RDS 无法读取加密的 Object，已上传的需要重传。',
      },
    }),
  },
  {
    id: 'ACCESS_BUCKET_LIFECYCLE',
    title: { en: 'lifecycle rules', zh: '生命周期规则' },
    severity: 'warning',
    needs: ['lifecycle', 'prefix'],
    judge: ({ lifecycle, prefix }) => {
      const harmful = lifecycle.filter(
        (rule) =>
          rule.isEnabled &&
          (rule.prefix.startsWith(prefix) || prefix.startsWith(rule.prefix)) &&
          (rule.expirationDays !== undefined ||
            rule.transitionTo !== undefined ||
            rule.abortMultipartDays !== undefined),
      )
      const listed = harmful.map(({ id, expirationDays, transitionTo, abortMultipartDays }) => ({
        en: `${id} ${expirationDays !== undefined ? `deletes after ${expirationDays} days` : transitionTo !== undefined ? `moves to ${transitionTo}` : `aborts uploads after ${abortMultipartDays} days`}`,
        zh: `${id} ${expirationDays !== undefined ? `${expirationDays} 天后删除` : transitionTo !== undefined ? `转为 ${transitionTo}` : `${abortMultipartDays} 天后清理分片`}`,
      }))
      return {
        holds: harmful.length === 0,
        fact: {
          en:
            listed.map(({ en }) => en).join('; ') ||
            (lifecycle.length === 0 ? 'none' : `${lifecycle.length}, and none touches the backups`),
          zh:
            listed.map(({ zh }) => zh).join('；') ||
            (lifecycle.length === 0 ? '无' : `${lifecycle.length} 条规则均不影响备份`),
        },
        action: {
          en: 'Disable these rules until the migration has ended.',
          zh: '请在迁移结束前停用这些规则。',
        },
      }
    },
  },
  {
    id: 'ACCESS_BUCKET_ACL',
    title: { en: 'who else can read', zh: '读写权限' },
    severity: 'warning',
    needs: ['bucket'],
    judge: ({ bucket: { acl } }) => ({
      holds: acl === 'private',
      fact: { en: acl, zh: acl },
      action: {
        en: 'Make the bucket private: backups hold all your data.',
        zh: '请将 Bucket 设为私有：备份包含全部数据。',
      },
    }),
  },
  {
    id: 'ACCESS_BUCKET_VERSIONING',
    title: { en: 'versioning', zh: '版本控制' },
    severity: 'info',
    needs: ['bucket'],
    judge: ({ bucket: { versioning } }) => ({
      holds: versioning !== 'Enabled',
      fact:
        versioning === 'Enabled'
          ? {
              en: 'on: deleted backups stay as old versions and are billed',
              zh: '已开启：删除的备份会作为历史版本保留并计费',
            }
          : { en: 'off', zh: '未开启' },
    }),
  },
  {
    id: 'ACCESS_LEFT_OVER_PARTS',
    title: { en: 'left-over parts', zh: '碎片' },
    severity: 'info',
    needs: ['pendingUploads'],
    judge: ({ pendingUploads }) => ({
      holds: pendingUploads === 0,
      fact:
        pendingUploads === 0
          ? { en: 'none', zh: '无' }
          : {
              en: `${pendingUploads} unfinished uploads are billed; \`sqlferry cleanup\` removes ours`,
              zh: `${pendingUploads} 个未完成的分片上传会计费，\`sqlferry cleanup\` 可清理由 sqlferry 产生的部分`,
            },
    }),
  },
  {
    id: 'ACCESS_ENDPOINT',
    title: { en: 'endpoint and cost', zh: 'Endpoint 与费用' },
    severity: 'info',
    needs: ['ossEndpoint', 'bucket', 'instance'],
    judge: ({ ossEndpoint, bucket, instance }) => {
      const kind = endpointKind(ossEndpoint)
      const isSameRegion = bucket.region === instance.regionId
      return {
        holds: true,
        fact: {
          en: `${ossEndpoint} (${kind.en}): uploading is free, storage is billed while the backups lie there; RDS reads ${isSameRegion ? 'over the internal network, free' : 'from another region, billed as outbound traffic'}`,
          zh: `${ossEndpoint}（${kind.zh}）：上传免费，备份存放期间收取存储费；RDS ${isSameRegion ? '通过内网读取，免费' : '跨地域读取，收取外网流出流量费'}`,
        },
      }
    },
  },
]
