/**
 * Where RDS, RAM and STS answer: by region, or as the person says. Loopback addresses are taken for a sandbox,
 * which serves all three on one port.
 */
import type { CloudProduct } from './wire-requests.ts'

/** A host to call, with its port where it has one, and how. */
export interface Endpoint {
  readonly protocol: 'http' | 'https'
  readonly host: string
}

export interface EndpointSettings {
  readonly regionId: string
  readonly endpoint?: string | undefined
  readonly stsEndpoint?: string | undefined
  readonly ramEndpoint?: string | undefined
}

/**
 * Regions whose RDS endpoint is the central one; all others have one of their own.
 * @source @alicloud/rds20140815 15.4.0, endpoint map, public regions [spec]
 */
const centralRegions = new Set([
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-qingdao',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-hongkong',
  'ap-southeast-1',
  'us-west-1',
  'us-east-1',
  'cn-shanghai-finance-1',
  'cn-shenzhen-finance-1',
  'cn-north-2-gov-1',
])

/** Returns the public host of RDS for a region id such as `cn-hangzhou`. */
export function rdsHost(regionId: string): string {
  return centralRegions.has(regionId) ? 'rds.aliyuncs.com' : `rds.${regionId}.aliyuncs.com`
}

/** Returns the endpoints of the three products. */
export function endpointsFor(settings: EndpointSettings): Readonly<Record<CloudProduct, Endpoint>> {
  const rds = parseEndpoint(settings.endpoint ?? rdsHost(settings.regionId))
  const shared = isLoopback(rds.host) ? rds : undefined
  const other = (given: string | undefined, host: string) =>
    given ? parseEndpoint(given) : (shared ?? parseEndpoint(host))
  return {
    rds,
    sts: other(settings.stsEndpoint, `sts.${settings.regionId}.aliyuncs.com`),
    ram: other(settings.ramEndpoint, 'ram.aliyuncs.com'),
  }
}

/** Returns the endpoint of a host, a host with port or a URL. Without a scheme only loopback is plain HTTP. */
export function parseEndpoint(text: string): Endpoint {
  const match = /^(?:(https?):\/\/)?([^/]+)/i.exec(text.trim())
  const host = match?.[2] ?? ''
  const scheme = match?.[1]?.toLowerCase()
  if (scheme === 'http' || scheme === 'https') return { protocol: scheme, host }
  return { protocol: isLoopback(host) ? 'http' : 'https', host }
}

/** Tells whether a host, with or without port, is this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)
}
