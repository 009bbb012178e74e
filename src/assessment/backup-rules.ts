/** The backups to restore against the destination: type, names, versions, size, storage, quota. */
import { sameName } from '../core/index.ts'
import type { AccessFacts, BackupFacts } from './access-facts.ts'
import { namesText, sizeText } from './fact-text.ts'
import type { Rule } from './rule.ts'
import { checkStorage } from './storage-check.ts'

/** Full backups that nothing speaks against: the ones that become restore tasks. */
function restorable(backups: readonly BackupFacts[]): BackupFacts[] {
  return backups.filter(({ type, problem }) => type === 'FULL' && problem === undefined)
}

function databasesOf(backups: readonly BackupFacts[]): string[] {
  return [...new Set(restorable(backups).flatMap(({ database }) => database ?? []))]
}

export const backupRules: readonly Rule<AccessFacts>[] = [
  {
    id: 'ACCESS_BACKUPS',
    title: { en: 'backups in the folder', zh: '文件夹中的备份' },
    severity: 'blocker',
    needs: ['backups'],
    judge: ({ backups }) => {
      const good = restorable(backups)
      const others = backups.filter((backup) => !good.includes(backup))
      const reasons = others.map(({ name, problem, type }) => `${name} (${problem ?? type})`)
      return {
        holds: good.length > 0 && others.length === 0,
        severity: good.length > 0 ? 'warning' : 'blocker',
        code: good.length > 0 ? 'BAK_NAME_REJECTED' : 'OSS_PREFIX_EMPTY',
        fact: {
          en: `${good.length} full backups can be restored${reasons.length > 0 ? `; not: ${namesText(reasons)}` : ''}`,
          zh: `${good.length} 个完整备份可以还原${reasons.length > 0 ? `；不能还原：${namesText(reasons)}` : ''}`,
        },
        action:
          backups.length === 0
            ? {
                en: 'Check the folder name, or upload the backups with `sqlferry upload`.',
                zh: '请检查文件夹名称，或用 `sqlferry upload` 上传备份。',
              }
            : {
                en: 'Look at the files with `sqlferry inspect`; take full backups into one file each.',
                zh: '请用 `sqlferry inspect` 查看文件，并将每个数据库完整备份到单个文件。',
              },
      }
    },
  },
  {
    id: 'ACCESS_BACKUP_SIZE',
    title: { en: 'size of each backup file', zh: '单个备份文件大小' },
    severity: 'blocker',
    needs: ['backups', 'limits'],
    judge: ({ backups, limits }) => {
      const large = backups.filter(({ sizeBytes }) => sizeBytes > limits.backupBytes)
      const limit = sizeText(limits.backupBytes)
      const largest = Math.max(0, ...backups.map(({ sizeBytes }) => sizeBytes))
      return {
        holds: large.length === 0,
        code: 'BAK_FILE_TOO_LARGE',
        fact: {
          en: `largest ${sizeText(largest)}, limit ${limit}${large.length > 0 ? `; too large: ${namesText(large.map(({ name }) => name))}` : ''}`,
          zh: `最大 ${sizeText(largest)}，上限 ${limit}${large.length > 0 ? `；超限：${namesText(large.map(({ name }) => name))}` : ''}`,
        },
        action: {
          en: 'Back up with compression, or move old data out of the database first.',
          zh: '请使用备份压缩，或先归档历史数据。',
        },
      }
    },
  },
  {
    id: 'ACCESS_BACKUP_VERSION',
    title: { en: 'version of the backups', zh: '备份的版本' },
    severity: 'blocker',
    needs: ['backups', 'instance'],
    judge: ({ backups, instance }) => {
      const refused = restorable(backups).filter(
        ({ versionVerdict }) => versionVerdict === 'newer' || versionVerdict === 'too-old',
      )
      const versions = [
        ...new Set(backups.flatMap(({ sourceVersion }) => sourceVersion ?? [])),
      ].sort()
      return {
        holds: refused.length === 0,
        code: 'BAK_VERIFY_FAILED',
        fact: {
          en: `from SQL Server ${versions.join(', ') || '?'} to ${instance.engineVersion}${refused.length > 0 ? `; refused: ${namesText(refused.map(({ name }) => name))}` : ''}`,
          zh: `SQL Server ${versions.join('、') || '?'} → ${instance.engineVersion}${refused.length > 0 ? `；不能还原：${namesText(refused.map(({ name }) => name))}` : ''}`,
        },
        action: {
          en: 'Use an instance of the same or a newer version; take SQL Server 2000 databases through a version between.',
          zh: '请选用相同或更高版本的实例；SQL Server 2000 的数据库须先经中间版本升级。',
        },
      }
    },
  },
  {
    id: 'ACCESS_DATABASE_NAMES',
    title: { en: 'database names', zh: '数据库名称' },
    severity: 'blocker',
    needs: ['backups', 'databases', 'path'],
    judge: ({ backups, databases, path }) => {
      const wanted = databasesOf(backups)
      const isOldPath = path === 'into-existing'
      const system = databasesOf(backups.filter((backup) => backup.isSystemDatabase))
      const present = wanted.filter((name) => databases.some((other) => sameName(other.name, name)))
      const wrong = isOldPath ? wanted.filter((name) => !present.includes(name)) : present
      const claims = restorable(backups).flatMap(({ database }) => database ?? [])
      const twice = wanted.filter(
        (name) => claims.filter((other) => sameName(other, name)).length > 1,
      )
      const problems = {
        en: [
          system.length > 0 ? `system databases: ${namesText(system)}` : '',
          wrong.length > 0
            ? `${isOldPath ? 'missing on the instance' : 'already on the instance'}: ${namesText(wrong)}`
            : '',
          twice.length > 0 ? `claimed by several backups: ${namesText(twice)}` : '',
        ].filter(Boolean),
        zh: [
          system.length > 0 ? `系统数据库：${namesText(system)}` : '',
          wrong.length > 0 ? `${isOldPath ? '目标端缺少' : '目标端已有'}：${namesText(wrong)}` : '',
          twice.length > 0 ? `多个备份对应同名库：${namesText(twice)}` : '',
        ].filter(Boolean),
      }
      return {
        holds: problems.en.length === 0,
        code: 'RDS_DATABASE_ABSENT_OR_PRESENT',
        fact: {
          en: problems.en.join('; ') || `${wanted.length} names, all free`,
          zh: problems.zh.join('；') || `${wanted.length} 个名称均可用`,
        },
        action:
          wrong.length === 0 && twice.length > 0
            ? {
                en: 'Say which backup counts with `--only`, or give one database another name with `sqlferry import --map OLD=NEW`.',
                zh: '请用 `--only` 指定要使用的备份，或用 `sqlferry import --map 原名=新名` 换用其他库名。',
              }
            : isOldPath
              ? {
                  en: 'Create an empty database of the same name on the instance first; leave system databases out.',
                  zh: '请先在实例上创建同名空库；系统数据库不迁移。',
                }
              : {
                  en: 'Back up and drop the database on the instance, or restore under another name; leave system databases out.',
                  zh: '请先备份并删除实例上的同名库，或换用其他库名；系统数据库不迁移。',
                },
      }
    },
  },
  {
    id: 'ACCESS_DATABASE_ROOM',
    title: { en: 'room for the databases', zh: '数据库个数余量' },
    severity: 'blocker',
    needs: ['backups', 'databases', 'instance'],
    judge: ({ backups, databases, instance: { maxDatabases } }) => {
      const added = databasesOf(backups).filter(
        (name) => !databases.some((other) => sameName(other.name, name)),
      ).length
      const total = databases.length + added
      return {
        holds: maxDatabases === undefined || total <= maxDatabases,
        code: 'RDS_DATABASE_COUNT_REACHED',
        fact: {
          en: `${databases.length} + ${added} = ${total}${maxDatabases === undefined ? '' : ` of at most ${maxDatabases}`}`,
          zh: `${databases.length} + ${added} = ${total} 个${maxDatabases === undefined ? '' : `，上限 ${maxDatabases} 个`}`,
        },
        action: {
          en: 'Drop databases that are not needed, or spread the databases over several instances.',
          zh: '请删除不需要的数据库，或分散到多个实例。',
        },
      }
    },
  },
  {
    id: 'ACCESS_STORAGE',
    title: { en: 'storage of the instance', zh: '实例存储空间' },
    severity: 'blocker',
    needs: ['instance', 'usage', 'backups'],
    judge: ({ instance, usage, backups }) => {
      const good = restorable(backups)
      const silent = good.filter(({ allocatedBytes }) => allocatedBytes === undefined)
      const answer = checkStorage({
        storageBytes: instance.storageBytes,
        usedBytes: usage.diskUsedBytes ?? instance.diskUsedBytes,
        allocatedBytes: good.flatMap(({ allocatedBytes }) => allocatedBytes ?? []),
        bakBytesInFlight: good.map(({ sizeBytes }) => sizeBytes),
      })
      const needed = sizeText(answer.neededBytes)
      const action = {
        en: `Add at least ${sizeText(answer.missingBytes)} of storage to the instance: a full disk locks it and every database on it.`,
        zh: `请至少扩容 ${sizeText(answer.missingBytes)}：空间写满会锁定整个实例及其中所有数据库。`,
      }
      if (answer.freeBytes === undefined)
        return {
          holds: false,
          severity: 'warning',
          fact: {
            en: `${needed} needed; the service does not say how much is free`,
            zh: `需要 ${needed}，服务未给出剩余空间`,
          },
          action: {
            en: 'Look at the free storage in the RDS console.',
            zh: '请在 RDS 控制台查看剩余空间。',
          },
        }
      const free = sizeText(answer.freeBytes)
      return {
        holds: answer.verdict === 'enough' && silent.length === 0,
        severity: answer.verdict === 'enough' ? 'warning' : 'blocker',
        code: 'RDS_STORAGE_TOO_SMALL',
        fact: {
          en: `${free} free, ${needed} needed (restored files, .bak files in flight, 20%)${silent.length > 0 ? `; ${silent.length} files do not tell their size restored` : ''}`,
          zh: `剩余 ${free}，需要 ${needed}（还原后的文件、传输中的 .bak、再加 20%）${silent.length > 0 ? `；有 ${silent.length} 个文件未给出还原后大小` : ''}`,
        },
        action:
          answer.verdict === 'enough'
            ? {
                en: 'Compare the sizes of these databases on the source with what is free.',
                zh: '请核对这些数据库在源端的大小与剩余空间。',
              }
            : action,
      }
    },
  },
  {
    id: 'ACCESS_QUOTA_DATABASES',
    title: { en: 'quota of each database', zh: '各数据库每日上云次数' },
    severity: 'blocker',
    needs: ['quota', 'backups', 'limits'],
    judge: ({ quota, backups, limits }) => {
      const wanted = databasesOf(backups)
      const leftOf = (name: string) =>
        quota.leftOfDatabase.get(name.toLowerCase()) ?? limits.tasksPerDatabase
      const spent = wanted.filter((name) => leftOf(name) === 0)
      const left = quota.leftOfInstance
      const least = Math.min(limits.tasksPerDatabase, ...wanted.map(leftOf))
      return {
        holds: spent.length === 0 && wanted.length <= left,
        severity: spent.length > 0 || left === 0 ? 'blocker' : 'warning',
        code: spent.length > 0 ? 'RDS_DATABASE_QUOTA_SPENT' : 'RDS_INSTANCE_QUOTA_SPENT',
        fact: {
          en: `${wanted.length} tasks wanted, ${left} left for the instance; least left for one database: ${least} of ${limits.tasksPerDatabase}${spent.length > 0 ? `; spent: ${namesText(spent)}` : ''}`,
          zh: `需要 ${wanted.length} 次，实例剩余 ${left} 次；单库最少剩余 ${least}/${limits.tasksPerDatabase} 次${spent.length > 0 ? `；已用完：${namesText(spent)}` : ''}`,
        },
        action: {
          en: 'Go on tomorrow with what is left, or spread the databases over several instances.',
          zh: '剩余部分请明天继续，或分散到多个实例。',
        },
      }
    },
  },
  {
    id: 'ACCESS_TASKS_RUNNING',
    title: { en: 'tasks under way', zh: '进行中的任务' },
    severity: 'warning',
    needs: ['tasks', 'backups'],
    judge: ({ tasks, backups }) => {
      const wanted = databasesOf(backups)
      const open = tasks.filter(({ status }) => /^(?:NoStart|Running|Waiting)$/.test(status))
      const clashing = wanted.filter((name) => open.some((task) => sameName(task.database, name)))
      return {
        holds: clashing.length === 0,
        code: 'RDS_DATABASE_BUSY',
        fact: {
          en: `${open.length} open tasks${clashing.length > 0 ? `; on the same databases: ${namesText(clashing)}` : ''}`,
          zh: `${open.length} 个未结束的任务${clashing.length > 0 ? `；涉及相同数据库：${namesText(clashing)}` : ''}`,
        },
        action: {
          en: 'Wait until these tasks have ended: see `sqlferry status`.',
          zh: '请等待这些任务结束，可用 `sqlferry status` 查看。',
        },
      }
    },
  },
]
