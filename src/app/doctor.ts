/**
 * The prerequisites and limits of a migration as checks against the real bucket and instance, before anything is
 * changed. Only reads; every refusal of the cloud is a finding, not an error.
 */
import {
  type ActionFacts,
  accessRules,
  applyRules,
  type Finding,
  minimalPolicy,
  overallVerdict,
  type RamPolicy,
} from '../assessment/index.ts'
import { type ExitCode, exitCodes } from '../core/index.ts'
import { openCloud } from './cloud.ts'
import { loadSettings, requireSetting, type SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import { gatherFacts } from './doctor/gather-facts.ts'
import type { DoctorPorts, DoctorRequest } from './doctor/request.ts'
import { serverTimeOf } from './doctor/server-time.ts'

export type { DoctorPorts, DoctorRequest } from './doctor/request.ts'

export interface DoctorReport {
  readonly verdict: 'ready' | 'ready-with-warnings' | 'blocked'
  /** 0 ready, 3 with warnings, 4 blocked. */
  readonly exit: ExitCode
  readonly instanceId: string
  readonly bucket: string
  readonly region: string
  /** ISO 8601, UTC. */
  readonly checkedAt: string
  readonly findings: readonly Finding[]
  readonly actions: readonly ActionFacts[]
  readonly policy: RamPolicy
}

const exits = {
  ready: exitCodes.done,
  'ready-with-warnings': exitCodes.warnings,
  blocked: exitCodes.blocked,
} as const

/** Opens the cloud with the settings of the run and checks it: what `sqlferry doctor` does. */
export async function doctor(
  context: AppContext,
  overrides: SettingOverrides & { readonly directory?: string | undefined },
): Promise<DoctorReport> {
  const { directory, ...given } = overrides
  const settings = await loadSettings(context, given)
  const instanceId = requireSetting(settings, 'instance')
  const bucket = requireSetting(settings, 'bucket')
  const cloud = await openCloud(context, settings)
  const { storage, target } = cloud
  const { clock, signal } = context
  const serverTime = () => serverTimeOf(storage.endpoint, signal)
  try {
    return await runDoctor(
      { target, storage, clock, serverTime },
      { instanceId, bucket, directory, signal },
    )
  } finally {
    await cloud.close()
  }
}

/** Gathers the facts through the ports and judges them. Changes nothing. */
export async function runDoctor(ports: DoctorPorts, request: DoctorRequest): Promise<DoctorReport> {
  const { instanceId, bucket } = request
  const prefix = prefixOf(request.directory ?? '')
  const facts = await gatherFacts(ports, request, prefix)
  const findings = applyRules(accessRules, facts)
  const verdict = overallVerdict(findings)
  return {
    verdict,
    exit: exits[verdict],
    instanceId,
    bucket,
    region: ports.target.regionId,
    checkedAt: new Date(ports.clock.now()).toISOString(),
    findings,
    actions: facts.actions.kind === 'known' ? facts.actions.value : [],
    policy: minimalPolicy({
      instanceId,
      bucket,
      prefix,
      createsDatabases: facts.path.kind === 'known' && facts.path.value === 'into-existing',
    }),
  }
}

/** Returns the key prefix of a folder: a slash at its end, none at its beginning, empty for the root. */
export function prefixOf(directory: string): string {
  const path = directory.replace(/^\/+|\/+$/g, '')
  return path === '' ? '' : `${path}/`
}
