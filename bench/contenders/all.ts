import { duckdb } from './duckdb';
import { httpRows } from './http-rows';
import { pandas } from './pandas';
import { papaparseTfjs } from './papaparse-tfjs';
import { shrikeHybrid, shrikeMlp, shrikeWebgpu } from './shrike-app';
import { shrikeCli } from './shrike-cli';
import type { Contender } from './types';

/** In the order of the table. */
export const contenders: readonly Contender[] = [shrikeMlp, shrikeHybrid, shrikeWebgpu, shrikeCli, papaparseTfjs, pandas, duckdb, httpRows];
