import type { MemberModel } from '../../core/members/model';
import { seededRandom } from '../../core/random/random';
import type { Random } from '../../core/random/random';
import { fitIsolationForest } from '../anomaly/fit-isolation-forest';
import type { AnomalyConfig, LogisticConfig, MemberConfig, MlpConfig, TreesConfig } from '../config';
import { fitMlp } from '../fit-mlp';
import type { FittedMlp, TrainingRows } from '../fit-mlp';
import { fitGbdt } from '../gbdt/fit-gbdt';
import { fitLogistic } from '../logistic/fit-logistic';
import { describeForest, describeLogistic, describeNetwork, describeSample, describeTrees } from './describe-member';
import { rowsOfFold, stratifiedFolds, takeRows } from './folds';
import type { Report } from './progress';
import { sampleNormals } from './sample-normals';

export interface FittedMember {
	readonly config: MemberConfig;
	readonly model: MemberModel;
	/** What was fitted and how it ended, a sentence for the model card. */
	readonly text: string;
}

type WithId<C> = C & { readonly id: string };

/** Of the training rows: what a network that has no validation rows watches instead. */
const innerFolds = 10;

/**
 * Fits one member on the training rows; the validation rows only end what would go on for ever. Without them trees keep all
 * rounds, and a network holds back a tenth of the training rows for the purpose.
 */
export async function fitMember(
	config: MemberConfig,
	train: TrainingRows,
	validation: TrainingRows | null,
	random: Random,
	report: Report
): Promise<FittedMember> {
	const rows = sampleNormals(train, config.sampleNormals, random);
	const fitted = await fitOn(config, rows, validation, random, report);
	const normals = train.labels.reduce((count, label) => count + 1 - label, 0);
	return { ...fitted, text: `${fitted.text}${describeSample(config.sampleNormals, normals)}` };
}

async function fitOn(
	config: MemberConfig,
	train: TrainingRows,
	validation: TrainingRows | null,
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
		case 'anomaly':
			return forest(config, train, random, report);
	}
}

/** Fits the network from as many starts as the configuration says and keeps the one of lowest validation loss. */
async function network(
	config: WithId<MlpConfig>,
	train: TrainingRows,
	validation: TrainingRows | null,
	random: Random,
	report: Report
): Promise<FittedMember> {
	const [learned, watched] = validation ? [train, validation] : heldBack(train, random);
	const fits: (FittedMlp & { readonly start: number })[] = [];
	for (let start = 1; start <= config.starts; start++) {
		const own = seededRandom(random.int(2 ** 32));
		const part = `start ${start} of ${config.starts}`;
		const fit = await fitMlp(config, learned, watched, own, ({ epoch, validationLoss, best }) =>
			report({ member: config.id, part, round: epoch, validation: validationLoss, best })
		);
		fits.push({ start, ...fit });
	}
	const fit = fits.reduce((best, other) => (other.validationLoss < best.validationLoss ? other : best));
	const text = describeNetwork(config, fit, validation ? 'validation' : 'inner');
	return { config, model: { kind: 'network', id: config.id, network: fit.network }, text };
}

function heldBack(train: TrainingRows, random: Random): [TrainingRows, TrainingRows] {
	const { held, others } = rowsOfFold(stratifiedFolds(train.labels, innerFolds, random), 0);
	return [takeRows(train, others), takeRows(train, held)];
}

async function trees(
	config: WithId<TreesConfig>,
	train: TrainingRows,
	validation: TrainingRows | null,
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
function logistic(config: WithId<LogisticConfig>, train: TrainingRows): FittedMember {
	const { intercept, coefficients } = fitLogistic(train, config.l2);
	const inputs = coefficients.length;
	const layer = { inputs, units: 1, activation: 'linear', kernel: Float32Array.from(coefficients), bias: Float32Array.of(intercept) } as const;
	return { config, model: { kind: 'network', id: config.id, network: { inputs, layers: [layer] } }, text: describeLogistic(config) };
}

function forest(config: WithId<AnomalyConfig>, train: TrainingRows, random: Random, report: Report): FittedMember {
	const own = seededRandom(random.int(2 ** 32));
	const grown = fitIsolationForest(config, train, own, (round) =>
		report({ member: config.id, part: 'isolation trees', round, validation: null, best: true })
	);
	return { config, model: { kind: 'trees', id: config.id, trees: grown }, text: describeForest(config) };
}
