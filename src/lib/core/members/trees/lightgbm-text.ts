import { invalidTrees } from './tree-error';

/** The `name=value` lines of one part of a LightGBM file; a line without `=` is a name with an empty value. */
export class LightgbmPart {
	readonly #values = new Map<string, string>();

	constructor(
		readonly title: string,
		lines: readonly string[]
	) {
		for (const line of lines) {
			const at = line.indexOf('=');
			this.#values.set(at < 0 ? line : line.slice(0, at), at < 0 ? '' : line.slice(at + 1));
		}
	}

	has(name: string): boolean {
		return this.#values.has(name);
	}

	text(name: string): string {
		const value = this.#values.get(name);
		if (value === undefined) throw invalidTrees(`${this.title} has no “${name}”`);
		return value;
	}

	/** A list of `count` numbers; throws `pack.invalid` when there are more or fewer, or one is no number. */
	numbers(name: string, count: number): number[] {
		const words = this.text(name).split(' ').filter((word) => word !== '');
		const values = words.map(Number);
		if (values.length !== count || values.some(Number.isNaN)) {
			throw invalidTrees(`“${name}” of ${this.title} is not a list of ${count} numbers`);
		}
		return values;
	}

	integer(name: string): number {
		const [value] = this.numbers(name, 1);
		if (!Number.isInteger(value)) throw invalidTrees(`“${name}” of ${this.title} is no integer`);
		return value;
	}
}

/** Cuts a `model.txt` into its head and its trees; what follows `end of trees` is of no use here. */
export function splitLightgbm(text: string): { readonly head: LightgbmPart; readonly trees: readonly LightgbmPart[] } {
	const lines = text.split(/\r?\n/);
	const end = lines.indexOf('end of trees');
	if (lines[0] !== 'tree' || end < 0) throw invalidTrees("it is not what LightGBM's save_model writes");
	const starts: number[] = [];
	for (let line = 0; line < end; line++) if (/^Tree=\d+$/.test(lines[line])) starts.push(line);
	const part = (title: string, from: number, to: number) =>
		new LightgbmPart(title, lines.slice(from, to).filter((line) => line !== ''));
	return {
		head: part('the head', 1, starts[0] ?? end),
		trees: starts.map((start, i) => part(lines[start], start + 1, starts[i + 1] ?? end))
	};
}
