import fc from 'fast-check'

/**
 * Before the tests of each file: one course for every property, the same in each run, so that a change is never blamed for another
 * draw. `PROPERTY_SEED` and `PROPERTY_RUNS` choose others; `npm run soak` draws anew.
 */
const { PROPERTY_SEED, PROPERTY_RUNS } = process.env

fc.configureGlobal({
  seed: Number(PROPERTY_SEED ?? 20260),
  ...(PROPERTY_RUNS === undefined ? {} : { numRuns: Number(PROPERTY_RUNS) }),
})
