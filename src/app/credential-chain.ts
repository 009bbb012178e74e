/**
 * The standard credential chain of Alibaba Cloud's SDKs: environment, OIDC, the aliyun CLI's profile, the credentials
 * file, the ECS role, a credentials URI. The only file that knows @alicloud/credentials, which is loaded when needed.
 */
import type { CloudCredentials } from '../core/index.ts'

export interface CredentialChain {
  /** Returns what the chain has now; the package renews tokens itself. Rejects where it has none. */
  fetch(): Promise<CloudCredentials>
}

/** Returns a fresh chain. Makes no call before `fetch`. */
export function standardChain(): CredentialChain {
  let client: Promise<{ getCredential(): Promise<unknown> }> | undefined
  return {
    fetch: async () => {
      client ??= loadClient()
      try {
        return checked(await (await client).getCredential())
      } catch (error) {
        // The package remembers the provider that failed last; only a fresh client asks all of them again.
        client = undefined
        throw error
      }
    },
  }
}

async function loadClient(): Promise<{ getCredential(): Promise<unknown> }> {
  const loaded = await import('@alicloud/credentials')
  // A CommonJS package: its default export lies one level deeper than its types say.
  const exported: unknown = loaded.default
  const Credential =
    typeof exported === 'object' && exported !== null && 'default' in exported
      ? exported.default
      : exported
  return new (Credential as new () => { getCredential(): Promise<unknown> })()
}

function checked(model: unknown): CloudCredentials {
  if (typeof model !== 'object' || model === null) throw new Error('the chain returned nothing')
  const { accessKeyId, accessKeySecret, securityToken } = model as Record<string, unknown>
  if (typeof accessKeyId !== 'string' || typeof accessKeySecret !== 'string') {
    throw new Error('the chain returned no access key')
  }
  return typeof securityToken === 'string' && securityToken !== ''
    ? { accessKeyId, accessKeySecret, securityToken }
    : { accessKeyId, accessKeySecret }
}
