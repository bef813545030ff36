import { figureText } from '../../src/lib/training/figures-table';
import { table } from '../../src/lib/training/markdown';
import type { TrainingConfig } from '../../src/lib/training/config';
import type { EvaluationResult, EvaluationResults } from '../../scripts/evaluate/results';

/** The id that GitHub gives a heading. */
export function slug(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');
}

/** A row a pack: what it is for and how good it is by the protocol that it is trained by, where that was measured, else by another. */
export function packsTable(configs: readonly TrainingConfig[], { results }: EvaluationResults): string {
	const rows = configs.map(({ name, title, protocols }) => {
		const own = results.filter(({ judgement }) => judgement.pack === name);
		const measured = own.find(({ judgement }) => judgement.protocol.name === protocols[0].name) ?? own.at(0);
		return [`[\`${name}\`](static/model/${name}/card.md)`, title, ...(measured ? figures(measured) : ['–', '–', 'its card'])];
	});
	return table(['Pack', 'Made for', 'Average precision', 'ROC-AUC', 'Measured by'], rows);
}

function figures({ title, judgement }: EvaluationResult): string[] {
	const { averagePrecision, rocAuc } = judgement.figures;
	return [figureText(averagePrecision), figureText(rocAuc), `[${title}](docs/evaluation.md#${slug(title)})`];
}

/** The text between the two comments that name a block, replaced. */
export function withBlock(markdown: string, name: string, block: string): string {
	const found = new RegExp(`(<!-- ${name}:[^>]*-->\n)[^]*?(\n<!-- /${name} -->)`);
	if (!found.test(markdown)) throw new Error(`The block “${name}” is missing.`);
	return markdown.replace(found, (_, start: string, end: string) => `${start}\n${block}\n${end}`);
}
