import process from 'node:process';

/** The production build that is measured: BENCH_BUILD, to compare two of them, else the project's own. */
export const builtFolder = (): string => process.env['BENCH_BUILD'] ?? 'build';
