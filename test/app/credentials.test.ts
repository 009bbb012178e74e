import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CredentialChain } from '../../src/app/credential-chain.ts'
import { credentialProvider } from '../../src/app/credentials.ts'
import { VirtualClock } from '../../src/core/index.ts'

const emptyChain: CredentialChain = {
  fetch: () => Promise.reject(new Error('the chain is empty')),
}

function contextWith(env: Record<string, string>) {
  const secrets: string[] = []
  const clock = new VirtualClock()
  return { env, clock, secrets, keepSecret: (secret: string) => void secrets.push(secret) }
}

test('OSS_* names outrank the plain names, and those outrank the chain', async () => {
  const plain = { ACCESS_KEY_ID: 'plain', ACCESS_KEY_SECRET: 'plain-secret' }
  const oss = {
    OSS_ACCESS_KEY_ID: 'oss',
    OSS_ACCESS_KEY_SECRET: 'oss-secret',
    OSS_SESSION_TOKEN: 'oss-token',
  }
  const both = contextWith({ ...plain, ...oss })
  assert.deepEqual(await credentialProvider(both, { chain: emptyChain })(), {
    accessKeyId: 'oss',
    accessKeySecret: 'oss-secret',
    securityToken: 'oss-token',
  })
  assert.deepEqual(both.secrets, ['oss-secret', 'oss-token'])
  assert.deepEqual(await credentialProvider(contextWith(plain), { chain: emptyChain })(), {
    accessKeyId: 'plain',
    accessKeySecret: 'plain-secret',
  })
  const given = { accessKeyId: 'given', accessKeySecret: 'given-secret' }
  assert.equal(await credentialProvider(both, { given })(), given)
})

test('half a pair is refused and not replaced by another account', async () => {
  const env = { OSS_ACCESS_KEY_ID: 'a', ACCESS_KEY_ID: 'b', ACCESS_KEY_SECRET: 'c' }
  await assert.rejects(credentialProvider(contextWith(env), { chain: emptyChain })(), {
    code: 'CONFIG_CREDENTIALS_INCOMPLETE',
    message: 'OSS_ACCESS_KEY_ID is set, but OSS_ACCESS_KEY_SECRET is not',
  })
})

test('no credentials at all is CONFIG_CREDENTIALS_MISSING, and the next call looks again', async () => {
  let calls = 0
  const chain: CredentialChain = {
    fetch: async () => {
      if (++calls === 1) throw new Error('nothing here')
      return { accessKeyId: 'late', accessKeySecret: 'late-secret' }
    },
  }
  const provider = credentialProvider(contextWith({}), { chain })
  await assert.rejects(provider(), { code: 'CONFIG_CREDENTIALS_MISSING' })
  assert.equal((await provider()).accessKeyId, 'late')
})

test('parallel callers share one question, tokens are asked for again, keys are not', async () => {
  let calls = 0
  let securityToken: string | undefined = 'token-1'
  const chain: CredentialChain = {
    fetch: async () => {
      calls++
      const keys = { accessKeyId: 'id', accessKeySecret: 'chain-secret' }
      return securityToken ? { ...keys, securityToken } : keys
    },
  }
  const context = contextWith({})
  const provider = credentialProvider(context, { chain })
  await Promise.all([provider(), provider(), provider()])
  assert.equal(calls, 1)
  await provider()
  assert.equal(calls, 1)
  await context.clock.advance(61_000)
  securityToken = 'token-2'
  assert.equal((await provider()).securityToken, 'token-2')
  assert.equal(calls, 2)
  securityToken = undefined
  await Promise.all([provider(true), provider(true)])
  assert.equal(calls, 3)
  await context.clock.advance(3_600_000)
  await provider()
  assert.equal(calls, 3)
  assert.ok(context.secrets.includes('token-2'))
})

test('a token that expires within two minutes is renewed before it is used', async () => {
  const context = contextWith({})
  let calls = 0
  const chain: CredentialChain = {
    fetch: async () => {
      calls++
      return {
        accessKeyId: 'id',
        accessKeySecret: 'secret-secret',
        expiresAt: context.clock.now() + 130_000,
      }
    },
  }
  const provider = credentialProvider(context, { chain })
  await provider()
  await context.clock.advance(5_000)
  await provider()
  assert.equal(calls, 1)
  await context.clock.advance(10_000)
  await provider()
  assert.equal(calls, 2)
})

test('a token of the environment that was refused as expired cannot be renewed', async () => {
  const env = { OSS_ACCESS_KEY_ID: 'a', OSS_ACCESS_KEY_SECRET: 'secret', OSS_SESSION_TOKEN: 't' }
  const provider = credentialProvider(contextWith(env), { chain: emptyChain })
  await assert.rejects(provider(true), { code: 'CONFIG_CREDENTIALS_EXPIRED' })
})
