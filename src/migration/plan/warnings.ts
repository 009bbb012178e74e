/** What a person has to know about a database although it goes. */
import type { BackupSet } from '../../bak/index.ts'
import type { DestinationFacts } from './destination.ts'
import type { PlanWarning } from './plan.ts'

/** File and filegroup types of FILELISTONLY. @source bak/inspection.ts */
const filestreamGroup = 2
const filestreamContainer = 7

/** Returns the warnings on one backup, possibly none. */
export function databaseWarnings(
  set: BackupSet,
  destination: Pick<DestinationFacts, 'path'>,
): PlanWarning[] {
  const warnings: PlanWarning[] = []
  const usesFilestream =
    set.filegroups.some((group) => group.type === filestreamGroup) ||
    set.files.some((file) => file.type === filestreamContainer)
  if (usesFilestream)
    warnings.push({
      code: 'PLAN_FILESTREAM',
      text: {
        en: 'FILESTREAM or memory-optimized data; documents do not say whether RDS restores it',
        zh: '含有 FILESTREAM 或内存优化数据；文档没有说明 RDS 能否还原',
      },
    })
  if (!set.hasChecksums)
    warnings.push({
      code: 'PLAN_NO_CHECKSUMS',
      text: {
        en: 'taken without CHECKSUM; damage to pages without a checksum of their own, or to the log, would show only after the restore',
        zh: '备份时没有使用 CHECKSUM；没有页校验和的页以及日志如有损坏，要到还原之后才会发现',
      },
    })
  if (destination.path === 'local-2008r2')
    warnings.push({
      code: 'PLAN_MUST_BE_EMPTY',
      text: {
        en: 'the database of the same name on the destination must be empty; it is overwritten',
        zh: '目标端的同名数据库必须为空，其内容会被覆盖',
      },
    })
  return warnings
}
