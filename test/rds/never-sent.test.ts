import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wasNeverSent } from '../../src/rds/translate-error.ts'

function fault(code: string, syscall?: string): Error {
  return Object.assign(new Error(code), { code, ...(syscall && { syscall }) })
}

test('I1: a connection that ends with an unreachable host after the request was sent is no proof that it never arrived', () => {
  for (const code of ['EHOSTUNREACH', 'ENETUNREACH']) {
    assert.equal(wasNeverSent(fault(code, 'connect')), true)
    assert.equal(wasNeverSent(fault(code, 'read')), false)
    assert.equal(wasNeverSent(fault(code)), false)
  }
  assert.equal(wasNeverSent(fault('ECONNREFUSED', 'connect')), true)
  assert.equal(wasNeverSent(fault('ECONNRESET', 'read')), false)
})
