import type { TextDictionary } from '../features/text-dictionary';
import { passesLuhn } from '../privacy/card-number';
import type { ReferenceTextColumn } from '../sketch/text-columns';

/** Rows a name has on average, so that some have a history in a small file. */
const rowsAName = 8;
const blank = '';

type Draw = (u: number) => number;

/**
 * How the codes of a text column are drawn for normal rows and for frauds: levels by their shares; names, which no pack
 * holds, are invented from the usual first characters and length.
 *
 * @param column null for one that the reference does not know: its texts are empty
 * @param rows that will be drawn
 * @param noCards whether the names are to be no possible card numbers
 */
export function drawTexts(column: ReferenceTextColumn | null, dictionary: TextDictionary, rows: number, noCards = false): readonly [Draw, Draw] {
	if (!column || column.distinct === 0) {
		const empty = dictionary.codeOf(blank);
		return [() => empty, () => empty];
	}
	const { levels, initials, length, distinct } = column;
	if (levels.length > 0) return both(levels, (text) => () => dictionary.codeOf(text));
	const all = Math.max(2, Math.min(distinct, Math.ceil(rows / rowsAName)));
	return both(initials, (initial, share) => {
		const names = Math.max(1, Math.round(all * share));
		const digits = Math.max(1, Math.min(length, 20) - initial.length);
		return (u) => {
			const name = initial + String(1 + Math.floor(u * names)).padStart(digits, '0');
			// Another check digit is a wrong one; that two indices may share a name then does no harm.
			return dictionary.codeOf(noCards && passesLuhn(name) ? `${name.slice(0, -1)}${(Number(name.at(-1)) + 1) % 10}` : name);
		};
	});
}

interface Shares {
	readonly text: string;
	readonly normal: number;
	readonly fraud: number;
}

/**
 * The uniform number chooses an entry, and what is left of it goes on to the entry's own draw, which is made once for both
 * classes with the entry's share of the normal rows.
 */
function both(entries: readonly Shares[], drawOf: (text: string, share: number) => Draw): readonly [Draw, Draw] {
	const draws = entries.map(({ text, normal }) => drawOf(text, normal));
	const chooser = (shareOf: (entry: Shares) => number): Draw => {
		const shares = entries.map(shareOf);
		const total = shares.reduce((sum, share) => sum + share, 0);
		return (u) => {
			let left = u * (total > 0 ? total : shares.length);
			for (let i = 0; i < draws.length; i++) {
				const share = total > 0 ? shares[i] : 1;
				if (left < share || i === draws.length - 1) return draws[i](Math.min(share > 0 ? left / share : 0, 1 - Number.EPSILON));
				left -= share;
			}
			return draws[0](0);
		};
	};
	return [chooser(({ normal }) => normal), chooser(({ fraud }) => fraud)];
}
