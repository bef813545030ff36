import { ShrikeError } from '../errors';
import { featureColumns } from '../schema/schema';
import type { Schema } from '../schema/schema';

/** Where a step finds a value of its row: a raw feature column, or a feature made before. */
export interface Source {
	readonly kind: 'raw' | 'made';
	readonly index: number;
}

/** The names that steps may read, growing with every feature made. Every method throws `pack.invalid`. */
export class Names {
	private readonly raw: ReadonlyMap<string, { readonly index: number; readonly isText: boolean }>;
	private readonly made = new Map<string, number>();

	constructor(schema: Schema) {
		this.raw = new Map(featureColumns(schema).map(({ name, type }, index) => [name, { index, isText: type === 'string' }]));
	}

	/** A number: a feature made before, else a raw column that is no text. `to` is the feature that asks. */
	number(name: string, to: string): Source {
		const made = this.made.get(name);
		if (made !== undefined) return { kind: 'made', index: made };
		const raw = this.raw.get(name);
		if (!raw) throw unknown(name, to);
		if (raw.isText) throw invalidPipeline(`its pipeline takes the text column “${name}” for a number to make “${to}”`);
		return { kind: 'raw', index: raw.index };
	}

	/** Index of a raw text column. */
	text(name: string, to: string): number {
		const raw = this.raw.get(name);
		if (!raw && !this.made.has(name)) throw unknown(name, to);
		if (!raw?.isText) throw invalidPipeline(`its pipeline takes the number “${name}” for a text to make “${to}”`);
		return raw.index;
	}

	/** A part of a key: a raw text column or, after the first part, a feature made before that is a whole number. */
	keyPart(name: string, to: string, part: number): Source {
		const made = this.made.get(name);
		const isFeature = made !== undefined && !this.isText(name);
		return isFeature && part > 0 ? { kind: 'made', index: made } : { kind: 'raw', index: this.text(name, to) };
	}

	isText(name: string): boolean {
		return this.raw.get(name)?.isText ?? false;
	}

	/**
	 * Adds a feature. It must be new, and may have a raw column's name only as its copy: its readers could not tell which
	 * of the two they get.
	 */
	make(to: string, isCopyOf: string | null): void {
		if (this.made.has(to)) throw invalidPipeline(`its pipeline makes the feature “${to}” twice`);
		if (this.raw.has(to) && isCopyOf !== to) {
			throw invalidPipeline(`its pipeline gives the name of the raw column “${to}” to something else`);
		}
		this.made.set(to, this.made.size);
	}
}

function unknown(name: string, to: string): ShrikeError {
	return invalidPipeline(
		`its pipeline reads “${name}” to make “${to}”, which is neither a feature column of the schema nor a feature made before`
	);
}

/** The error of a pipeline that cannot run; `what` is a clause without its full stop. */
export function invalidPipeline(what: string): ShrikeError {
	return new ShrikeError('pack.invalid', `The pack cannot be used: ${what}. Correct the pack and try again.`);
}
