import { figureNames } from '../../src/lib/core/metrics/figure-names';
import type { FigureName } from '../../src/lib/core/metrics/figure-names';
import type { Figure } from '../../src/lib/core/pack/evaluation';
import { figuresTable, figureText, figureTitles } from '../../src/lib/training/figures-table';
import { list, short, table } from '../../src/lib/training/markdown';
import type { EvaluationResult, EvaluationResults } from './results';

/** The page of the evaluations, Markdown: a table of all that has a target or a floor, then each in full. */
export function renderEvaluations({ results }: EvaluationResults): string {
	const sections = [
		'# Evaluation',
		'This page is made by `npm run shrike -- evaluate --all --data-folder FOLDER --docs docs/evaluation.md` from `config/evaluation.yaml`, and ' +
			'rendered from `evaluation.json` beside it; no figure is typed by hand. Models are trained anew for every protocol. Rows that repeat an ' +
			'earlier one are dropped before any split; thresholds and calibrations are learned on rows held out of the training, never on the test. In ' +
			'brackets: 95 % stratified bootstrap intervals. A floor is what a plain tool reaches by the same protocol on the same file.',
		'## Targets and floors',
		summary(results),
		...results.flatMap(section)
	];
	return `${sections.join('\n\n')}\n`;
}

function summary(results: readonly EvaluationResult[]): string {
	const rows = results.flatMap((result) =>
		compared(result).map((name, i) => [
			i === 0 ? result.title : '',
			figureTitles[name],
			figureOr(result.judgement.figures[name]),
			name in result.target ? `${isLowerBetter(name) ? '≤ ' : ''}${short(result.target[name])}` : '–',
			reached(result, name),
			floorText(result, name)
		])
	);
	return table(['Evaluation', 'Figure', 'Shrike', 'Target', 'Reached', 'Best floor'], rows);
}

/** Whether a target of a figure is the most that it may be. */
function isLowerBetter(name: FigureName): boolean {
	return name === 'expectedCalibrationError' || name === 'brierScore';
}

/** Figures that have a target or a floor. */
function compared({ target, floors }: EvaluationResult): FigureName[] {
	return figureNames.filter((name) => name in target || floors.some((floor) => name in floor));
}

function reached({ judgement, target }: EvaluationResult, name: FigureName): string {
	const figure: Figure | undefined = judgement.figures[name];
	if (!(name in target)) return '–';
	if (figure === undefined) return 'no figure';
	const reaches = (value: number) => (isLowerBetter(name) ? value <= target[name] : value >= target[name]);
	if (reaches(figure.value)) return 'yes';
	return figure.interval?.some(reaches) ? 'no, within the interval' : 'no';
}

function floorText({ floors }: EvaluationResult, name: FigureName): string {
	const known = floors.flatMap(({ by, [name]: value }) => (typeof value === 'number' ? [{ by, value }] : []));
	if (known.length === 0) return '–';
	const sign = isLowerBetter(name) ? -1 : 1;
	const best = known.reduce((leader, one) => (sign * one.value > sign * leader.value ? one : leader));
	return `${short(best.value)}, ${best.by}`;
}

function section({ title, judgement, floors, target, remark, versions }: EvaluationResult): string[] {
	const { pack, version, protocol, train, test, data, folds, seed } = judgement;
	const columns = [{ name: 'ensemble', figures: judgement.figures }, ...judgement.members.map(({ id, figures }) => ({ name: id, figures }))];
	const files = [...data, ...(folds ? [folds] : [])].map(({ name, sha256 }) => `${name} (SHA-256 \`${sha256.slice(0, 16)}…\`)`);
	const money = 'expectedCost' in judgement.figures ? ` A review costs ${judgement.reviewCost}, in the unit of the amounts.` : '';
	return [
		`## ${title}`,
		`Pack \`${pack}\` ${version}. ${protocol.text}${protocol.optimistic ? ' **Optimistic.**' : ''}${remark === null ? '' : ` ${remark}`}`,
		list([
			`Learned from ${train.rows} rows with ${train.frauds} frauds, tested on ${test.rows} with ${test.frauds}; ${judgement.duplicates} repeated rows were dropped.`,
			`A normal row stands for ${short(judgement.normalWeight)}; frauds have a share of ${short(judgement.prior)}. Threshold ${judgement.threshold}.${money}`,
			`Combiner: ${judgement.combiner}. Calibration: ${judgement.calibration}.`,
			`Seed ${seed}; ${judgement.bootstrap.draws} bootstrap draws. ${files.join(', ')}. Shrike ${versions.shrike}, TF.js ${versions.tfjs}, Node ${versions.node}; ${short(judgement.seconds)} s.`,
			ensembleText(columns)
		]),
		figuresTable(columns),
		...(floors.length === 0 ? [] : [floorTable(floors, target)])
	];
}

function ensembleText(columns: readonly { readonly name: string; readonly figures: Readonly<Record<string, Figure>> }[]): string {
	const [ensemble, ...members] = columns;
	const precisionOf = ({ figures }: (typeof columns)[number]) => figures.averagePrecision?.value ?? NaN;
	const best = members.reduce<(typeof columns)[number] | null>((leader, one) => (leader && precisionOf(leader) >= precisionOf(one) ? leader : one), null);
	if (!best || members.length < 2) return 'One member alone.';
	const [own, theirs] = [precisionOf(ensemble), precisionOf(best)];
	return own >= theirs
		? `The ensemble is not worse than its best member by average precision (${short(own)}; ${best.name} ${short(theirs)}).`
		: `The ensemble is worse than its best member by average precision (${short(own)}; ${best.name} ${short(theirs)}).`;
}

function floorTable(floors: EvaluationResult['floors'], target: EvaluationResult['target']): string {
	const known = figureNames.filter((name) => name in target || floors.some((floor) => name in floor));
	const cells = (of: Readonly<Record<string, string | number>>) => known.map((name) => (typeof of[name] === 'number' ? short(of[name]) : '–'));
	return table(['Beside it', ...known.map((name) => figureTitles[name])], [['target', ...cells(target)], ...floors.map((floor) => [floor.by, ...cells(floor)])]);
}

function figureOr(figure: Figure | undefined): string {
	return figure === undefined ? '–' : figureText(figure);
}
