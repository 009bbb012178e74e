/** Where tests that draw their own cases get their seed from, so that any round of `npm run soak` can be repeated. */

/**
 * Returns the seed that `npm run soak` gives to this round.
 * @param usual  the seed of a plain test run; another one in every run where it is left out
 */
export function randomSeed(usual = Number(process.hrtime.bigint() % 1_000_000_000n)): number {
  const given = process.env['SQLFERRY_TEST_SEED']
  return given === undefined ? usual : Number(given)
}

/** Tells whether `npm run soak` runs the test, which has time for all that a plain run tries a share of. */
export function isSoak(): boolean {
  return process.env['SQLFERRY_TEST_SEED'] !== undefined
}
