/** temporary */
const poly = 0xc96c5795d7870f42n
const low = new Uint32Array(256)
const high = new Uint32Array(256)
for (let byte = 0; byte < 256; byte++) {
  let crc = BigInt(byte)
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ poly : crc >> 1n
  low[byte] = Number(crc & 0xffffffffn)
  high[byte] = Number(crc >> 32n)
}
export function newCrc64() {
  let lo = 0xffffffff | 0
  let hi = 0xffffffff | 0
  return {
    update(bytes: Uint8Array) {
      for (let at = 0; at < bytes.length; at++) {
        const index = (lo ^ (bytes[at] ?? 0)) & 255
        lo = ((lo >>> 8) | (hi << 24)) ^ (low[index] ?? 0)
        hi = (hi >>> 8) ^ (high[index] ?? 0)
      }
    },
    digest: () => (BigInt(~hi >>> 0) << 32n) | BigInt(~lo >>> 0),
  }
}
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n
  let left = b
  for (let bit = 63n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= left
    left = left & 1n ? (left >> 1n) ^ poly : left >> 1n
  }
  return product
}
export function combineCrc64(first: bigint, second: bigint, secondBytes: number): bigint {
  let power = 1n << 55n
  let factor = 1n << 63n
  for (let n = BigInt(secondBytes); n > 0n; n >>= 1n) {
    if (n & 1n) factor = multiply(factor, power)
    power = multiply(power, power)
  }
  return multiply(factor, first) ^ second
}
