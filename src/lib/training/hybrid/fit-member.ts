import type { MemberModel } from '../../core/members/model';
import { seededRandom } from '../../core/random/random';
import type { Random } from '../../core/random/random';
import type { LogisticConfig, MemberConfig, MlpConfig, TreesConfig } from '../config';
import { fitMlp } from '../fit-mlp';
import type { FittedMlp, TrainingRows } from '../fit-mlp';
import { fitGbdt } from '../gbdt/fit-gbdt';
import { fitLogistic } from '../logistic/fit-logistic';
import { describeLogistic, describeNetwork, describeTrees } from './describe-member';
import type { Report } from './progress';

export interface FittedMember {
	readonly config: MemberConfig;
	readonly model: MemberModel;
	/** What was fitted and how it ended, a sentence for the model card. */
	readonly text: string;
}

/** Fits one member on the training rows; the validation rows only end what would go on for ever. */
export async function fitMember(
	config: MemberConfig,
	train: TrainingRows,
	validation: TrainingRows,
	random: Random,
	report: Report
): Promise<FittedMember> {
	switch (config.kind) {
		case 'mlp':
			return network(config, train, validation, random, report);
		case 'gbdt':
			return trees(config, train, validation, random, report);
		case 'logistic':
			return logistic(config, train);
	}
}

/** Fits the network from as many starts as the configuration says and keeps the one of lowest validation loss. */
async function network(
	config: MlpConfig & { readonly id: string },
	train: TrainingRows,
	validation: TrainingRows,
	random: Random,
	report: Report
): Promise<FittedMember> {
	const fits: (FittedMlp & { readonly start: number })[] = [];
	for (let start = 1; start <= config.starts; start++) {
		const own = seededRandom(random.int(2 ** 32));
		const part = `start ${start} of ${config.starts}`;
		const fit = await fitMlp(config, train, validation, own, ({ epoch, validationLoss, best }) =>
			report({ member: config.id, part, round: epoch, validation: validationLoss, best })
		);
		fits.push({ start, ...fit });
	}
	const fit = fits.reduce((best, other) => (other.validationLoss < best.validationLoss ? other : best));
	return { config, model: { kind: 'network', id: config.id, network: fit.network }, text: describeNetwork(config, fit) };
}

async function trees(
	config: TreesConfig & { readonly id: string },
	train: TrainingRows,
	validation: TrainingRows,
	random: Random,
	report: Report
): Promise<FittedMember> {
	const own = seededRandom(random.int(2 ** 32));
	const fit = await fitGbdt(config.boosting, train, config.stopEarly ? validation : null, own, {
		onRound: (progress) => report({ member: config.id, part: 'trees', ...progress })
	});
	return { config, model: { kind: 'trees', id: config.id, trees: fit.ensemble }, text: describeTrees(config, fit) };
}

/** As a network of one unit, which every backend runs; its numbers are float32 like any network's. */
function logistic(config: LogisticConfig & { readonly id: string }, train: TrainingRows): FittedMember {
	const { intercept, coefficients } = fitLogistic(train, config.l2);
	const inputs = coefficients.length;
	const layer = { inputs, units: 1, activation: 'linear', kernel: Float32Array.from(coefficients), bias: Float32Array.of(intercept) } as const;
	return { config, model: { kind: 'network', id: config.id, network: { inputs, layers: [layer] } }, text: describeLogistic(config) };
}
