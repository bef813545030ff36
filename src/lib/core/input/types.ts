import type { Failure } from '../errors';

/** What a transaction's values are called, from the loaded pack. */
export interface InputNames {
	/** Raw feature columns in schema order. */
	readonly rawNames: readonly string[];
	/** Standardised features in pipeline order. */
	readonly featureNames: readonly string[];
	/** The label column, where it ends the schema: a value after the others is then the true class. */
	readonly labelName?: string | undefined;
	/** Other names of raw columns and the label, as the schema has them. */
	readonly aliases?: { readonly [name: string]: readonly string[] };
	/** Raw columns that hold texts or dates, which are taken as they are written; all others are numbers. */
	readonly kinds?: { readonly [name: string]: 'text' | 'date' };
	/** Raw columns that may be left out or blank. */
	readonly optional?: readonly string[];
}

export type SingleValues =
	/** By raw column name; optional ones that were not given are absent. */
	| { readonly kind: 'raw'; readonly values: { readonly [column: string]: number | string } }
	/** In pipeline order. */
	| { readonly kind: 'standardised'; readonly values: readonly number[] };

/** What was read, or why nothing was; `failure.detail.fields` has a sentence for each offending field by its name. */
export type SingleParse =
	| {
			readonly ok: true;
			readonly input: SingleValues;
			readonly trueClass: 0 | 1 | null;
			/** What was left out of account, in sentences; absent where nothing was. */
			readonly notes?: readonly string[];
	  }
	| { readonly ok: false; readonly failure: Failure };

/** A value as it was typed, or as JSON had it. */
export type Cell = string | number | boolean | null;
