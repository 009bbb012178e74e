/** How a command finds a sandbox: the variables that `sqlferry sandbox` prints, as commands read them. */
import type { Sandbox } from '../src/sandbox/index.ts'

export function sandboxEnvironment(
  sandbox: Pick<Sandbox, 'endpoints' | 'region' | 'credentials'>,
): Record<string, string> {
  return {
    OSS_ENDPOINT: sandbox.endpoints.oss,
    RDS_ENDPOINT: sandbox.endpoints.rds,
    REGION: sandbox.region,
    OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
  }
}
