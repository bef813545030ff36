import { z } from '../zod';
import type { TextDictionary } from '../features/text-dictionary';

const share = z.number().min(0).max(1);
/** A text, or the beginning of one, with its weighted share of each class. */
const shares = z.array(z.strictObject({ text: z.string(), normal: share, fraud: share }));

/** How a raw text column was distributed on the training split. */
export const referenceTextColumn = z.strictObject({
	name: z.string().min(1),
	/** Rows with a text, not weighted. */
	count: z.number().int().nonnegative(),
	missing: z.number().int().nonnegative(),
	/** Different texts. */
	distinct: z.number().int().nonnegative(),
	/** Every text, most frequent first; empty for a column that names somebody or something: no pack holds its texts. */
	levels: shares,
	/** First characters, most frequent first, and the usual length, from which names can be invented. */
	initials: shares,
	length: z.number().int().nonnegative()
});
export type ReferenceTextColumn = z.infer<typeof referenceTextColumn>;

/** More different texts than these are names of something. */
const mostLevels = 64;

export interface TextColumnParts {
	readonly name: string;
	readonly dictionary: TextDictionary;
	/** One a row. */
	readonly codes: ArrayLike<number>;
	/** 0 or 1 a row. */
	readonly labels: Uint8Array;
	readonly weights: Float64Array;
	/** Whether the column names a card, a person or a place whatever the number of its texts. */
	readonly isName: boolean;
}

/** Summarises a text column; see {@link referenceTextColumn}. */
export function summariseTexts({ name, dictionary, codes, labels, weights, isName }: TextColumnParts): ReferenceTextColumn {
	const texts = new Tally();
	const initials = new Tally();
	const lengths: number[] = [];
	let missing = 0;
	labels.forEach((label, row) => {
		const text = dictionary.texts[codes[row]] ?? '';
		if (text === '') missing++;
		else {
			texts.add(text, label, weights[row]);
			initials.add(text[0], label, weights[row]);
			lengths.push(text.length);
		}
	});
	const distinct = texts.size;
	return {
		name,
		count: labels.length - missing,
		missing,
		distinct,
		levels: isName || distinct > mostLevels ? [] : texts.shares(),
		initials: initials.shares(),
		length: lengths.sort((a, b) => a - b)[lengths.length >> 1] ?? 0
	};
}

/** Weight of each text in each class. */
class Tally {
	private readonly sums = new Map<string, [number, number]>();

	get size(): number {
		return this.sums.size;
	}

	add(text: string, label: number, weight: number): void {
		const sum = this.sums.get(text);
		if (sum) sum[label] += weight;
		else this.sums.set(text, label === 1 ? [0, weight] : [weight, 0]);
	}

	shares(): z.infer<typeof shares> {
		const totals = [0, 1].map((label) => [...this.sums.values()].reduce((total, sum) => total + sum[label], 0));
		const shareOf = (sum: number, total: number) => (total > 0 ? Number((sum / total).toPrecision(6)) : 0);
		return [...this.sums]
			.sort(([a, x], [b, y]) => y[0] + y[1] - x[0] - x[1] || (a < b ? -1 : 1))
			.map(([text, [normal, fraud]]) => ({ text, normal: shareOf(normal, totals[0]), fraud: shareOf(fraud, totals[1]) }));
	}
}

/** Whether no training row had a text, for a column of few; false for a blank one and for columns of names. */
export function isUnseen({ levels }: Pick<ReferenceTextColumn, 'levels'>, text: string): boolean {
	return levels.length > 0 && text !== '' && !levels.some((level) => level.text === text);
}
