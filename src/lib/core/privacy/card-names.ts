import { maskCardNumber, maskLongNumbers } from './card-number';
import type { KeyedHash } from './keyed-hash';

const hashDigits = 8;
/** Names already made: a file has its cards again and again, and a hash costs some microseconds. */
const mostKept = 100_000;

/**
 * What logs, results and messages call a card instead of its number: `…1234#1a2b3c4d`, its last four digits and 32 bits of
 * its keyed hash. Spaces and dashes in the number make no difference. Without a hash the digits stand alone.
 */
export class CardNames {
	private readonly names = new Map<string, string>();

	constructor(private readonly hash: KeyedHash | null) {}

	/** Of a cell in a column of card numbers, whatever it holds; a blank one stays blank. */
	ofCell(text: string): string {
		const number = text.replace(/[ \t-]/g, '');
		return number === '' ? '' : this.nameOf(number);
	}

	/** Of any other text: whatever looks like a full card number is replaced by its name. */
	within(text: string): string {
		return maskCardNumber(text, (digits) => this.nameOf(digits));
	}

	/** Of a text that may stand in the wrong column, in a table that has card numbers: any long number is replaced. */
	astray(text: string): string {
		return maskLongNumbers(text, (digits) => this.nameOf(digits));
	}

	private nameOf(number: string): string {
		const known = this.names.get(number);
		if (known !== undefined) return known;
		// Four characters of a short text would be most of it.
		const shown = number.length >= 2 * 4 ? number.slice(-4) : '';
		const name = `…${shown}${this.hash === null ? '' : `#${this.hash.of(number).slice(0, hashDigits)}`}`;
		if (this.names.size >= mostKept) this.names.clear();
		this.names.set(number, name);
		return name;
	}
}
