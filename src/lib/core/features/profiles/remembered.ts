import type { Source } from '../names';

/** The values that a part remembers, each once for all steps that ask for it. */
export class Remembered {
	readonly numbers: Source[] = [];
	readonly texts: number[] = [];

	number(source: Source): number {
		const known = this.numbers.findIndex(({ kind, index }) => kind === source.kind && index === source.index);
		return known >= 0 ? known : this.numbers.push(source) - 1;
	}

	text(column: number): number {
		const known = this.texts.indexOf(column);
		return known >= 0 ? known : this.texts.push(column) - 1;
	}
}
