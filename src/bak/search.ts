/** Binary search over whatever is in order, by its index. */

/** Returns the first index from which on the test holds, 0 to `length`; `length` where it never does. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Returns the last index whose value is at most the wanted one, -1 where there is none; values ascend. */
export function lastAtMost(
  length: number,
  valueAt: (index: number) => number,
  wanted: number,
): number {
  return firstWhere(length, (index) => valueAt(index) > wanted) - 1
}
