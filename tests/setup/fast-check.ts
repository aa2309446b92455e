import * as fc from 'fast-check';

/**
 * Property tests draw the same examples at every run, so a red test is a change and never luck. `FC_SEED=n` draws
 * others, `FC_RUNS=n` draws more; a failure prints the seed that found it.
 */
const { FC_SEED: seed = '20240115', FC_RUNS: runs } = process.env;

fc.configureGlobal({ seed: Number(seed), ...(runs === undefined ? {} : { numRuns: Number(runs) }) });
