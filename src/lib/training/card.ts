import { isFeature, isProfileStep } from '../core/features/steps';
import type { Evaluation } from '../core/pack/evaluation';
import type { Manifest } from '../core/pack/manifest';
import { secondsADay } from '../core/time/units';
import type { TrainingConfig } from './config';
import { figuresTable } from './figures-table';
import { calibrationText, combinerText, membersSection } from './hybrid/card-text';
import { list, percent, short, table } from './markdown';
import type { RowCounts } from './prepare-data';
import { protocolText } from './protocols/protocol-text';
import type { ProtocolRun } from './protocols/run-protocol';
import { thresholdText } from './threshold';

export interface CardFacts {
	readonly config: TrainingConfig;
	readonly manifest: Pick<Manifest, 'provenance' | 'policy'>;
	readonly evaluation: Evaluation;
	readonly rows: RowCounts;
	readonly run: Pick<ProtocolRun, 'fitted'>;
}

/** The model card (Mitchell et al. 2019) in Markdown, made from what was measured; nothing in it is typed by hand. */
export function modelCard(facts: CardFacts): string {
	const { config, manifest, evaluation, run } = facts;
	const { policy, provenance } = manifest;
	const { fitted } = run;
	const features = fitted.pipeline.filter(isFeature).map((step) => step.to);
	const sections: readonly (readonly [string, readonly string[]])[] = [
		[`${config.title}`, [`Pack \`${config.name}\`, version ${config.version}.`, config.description]],
		['Intended use', [list(config.card.intendedUse)]],
		['Limits', [list(config.card.limits)]],
		['Data', [config.card.data, dataTable(provenance.data), rowsText(facts), setsTable(evaluation)]],
		[
			'Method',
			[
				list([
					`Features: ${features.join(', ')}; standardised with weights on the training split, ` +
						`clipped to its range and never beyond ± ${config.clip}.`,
					...historyText(config),
					...fitted.members.map(({ text }) => text),
					...combinerText(config, fitted),
					`A score is the probability of fraud where ${percent(evaluation.prior)} of all transactions are frauds; a normal ` +
						'row is weighted so that the data have that share.',
					calibrationText(fitted),
					`Default threshold: ${policy.review}, ${thresholdText(config.threshold ?? 'best-f1', threshedOn(fitted))}.`
				])
			]
		],
		[
			'Figures',
			[
				...(evaluation.protocol ? [protocolText(evaluation.protocol)] : []),
				`Weighted to a fraud share of ${percent(evaluation.prior)}. Intervals: ${percent(evaluation.bootstrap.level)} stratified ` +
					`bootstrap, ${evaluation.bootstrap.draws} draws; of figures of a day over days. The test split was not used for any choice.`,
				figuresTable(evaluation.sets.filter((set) => Object.keys(set.figures).length > 0))
			]
		],
		...membersSection(evaluation),
		['Made by', [`\`${provenance.command}\``, `Seed ${provenance.seed}. Licence: ${provenance.licence}`]]
	];
	return `${sections.map(([title, parts], i) => [`${i === 0 ? '#' : '##'} ${title}`, ...parts].join('\n\n')).join('\n\n')}\n`;
}

/** What a pack with profiles asks of its users. */
function historyText({ pipeline }: TrainingConfig): string[] {
	const steps = pipeline.filter(isProfileStep);
	if (steps.length === 0) return [];
	const keys = [...new Set(steps.map((step) => step.key.join(' and ')))];
	const delays = [...new Set(steps.flatMap((step) => (step.op === 'risk' ? [step.delay / secondsADay] : [])))];
	const risk = delays.length > 0 ? ` A fraud counts in them ${delays.map(short).join(' or ')} days after it happened, when its label is known.` : '';
	return [
		`Profiles by ${keys.join(', ')}: a row is judged by the earlier rows of its key. They start empty, so the first rows of a file are judged ` +
			`by less; give the state of an earlier run to avoid that.${risk}`
	];
}

function threshedOn({ joined, validation }: ProtocolRun['fitted']): string {
	if (joined) return 'out-of-fold margins of the training split';
	return validation ? 'the validation split' : 'the training split itself';
}

function rowsText({ config, rows }: CardFacts): string {
	const left = config.leaveOut
		? ` ${rows.leftOut} rows with ${config.leaveOut.column} ≤ ${config.leaveOut.atMost} were left out: ${config.leaveOut.why}.`
		: '';
	const sorted = rows.backwards > 0 ? ` ${rows.backwards} were earlier than the row before them; all were sorted by time.` : '';
	return `Of ${rows.given} rows given, ${rows.duplicates} repeated an earlier row in full and were dropped.${left}${sorted}`;
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
