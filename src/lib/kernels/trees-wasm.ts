import type { TreeTables } from './trees';
import { planTrees } from './trees-plan';
import { treesModule } from './trees-wasm-module';

const pageBytes = 65_536;
/** The kernel takes 32 rows at a time. Few blocks a call keep features and sums in the first level cache. */
const slabRows = 128;

/** Trees in WebAssembly: what `scoreTrees` gives, bit by bit. */
export interface TreesWasm {
	/** Bytes of memory it holds: the tables and one slab, whatever the size of a batch. */
	readonly bytes: number;
	/**
	 * @param features float32, `[rows × width]`, row-major; NaN where missing
	 * @param out `[rows]`, filled with margins
	 */
	score(features: Float32Array, rows: number, out: Float64Array): void;
}

/**
 * Instantiates the kernel over these tables, or gives null for trees that it cannot take; see `planTrees`. Rejects with
 * what the platform rejects with: no WebAssembly, no SIMD, or a content security policy against it.
 */
export async function instantiateTrees(tables: TreeTables): Promise<TreesWasm | null> {
	const plan = planTrees(tables);
	if (plan === null) return null;
	const { width, float32Sums, cutsFirst, baseMargin } = tables;
	const slab = plan.end;
	const sumsAt = Math.ceil((slab + 4 * width * slabRows) / 16) * 16;
	const pages = Math.ceil((sumsAt + 8 * slabRows) / pageBytes);
	const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
	const code = Uint8Array.from(atob(treesModule), (character) => character.charCodeAt(0));
	const { instance } = await WebAssembly.instantiate(code, { env: { memory } });
	const { score } = instance.exports;
	if (typeof score !== 'function') throw new Error('The kernel exports no score function.');
	const { buffer } = memory;
	new Uint32Array(buffer, plan.imageAt, plan.image.length).set(plan.image);
	const input = new Float32Array(buffer, slab, width * slabRows);
	const sums = float32Sums ? new Float32Array(buffer, sumsAt, slabRows) : new Float64Array(buffer, sumsAt, slabRows);
	const tableArguments = [plan.slots, plan.slotsEnd, plan.trees, plan.treesEnd, plan.planes, plan.planesEnd, plan.scratch];
	const ruleArguments = [sumsAt, Number(float32Sums), Number(cutsFirst), baseMargin];
	return {
		bytes: buffer.byteLength,
		score(features, rows, out) {
			for (let start = 0; start < rows; start += slabRows) {
				const count = Math.min(slabRows, rows - start);
				input.set(features.subarray(start * width, (start + count) * width));
				// Up to 31 rows of an earlier slab are computed again and not looked at.
				score(slab, 4 * width, Math.ceil(count / 32), ...tableArguments, ...ruleArguments);
				out.set(sums.subarray(0, count), start);
			}
		}
	};
}
