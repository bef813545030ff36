import type { TrainingConfig } from '../../src/lib/training/config';
import { trainingConfigs } from '../../src/lib/training/packs';
import { usage } from '../cli/arguments';

/** Names of the packs that can be trained, for help texts. */
export const packNames = trainingConfigs.map((config) => config.name).join(', ');

export function configNamed(name: string): TrainingConfig {
	const config = trainingConfigs.find((candidate) => candidate.name === name);
	if (!config) throw usage(`--pack: there is no pack “${name}” to train; there is: ${packNames}`);
	return config;
}
