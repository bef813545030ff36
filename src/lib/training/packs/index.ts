import type { TrainingConfig } from '../config';
import { ulbCreditcard } from './ulb-creditcard';
import { ulbMlp } from './ulb-mlp';

/** Packs that `shrike train` can make. */
export const trainingConfigs: readonly TrainingConfig[] = [ulbMlp, ulbCreditcard];
