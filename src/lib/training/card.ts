import type { Evaluation, EvaluatedSet, Figure } from '../core/pack/evaluation';
import type { Manifest } from '../core/pack/manifest';
import type { TrainingConfig } from './config';

export interface CardFacts {
	readonly config: TrainingConfig;
	readonly manifest: Pick<Manifest, 'provenance' | 'calibration' | 'policy' | 'marginBounds'>;
	readonly evaluation: Evaluation;
	readonly calibrationFitted: boolean;
	readonly rows: { readonly given: number; readonly duplicates: number; readonly leftOut: number };
	/** Of the start that was kept. */
	readonly fit: { readonly start: number; readonly epochs: number; readonly validationLoss: number };
}

const names: { readonly [figure: string]: string } = {
	averagePrecision: 'Average precision',
	rocAuc: 'ROC-AUC',
	'recallAtPrecision0.8889': 'Recall at precision ≥ 0.8889',
	'precisionAtRecall0.7347': 'Precision at recall ≥ 0.7347',
	'recallAtFpr0.01': 'Recall at a false positive rate ≤ 0.01',
	precision: 'Precision at the threshold',
	recall: 'Recall at the threshold',
	f1: 'F1 at the threshold',
	brierScore: 'Brier score',
	expectedCalibrationError: 'Expected calibration error'
};

/** The model card (Mitchell et al. 2019) in Markdown, made from what was measured; nothing in it is typed by hand. */
export function modelCard(facts: CardFacts): string {
	const { config, manifest, evaluation } = facts;
	const { calibration, policy, provenance } = manifest;
	const sections: readonly (readonly [string, readonly string[]])[] = [
		[`${config.title}`, [`Pack \`${config.name}\`, version ${config.version}.`, config.description]],
		['Intended use', [list(config.card.intendedUse)]],
		['Limits', [list(config.card.limits)]],
		['Data', [config.card.data, dataTable(provenance.data), rowsText(facts), setsTable(evaluation)]],
		[
			'Method',
			[
				list([
					`Features: ${config.pipeline.map((step) => step.to).join(', ')}; standardised with weights on the training split, ` +
						`clipped to its range and never beyond ± ${config.clip}.`,
					networkText(facts),
					`A score is the probability of fraud where ${percent(evaluation.prior)} of all transactions are frauds; a normal ` +
						'row is weighted so that the data have that share.',
					facts.calibrationFitted
						? `Calibration: Platt scaling fitted on the validation split, slope ${short(calibration.slope)}, intercept ` +
							`${short(calibration.intercept)}; in five folds of that split it lowered the log loss.`
						: 'Calibration: none (slope 1, intercept 0); Platt scaling did not lower the log loss in five folds of the validation split.',
					`Default threshold: ${policy.review}, the best weighted F1 on the validation split.`
				])
			]
		],
		[
			'Figures',
			[
				`Weighted to a fraud share of ${percent(evaluation.prior)}. Intervals: ${percent(evaluation.bootstrap.level)} stratified ` +
					`bootstrap, ${evaluation.bootstrap.draws} draws. Only the test split was not used for any choice.`,
				figuresTable(evaluation.sets.filter((set) => Object.keys(set.figures).length > 0))
			]
		],
		['Made by', [`\`${provenance.command}\``, `Seed ${provenance.seed}. Licence: ${provenance.licence}`]]
	];
	return `${sections.map(([title, parts], i) => [`${i === 0 ? '#' : '##'} ${title}`, ...parts].join('\n\n')).join('\n\n')}\n`;
}

function networkText({ config: { network }, fit }: CardFacts): string {
	const starts = network.starts > 1 ? `; the best of ${network.starts} starts (number ${fit.start}) by validation loss` : '';
	return (
		`Network: ${[...network.hidden, 1].join('-')} units, ReLU, dropout ${network.dropout}, Adam ${network.learningRate}, batches of ` +
		`${network.batchRows}, L2 ${network.l2}, early stopping after ${network.patience} epochs without progress; epoch ${fit.epochs} was ` +
		`kept, with a weighted validation log loss of ${short(fit.validationLoss)}${starts}.`
	);
}

function rowsText({ config, rows }: CardFacts): string {
	const left = config.leaveOut
		? ` ${rows.leftOut} rows with ${config.leaveOut.column} ≤ ${config.leaveOut.atMost} were left out: ${config.leaveOut.why}.`
		: '';
	return `Of ${rows.given} rows given, ${rows.duplicates} repeated an earlier row in full and were dropped.${left}`;
}

function dataTable(data: Manifest['provenance']['data']): string {
	return table(
		['File', 'Rows', 'Frauds', 'SHA-256'],
		data.map(({ name, rows, positives, sha256 }) => [name, `${rows}`, `${positives}`, `\`${sha256}\``])
	);
}

function setsTable({ sets }: Evaluation): string {
	return table(
		['Split', 'Rows', 'Frauds', 'A normal row stands for'],
		sets.map(({ name, rows, frauds, normalWeight }) => [name, `${rows}`, `${frauds}`, short(normalWeight)])
	);
}

function figuresTable(sets: readonly EvaluatedSet[]): string {
	const figures = Object.keys(names).filter((figure) => sets.some((set) => figure in set.figures));
	return table(
		['Figure', ...sets.map(({ name }) => name)],
		figures.map((figure) => [names[figure], ...sets.map((set) => (figure in set.figures ? figureText(set.figures[figure]) : '–'))])
	);
}

function figureText({ value, interval }: Figure): string {
	return interval ? `${short(value)} (${short(interval[0])} – ${short(interval[1])})` : short(value);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function list(items: readonly string[]): string {
	return items.map((item) => `- ${item}`).join('\n');
}

function short(value: number): string {
	return String(Number(value.toPrecision(4)));
}

function percent(share: number): string {
	return `${short(share * 100)} %`;
}
