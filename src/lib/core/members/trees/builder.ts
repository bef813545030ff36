import type { TreeEnsemble, TreeRules } from './ensemble';
import { splitFlag } from './ensemble';
import { invalidTrees } from './tree-error';

/** One node as a reader finds it; children are numbers that the same reader understands. */
export type SourceNode =
	| { readonly kind: 'leaf'; readonly value: number }
	| {
			readonly kind: 'split';
			readonly feature: number;
			readonly threshold: number;
			/** {@link splitFlag} bits without `categorical`. */
			readonly flags: number;
			/** Instead of the threshold: categories that go left. */
			readonly categories?: readonly number[];
			readonly left: number;
			readonly right: number;
	  };

/** Larger categories would make sets of megabytes; XGBoost's own limit is 2²⁴. */
const categoryLimit = 2 ** 20;

/** Collects trees into a {@link TreeEnsemble} and checks them on the way. */
export class EnsembleBuilder {
	readonly #roots: number[] = [];
	readonly #feature: number[] = [];
	readonly #value: number[] = [];
	readonly #left: number[] = [];
	readonly #right: number[] = [];
	readonly #flags: number[] = [];
	readonly #setBounds: number[] = [0];
	readonly #setWords: number[] = [];

	constructor(
		readonly rules: TreeRules,
		readonly width: number
	) {}

	/**
	 * Appends one tree in preorder. Throws `pack.invalid` when it has a loop, a node outside, an unknown feature or a
	 * number that is not finite.
	 *
	 * @param nodes how many the source has
	 * @param read gives node `source`, an integer in [0, nodes)
	 */
	tree(root: number, nodes: number, read: (source: number) => SourceNode): void {
		const name = `tree ${this.#roots.length}`;
		const seen = new Uint8Array(nodes);
		this.#roots.push(this.#feature.length);
		// Deep trees would overflow the stack of a recursion. A waiting right child knows its parent, which is told the place.
		const waiting = [{ source: root, rightOf: -1 }];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const { source, rightOf } = next;
			if (!(source >= 0 && source < nodes)) throw invalidTrees(`${name} has no node ${source}`);
			if (seen[source] === 1) throw invalidTrees(`node ${source} of ${name} has two parents`);
			seen[source] = 1;
			const node = read(source);
			const at = this.#feature.length;
			if (rightOf >= 0) this.#right[rightOf] = at;
			this.#append(node, name);
			if (node.kind === 'leaf') continue;
			waiting.push({ source: node.right, rightOf: at }, { source: node.left, rightOf: -1 });
		}
	}

	finish(baseMargin: number): TreeEnsemble {
		if (!Number.isFinite(baseMargin)) throw invalidTrees('its base margin is not finite');
		return {
			rules: this.rules,
			width: this.width,
			baseMargin,
			roots: Int32Array.from(this.#roots),
			feature: Int32Array.from(this.#feature),
			value: Float64Array.from(this.#value),
			left: Int32Array.from(this.#left),
			right: Int32Array.from(this.#right),
			flags: Uint8Array.from(this.#flags),
			setBounds: Int32Array.from(this.#setBounds),
			setWords: Uint32Array.from(this.#setWords)
		};
	}

	#append(node: SourceNode, name: string): void {
		const at = this.#feature.length;
		const split = node.kind === 'split';
		const number = split ? node.threshold : node.value;
		if (!Number.isFinite(number)) throw invalidTrees(`${name} has a number that is not finite`);
		if (split && !(Number.isInteger(node.feature) && node.feature >= 0 && node.feature < this.width)) {
			throw invalidTrees(`${name} asks for feature ${node.feature} of ${this.width}`);
		}
		const categories = split ? node.categories : undefined;
		this.#feature.push(split ? node.feature : -1);
		this.#flags.push(split ? node.flags | (categories ? splitFlag.categorical : 0) : 0);
		this.#left.push(split ? at + 1 : -1);
		this.#right.push(-1);
		this.#value.push(categories ? this.#set(categories, name) : this.rules === 'xgboost' ? Math.fround(number) : number);
	}

	/** Adds a set of categories and returns its index. */
	#set(categories: readonly number[], name: string): number {
		const most = categories.reduce((a, b) => Math.max(a, b), 0);
		if (categories.some((category) => !Number.isInteger(category) || category < 0) || most >= categoryLimit) {
			throw invalidTrees(`${name} has a category that is not an integer from 0 to ${categoryLimit - 1}`);
		}
		const words = new Uint32Array(Math.floor(most / 32) + 1);
		for (const category of categories) words[Math.floor(category / 32)] |= 1 << (category % 32);
		for (const word of words) this.#setWords.push(word);
		return this.#setBounds.push(this.#setWords.length) - 2;
	}
}
