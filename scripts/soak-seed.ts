/** Loaded before the tests of a soak round: properties draw from the round's seed, and more often than usual. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['SQLFERRY_TEST_SEED']), numRuns: 500 })
