/** The destination instance: engine, version, state, lock, accounts, databases, quota. */
import type { AccessFacts } from './access-facts.ts'
import { sizeText } from './fact-text.ts'
import type { Rule } from './rule.ts'

/** @source RDS lock modes, cloud-api facts 1.8 [spec] */
const lockWords: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  ManualLock: { en: 'locked by hand', zh: '手动触发锁定' },
  LockByExpiration: { en: 'locked because it expired', zh: '实例过期自动锁定' },
  LockByRestoration: { en: 'locked before a rollback', zh: '实例回滚前自动锁定' },
  LockByDiskQuota: { en: 'locked because its storage is full', zh: '实例空间满自动锁定' },
  LockReadInstanceByDiskQuota: {
    en: 'read-only instance locked because its storage is full',
    zh: '只读实例空间满自动锁定',
  },
}

/** 2008 R2, 2012 and later, as EngineVersion names them. @source manual, prerequisites [spec] */
const servedVersion = /^(?:(?:20)?08r2|201[2-9]|20[2-9]\d)/i

export const instanceRules: readonly Rule<AccessFacts>[] = [
  {
    id: 'ACCESS_INSTANCE_ENGINE',
    title: { en: 'instance and engine', zh: '实例与引擎' },
    severity: 'fatal',
    needs: ['instance'],
    refusedMeans: () => 'fatal',
    judge: ({ instance }) => ({
      holds: /^(?:sqlserver|mssql)$/i.test(instance.engine),
      code: 'RDS_ENGINE_NOT_SQLSERVER',
      fact: {
        en: `${instance.instanceId} runs ${instance.engine} in ${instance.regionId}`,
        zh: `${instance.instanceId} 的引擎为 ${instance.engine}，地域 ${instance.regionId}`,
      },
      action: {
        en: 'Give the ID of an RDS for SQL Server instance.',
        zh: '请填写 RDS SQL Server 实例的 ID。',
      },
    }),
  },
  {
    id: 'ACCESS_INSTANCE_VERSION',
    title: { en: 'version and path', zh: '版本与上云方式' },
    severity: 'blocker',
    needs: ['instance', 'path'],
    judge: ({ instance, path }) => ({
      holds: servedVersion.test(instance.engineVersion),
      fact:
        path === 'into-existing'
          ? {
              en: `${instance.engineVersion} on ${instance.storageType}: full backups only, into an empty database of the same name`,
              zh: `${instance.engineVersion}（${instance.storageType}）：仅支持完整备份，须先创建同名空库`,
            }
          : {
              en: `${instance.engineVersion} on ${instance.storageType}: each restore creates its database, which must not exist yet`,
              zh: `${instance.engineVersion}（${instance.storageType}）：还原时创建数据库，目标端不能已有同名库`,
            },
      action: {
        en: 'Use an instance with SQL Server 2008 R2, 2012 or later.',
        zh: '请使用 SQL Server 2008 R2 或 2012 及以上版本的实例。',
      },
    }),
  },
  {
    id: 'ACCESS_INSTANCE_STATE',
    title: { en: 'instance state', zh: '实例状态' },
    severity: 'blocker',
    needs: ['instance'],
    judge: ({ instance }) => ({
      holds: instance.status === 'Running',
      code: 'RDS_INSTANCE_NOT_RUNNING',
      fact: { en: instance.status, zh: instance.status },
      action: {
        en: 'Wait until the instance is Running, then run the same command again.',
        zh: '请等待实例变为“运行中”（Running），再重新运行同一命令。',
      },
    }),
  },
  {
    id: 'ACCESS_INSTANCE_LOCK',
    title: { en: 'instance lock', zh: '实例锁定' },
    severity: 'blocker',
    needs: ['instance'],
    judge: ({ instance: { lockMode, lockReason } }) => {
      const words = lockWords[lockMode] ?? { en: 'locked', zh: '已锁定' }
      const reason = lockReason ? ` (${lockReason})` : ''
      const isFree = lockMode === 'Unlock'
      return {
        holds: isFree,
        code: 'RDS_INSTANCE_LOCKED',
        fact: isFree
          ? { en: 'not locked', zh: '正常，未锁定' }
          : { en: `${words.en}: ${lockMode}${reason}`, zh: `${words.zh}：${lockMode}${reason}` },
        action: /DiskQuota/.test(lockMode)
          ? { en: 'Add storage to the instance.', zh: '请为实例扩容存储空间。' }
          : {
              en: 'Renew or unlock the instance, see LockReason in the RDS console.',
              zh: '请续费或解除锁定，原因见 RDS 控制台。',
            },
      }
    },
  },
  {
    id: 'ACCESS_STORAGE_FREE',
    title: { en: 'free storage', zh: '剩余存储空间' },
    severity: 'blocker',
    needs: ['instance', 'usage'],
    judge: ({ instance, usage }) => {
      const used = usage.diskUsedBytes ?? instance.diskUsedBytes
      if (instance.storageBytes === undefined || used === undefined)
        return {
          holds: true,
          fact: { en: 'the service does not say', zh: '服务未给出' },
        }
      const free = Math.max(0, instance.storageBytes - used)
      const total = sizeText(instance.storageBytes)
      return {
        holds: free > 0,
        code: 'RDS_STORAGE_TOO_SMALL',
        fact: {
          en: `${sizeText(free)} of ${total}`,
          zh: `${sizeText(free)}，共 ${total}`,
        },
        action: { en: 'Add storage to the instance.', zh: '请为实例扩容存储空间。' },
      }
    },
  },
  {
    id: 'ACCESS_DATABASE_COUNT',
    title: { en: 'number of databases', zh: '数据库个数' },
    severity: 'blocker',
    needs: ['instance', 'databases'],
    judge: ({ instance: { maxDatabases }, databases }) => {
      const count = databases.length
      if (maxDatabases === undefined)
        return {
          holds: true,
          fact: {
            en: `${count} databases; the service names no limit`,
            zh: `已有 ${count} 个数据库，服务未给出上限`,
          },
        }
      return {
        holds: count < maxDatabases,
        code: 'RDS_DATABASE_COUNT_REACHED',
        fact: {
          en: `${count} of at most ${maxDatabases} databases`,
          zh: `已有 ${count} 个数据库，上限 ${maxDatabases} 个`,
        },
        action: {
          en: 'Drop databases that are not needed, or use another instance.',
          zh: '请删除不需要的数据库，或使用其他实例。',
        },
      }
    },
  },
  {
    id: 'ACCESS_ACCOUNT',
    title: { en: 'privileged account', zh: '高权限账号' },
    severity: 'warning',
    needs: ['accounts'],
    judge: ({ accounts }) => {
      const privileged = accounts.filter(({ type }) => /^(?:super|sysadmin)$/i.test(type))
      const names = privileged.map(({ name }) => name).join(', ')
      return {
        holds: privileged.length > 0,
        code: 'RDS_NO_PRIVILEGED_ACCOUNT',
        fact:
          privileged.length > 0
            ? { en: names, zh: names }
            : {
                en: `none among ${accounts.length} accounts: restored databases would have no owner that can log in`,
                zh: `${accounts.length} 个账号中没有高权限账号：还原后的数据库将没有可登录的所有者`,
              },
        action: {
          en: 'Create a privileged account in the RDS console before the migration.',
          zh: '请在迁移前到 RDS 控制台创建高权限账号。',
        },
      }
    },
  },
  {
    id: 'ACCESS_QUOTA_INSTANCE',
    title: { en: 'quota of the instance', zh: '实例每日上云次数' },
    severity: 'blocker',
    needs: ['quota', 'limits'],
    judge: ({ quota: { leftOfInstance }, limits: { tasksPerInstance } }) => ({
      holds: leftOfInstance > 0,
      code: 'RDS_INSTANCE_QUOTA_SPENT',
      fact: {
        en: `${leftOfInstance} of ${tasksPerInstance} tasks left, counting the last 24 hours`,
        zh: `每日上限 ${tasksPerInstance} 次，按最近 24 小时计算剩余 ${leftOfInstance} 次`,
      },
      action: {
        en: 'Go on tomorrow, or use another instance.',
        zh: '请明天继续，或使用其他实例。',
      },
    }),
  },
]
