/** What a check of the cloud is given: the ports to ask through and what the migration is to use. */
import type { BackupFacts } from '../../assessment/index.ts'
import type { Clock } from '../../core/index.ts'
import type { ObjectStorage } from '../../oss/index.ts'
import type { RestoreTarget } from '../../rds/index.ts'

export interface DoctorPorts {
  readonly target: RestoreTarget
  readonly storage: ObjectStorage
  readonly clock: Clock
  /** Milliseconds since 1970 UTC by the cloud's clock, or undefined where it was not told. */
  readonly serverTime: () => Promise<number | undefined>
}

export interface DoctorRequest {
  readonly instanceId: string
  readonly bucket: string
  /** Folder of the bucket as people write it: `/` for the root. Undefined: no backups are looked at. */
  readonly directory?: string | undefined
  /** Backups that are known already, such as those of a local folder; they outrank `directory`. Empty: none are judged. */
  readonly backups?: readonly BackupFacts[]
  readonly signal?: AbortSignal
}
