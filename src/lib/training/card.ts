import type { Evaluation } from '../core/pack/evaluation';
import type { Manifest } from '../core/pack/manifest';
import type { TrainingConfig } from './config';
import { figuresTable } from './figures-table';
import { combinerText, membersSection } from './hybrid/card-text';
import type { FittedMember } from './hybrid/fit-member';
import { list, percent, short, table } from './markdown';

export interface CardFacts {
	readonly config: TrainingConfig;
	readonly manifest: Pick<Manifest, 'provenance' | 'calibration' | 'combiner' | 'policy' | 'marginBounds'>;
	readonly evaluation: Evaluation;
	readonly calibrationFitted: boolean;
	readonly rows: { readonly given: number; readonly duplicates: number; readonly leftOut: number };
	readonly members: readonly FittedMember[];
}

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
					...facts.members.map(({ text }) => text),
					...combinerText(facts),
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
		...membersSection(evaluation),
		['Made by', [`\`${provenance.command}\``, `Seed ${provenance.seed}. Licence: ${provenance.licence}`]]
	];
	return `${sections.map(([title, parts], i) => [`${i === 0 ? '#' : '##'} ${title}`, ...parts].join('\n\n')).join('\n\n')}\n`;
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
