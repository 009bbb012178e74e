import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ossEndpointOf, regionOfOssEndpoint } from '../../src/app/endpoints.ts'
import { proxyFor } from '../../src/app/proxy.ts'

const environment = {
  http: 'http://plain:1',
  https: 'http://secure:2',
  except: ['.internal.example', 'oss-cn-beijing.aliyuncs.com:443'],
}

test('the proxy follows the scheme, and NO_PROXY names hosts, domains and ports', () => {
  const choose = (endpoint: string) => proxyFor(endpoint, undefined, environment)
  assert.equal(choose('oss-cn-hangzhou.aliyuncs.com'), 'http://secure:2')
  assert.equal(choose('http://oss-cn-hangzhou.aliyuncs.com'), 'http://plain:1')
  assert.equal(choose('https://a.internal.example'), undefined)
  assert.equal(choose('oss-cn-beijing.aliyuncs.com'), undefined)
  assert.equal(choose('http://oss-cn-beijing.aliyuncs.com'), 'http://plain:1')
  assert.equal(
    proxyFor('https://any.example', undefined, { ...environment, except: ['*'] }),
    undefined,
  )
})

test('loopback goes direct unless a proxy was chosen for this run', () => {
  assert.equal(proxyFor('http://127.0.0.1:9000', undefined, environment), undefined)
  assert.equal(proxyFor('localhost:9000', undefined, environment), undefined)
  assert.equal(proxyFor('http://127.0.0.1:9000', 'http://mine:3', environment), 'http://mine:3')
})

test('the region is read from public, internal and dual-stack hosts', () => {
  for (const host of [
    ossEndpointOf('cn-hangzhou', false),
    ossEndpointOf('cn-hangzhou', true),
    `https://${ossEndpointOf('cn-hangzhou', true)}`,
    'cn-hangzhou.oss.aliyuncs.com',
  ]) {
    assert.equal(regionOfOssEndpoint(host), 'cn-hangzhou', host)
  }
  assert.equal(regionOfOssEndpoint('127.0.0.1:9000'), undefined)
  assert.equal(regionOfOssEndpoint('oss-accelerate.aliyuncs.com'), undefined)
})
