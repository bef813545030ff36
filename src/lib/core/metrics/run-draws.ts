import type { BootstrapOptions } from './interval';

// A run's intervals are computed in three places (the engine, the page at every threshold, the command line) and have to
// come out the same: they share draws and seed.

/** For figures of a run's ranking: enough draws for two digits, and quick. */
export const rankingDraws: BootstrapOptions = { draws: 1000, seed: 1 };

/** For figures at a threshold, drawn anew at every move of it: the ends move with the threshold, not with the draw. */
export const thresholdDraws: BootstrapOptions = { draws: 500, seed: 1 };
