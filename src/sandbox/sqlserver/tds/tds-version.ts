/** Versions of the protocol, as a login states them, and what differs between them. */

/** Versions in their numeric form; a later one is a larger number. */
export const tdsVersions = {
  v71: 0x71000000,
  v71Revision1: 0x71000001,
  v72: 0x72090002,
  v73A: 0x730a0003,
  v73B: 0x730b0003,
  v74: 0x74000004,
} as const

/**
 * Returns the version that the session will speak: the client's own, at most 7.4; undefined where the client speaks
 * 7.0, older ones, or 8.0, which begins with TLS and so cannot arrive here.
 */
export function agreedVersion(asked: number): number | undefined {
  if (asked < tdsVersions.v71) return undefined
  const known = Object.values(tdsVersions).filter((version) => version <= asked)
  return Math.max(...known)
}

/** Returns the version as LOGINACK writes it; 7.1 without revision has a form of its own [spec MS-TDS 2.2.7.14]. */
export function acknowledgedVersion(version: number): number {
  return version === tdsVersions.v71 ? 0x07010000 : version
}
