import fc from 'fast-check';

/**
 * fast-check with the same cases in every run, so that a run fails because of what changed. `FC_SEED=random` looks for
 * new cases; a failure prints its seed.
 */
const { FC_SEED: seed = '1' } = process.env;
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

export default fc;
