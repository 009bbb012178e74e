/** Which host serves OSS and RDS for a region, from the internet and from inside Alibaba Cloud. */

/** Returns the OSS host of a region. @source OSS documentation, Regions and endpoints [spec] */
export function ossEndpointOf(region: string, isInternal: boolean): string {
  return `oss-${region}${isInternal ? '-internal' : ''}.aliyuncs.com`
}

/** Returns the RDS host of a region inside Alibaba Cloud; the public one is known to rds. @source RDS SDK, network `vpc` [spec] */
export function internalRdsEndpointOf(region: string): string {
  return `rds-vpc.${region}.aliyuncs.com`
}

/** Returns the region that an OSS host names, or undefined where it names none (an IP address, a custom domain). */
export function regionOfOssEndpoint(endpoint: string): string | undefined {
  const host = hostOf(endpoint)
  return (
    /^oss-([a-z]+-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(host)?.[1] ??
    /^([a-z]+-[a-z0-9-]+)\.oss\.aliyuncs\.com$/.exec(host)?.[1]
  )
}

/** Returns host and port of an endpoint given as a URL or a host. */
export function hostOf(endpoint: string): string {
  return urlOf(endpoint).host
}

/** Returns the URL of an endpoint; without a scheme it is https, on this machine http. */
export function urlOf(endpoint: string): URL {
  if (/^[a-z]+:\/\//i.test(endpoint)) return new URL(endpoint)
  const url = new URL(`http://${endpoint}`)
  return isLocalName(url.hostname) ? url : new URL(`https://${endpoint}`)
}

/** Tells whether the endpoint is this machine. */
export function isLoopback(endpoint: string): boolean {
  return isLocalName(urlOf(endpoint).hostname)
}

function isLocalName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}
