import type { TrainingConfig } from '../config';
import { handbook } from './handbook';
import { paysim, paysimNoBalances } from './paysim';
import { sparkov } from './sparkov';
import { ulbCreditcard } from './ulb-creditcard';
import { ulbMlp } from './ulb-mlp';

/** Packs that `shrike train` can make. */
export const trainingConfigs: readonly TrainingConfig[] = [ulbMlp, ulbCreditcard, handbook, sparkov, paysim, paysimNoBalances];
