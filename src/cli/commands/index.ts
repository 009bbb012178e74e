/** The commands in the order in which help lists them. Each file describes options only and loads its work lazily. */
import type { CommandHost } from '../main.ts'
import { registerBucket } from './bucket.ts'
import { registerCleanup } from './cleanup.ts'
import { registerDemo } from './demo.ts'
import { registerDoctor } from './doctor.ts'
import { registerExplain } from './explain.ts'
import { registerImport } from './import.ts'
import { registerInspect } from './inspect.ts'
import { registerMigrate } from './migrate.ts'
import { registerSandbox } from './sandbox.ts'
import { registerStatus } from './status.ts'
import { registerUpload } from './upload.ts'

export const registrations: readonly ((host: CommandHost) => void)[] = [
  registerInspect,
  registerDoctor,
  registerDemo,
  registerBucket,
  registerUpload,
  registerImport,
  registerStatus,
  registerMigrate,
  registerCleanup,
  registerExplain,
  registerSandbox,
]
