import { ShrikeError } from '../../src/lib/core/errors';
import { recognisePacks } from '../../src/lib/core/schema/recognise';
import type { Schema } from '../../src/lib/core/schema/schema';
import { openTable } from '../../src/lib/csv/open';
import type { ByteSource } from '../../src/lib/csv/types';
import { fraudCount } from '../../src/lib/training/dataset';
import { readLabelled } from '../../src/lib/training/read-labelled';
import { recogniseUlb } from '../../src/lib/training/ulb-facts';
import type { DataSource } from './sources';

export interface FileFinding {
	/** `full`: an original as far as can be told; `other`: neither it nor fit for training; anything else is of use. */
	readonly kind: string;
	readonly rows: number;
	readonly frauds: number;
	/** Sentences for a person. */
	readonly remarks: readonly string[];
}

/**
 * Says what a file is beside the originals of a source. Of the ULB data more is published than counts, so they are judged by their content;
 * of the others rows and frauds are counted. Throws `file.missing-columns` and whatever `readLabelled` throws.
 */
export async function judgeFile(source: ByteSource, { name, config, originals }: DataSource, signal?: AbortSignal): Promise<FileFinding> {
	if (name === 'ulb') return recogniseUlb(await readLabelled(source, config.schema, signal));
	await requireColumns(source, config.schema, signal);
	const data = await readLabelled(source, withoutTexts(config.schema), signal);
	const counts = { rows: data.rows, frauds: fraudCount(data) };
	const original = originals.find(({ rows, frauds }) => rows === counts.rows && frauds === counts.frauds);
	if (original) {
		return {
			kind: 'full',
			...counts,
			remarks: [`This has as many rows and frauds as ${original.file}. Its publisher states no digest, so its cells cannot be compared.`]
		};
	}
	const known = originals.map(({ file, rows, frauds }) => `${file} has ${rows} rows and ${frauds} frauds`).join(', ');
	if (counts.frauds === 0 || counts.frauds === counts.rows) {
		return { kind: 'other', ...counts, remarks: ['This has rows of one class only, and nothing can be learned from it.', `The original ${known}.`] };
	}
	return {
		kind: 'same-columns',
		...counts,
		remarks: [
			'This can be trained on: it has all columns. It is a part of the original or other data of the same form; counts cannot tell.',
			`The original ${known}.`
		]
	};
}

async function requireColumns(source: ByteSource, schema: Schema, signal?: AbortSignal): Promise<void> {
	const { headers, close } = await openTable(source, { signal });
	await close();
	const [{ missing }] = recognisePacks(headers, [{ name: schema.name, schema }]).ranking;
	if (missing.length === 0) return;
	throw new ShrikeError('file.missing-columns', `${source.name} lacks ${missing.join(', ')}: it is not the file that was meant.`, { missing });
}

/** Texts cost the most memory and no text is wrong: a file of millions of rows is judged by its numbers, dates and labels. */
function withoutTexts(schema: Schema): Schema {
	return { ...schema, columns: schema.columns.filter(({ type }) => type !== 'string') };
}
