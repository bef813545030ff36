import type { Block } from '../block';
import type { Source } from '../names';
import type { TextDictionary } from '../text-dictionary';

/** Makes one feature of a block, column at a time; `[rows]`. */
export type RowRun = (block: Block) => Float64Array;

/** A step that looks at nothing but its own row, with its names found. */
export interface CompiledRowStep {
	readonly sources: readonly Source[];
	/** The step over a session's dictionaries, in schema order. */
	bind(dictionaries: readonly (TextDictionary | null)[]): RowRun;
}
