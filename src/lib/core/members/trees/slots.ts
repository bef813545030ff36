import { splitFlag } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { strictSplit } from './strict-split';

/** How a slot's number is made of its feature's float32 value x. */
export const slotKind = {
	/** x, or +∞ for NaN, which so goes right. */
	missingHigh: 0,
	/** x, or -∞ for NaN. */
	missingLow: 1,
	/** x, or +∞ for NaN, zero and what LightGBM takes for zero. */
	zeroHigh: 2,
	/** x, or -∞ for NaN, zero and what LightGBM takes for zero. */
	zeroLow: 3,
	/** -∞ for a category of the slot's set, +∞ for another and for NaN. */
	setMissingHigh: 4,
	/** -∞ for a category of the slot's set and for NaN, +∞ for another. */
	setMissingLow: 5
} as const;

/** Features with their missing values put somewhere: what splits ask for. */
export interface Slots {
	/** `[slots]` */
	readonly slotFeature: Int32Array;
	readonly slotKinds: Uint8Array;
	/** `[slots]`: index of a category slot's set: bits of `setWords` from `setBounds[set]` to before `setBounds[set + 1]`. */
	readonly slotSet: Int32Array;
	readonly setBounds: Int32Array;
	readonly setWords: Uint32Array;
	/** Whether categories are cut to integers first, so that -0.5 is 0, as LightGBM has it. */
	readonly cutsFirst: boolean;
}

/** Finds the slot that each split asks for; equal ones are one slot. */
export class SlotTable {
	readonly #found = new Map<string, number>();
	readonly #slots: { readonly feature: number; readonly kind: number; readonly set: number }[] = [];

	constructor(readonly ensemble: TreeEnsemble) {}

	/** The slot of a split and the float32 below which it goes left. */
	place(node: number): { readonly slot: number; readonly threshold: number } {
		const { feature, flags, value } = this.ensemble;
		if ((flags[node] & splitFlag.categorical) !== 0) {
			const kind = (flags[node] & splitFlag.missingLeft) !== 0 ? slotKind.setMissingLow : slotKind.setMissingHigh;
			return { slot: this.#slot(feature[node], kind, value[node]), threshold: 0 };
		}
		const { threshold, missingLeft, zeroIsMissing } = strictSplit(this.ensemble, node);
		const [low, high] = zeroIsMissing ? [slotKind.zeroLow, slotKind.zeroHigh] : [slotKind.missingLow, slotKind.missingHigh];
		return { slot: this.#slot(feature[node], missingLeft ? low : high, 0), threshold };
	}

	finish(): Slots {
		const { setBounds, setWords, rules } = this.ensemble;
		return {
			slotFeature: Int32Array.from(this.#slots, ({ feature }) => feature),
			slotKinds: Uint8Array.from(this.#slots, ({ kind }) => kind),
			slotSet: Int32Array.from(this.#slots, ({ set }) => set),
			setBounds,
			setWords,
			cutsFirst: rules === 'lightgbm'
		};
	}

	#slot(feature: number, kind: number, set: number): number {
		const key = `${feature}/${kind}/${set}`;
		const known = this.#found.get(key);
		if (known !== undefined) return known;
		const slot = this.#slots.push({ feature, kind, set }) - 1;
		this.#found.set(key, slot);
		return slot;
	}
}
