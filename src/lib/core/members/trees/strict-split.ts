import { splitFlag } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { strictThreshold } from './float32';

/** A numerical split for float32 features: `x < threshold` goes left. */
export interface StrictSplit {
	/** A float32. */
	readonly threshold: number;
	/** Whether NaN goes left. */
	readonly missingLeft: boolean;
	/** Zero does not go where the threshold would send it, but where NaN goes. */
	readonly zeroIsMissing: boolean;
}

/** Node `node`, a numerical split of either library's rules, as a {@link StrictSplit} that decides the same. */
export function strictSplit({ rules, value, flags }: TreeEnsemble, node: number): StrictSplit {
	const missingLeft = (flags[node] & splitFlag.missingLeft) !== 0;
	if (rules === 'xgboost') return { threshold: value[node], missingLeft, zeroIsMissing: false };
	const threshold = strictThreshold(value[node]);
	const zeroLeft = 0 < threshold;
	if ((flags[node] & splitFlag.nothingIsMissing) !== 0) return { threshold, missingLeft: zeroLeft, zeroIsMissing: false };
	const zeroIsMissing = (flags[node] & splitFlag.zeroIsMissing) !== 0 && missingLeft !== zeroLeft;
	return { threshold, missingLeft, zeroIsMissing };
}

/** The categories in set `set`, ascending. */
export function categoriesOf({ setBounds, setWords }: TreeEnsemble, set: number): number[] {
	const categories: number[] = [];
	for (let word = setBounds[set]; word < setBounds[set + 1]; word++) {
		for (let bit = 0; bit < 32; bit++) if ((setWords[word] >>> bit) & 1) categories.push((word - setBounds[set]) * 32 + bit);
	}
	return categories;
}
