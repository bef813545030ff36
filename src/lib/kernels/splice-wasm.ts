import type { RecordSplicer, SplicePlan } from './splice-types';
import { spliceModule } from './splice-wasm-module';

/** What a row usually grows by, for the first guess at the room. */
const usualGrowth = 26;
/** Rows are put together in a place that stays in the processor's cache. */
const slabBytes = 131_072;
const textBytes = 8;
/** Stands for a decision of which the kernel knows no text. */
const noText = 254;

const rowWord = 0;
const fromWord = 2;
const outWord = 4;
const stateWords = 19;

const [needsRoom, needsCells] = [1, 2];

/** What of a scanner its splicer works in. */
export interface SpliceMemory {
	readonly memory: WebAssembly.Memory;
	/** The address of so many bytes that nothing else uses, 16-byte aligned; memory may grow. */
	readonly allocate: (bytes: number) => number;
}

let compiled: WebAssembly.Module | null = null;

/** {@link RecordSplicer} in WebAssembly, in the memory that the records are in: they are copied without a view each. */
export class WasmSplicer implements RecordSplicer {
	private readonly kernel: (state: number) => number;
	private readonly state: number;
	private readonly powers: number;
	private readonly slab: number;
	private scores = 0;
	private rows = 0;

	/** Throws what the platform throws: a content security policy against WebAssembly, no memory. */
	constructor(private readonly place: SpliceMemory) {
		compiled ??= new WebAssembly.Module(Uint8Array.from(atob(spliceModule), (character) => character.charCodeAt(0)));
		const { splice } = new WebAssembly.Instance(compiled, { env: { memory: place.memory } }).exports;
		if (typeof splice !== 'function') throw new Error('The kernel exports no splice function.');
		this.kernel = (state) => Number(splice(state));
		const powers = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
		this.powers = place.allocate(powers.byteLength);
		this.slab = place.allocate(slabBytes);
		// All texts there can be, and their lengths.
		this.state = place.allocate(4 * stateWords + noText * (textBytes + 4));
		new Float64Array(place.memory.buffer, this.powers, powers.length).set(powers);
	}

	reserve(rows: number): void {
		if (rows <= this.rows) return;
		this.rows = Math.max(rows, 2 * this.rows);
		this.scores = this.place.allocate(9 * this.rows);
	}

	splice(plan: SplicePlan): Uint8Array<ArrayBuffer> | null {
		const { bytes, rows, rowEnd, rowField, fieldEnd, quoted, put } = plan;
		const { buffer } = this.place.memory;
		if (rows > this.rows || [bytes, rowEnd, rowField, fieldEnd, quoted].some((array) => array.buffer !== buffer)) return null;
		const memory = new Uint8Array(buffer);
		const state = this.begin(plan);
		let out = plan.room(bytes.length + rows * usualGrowth + plan.extra);
		let at = 0;
		for (;;) {
			const stop = this.kernel(this.state);
			const end = state[outWord];
			if (stop === needsCells) {
				state[outWord] = put(memory, end, state[rowWord]++);
				continue;
			}
			const rest = bytes.length - state[fromWord];
			if (stop === needsRoom && end === this.slab) return null;
			if (at + end - this.slab + rest > out.length) out = larger(out, at + end - this.slab + rest);
			out.set(memory.subarray(this.slab, end), at);
			at += end - this.slab;
			state[outWord] = this.slab;
			if (stop === needsRoom) continue;
			out.set(bytes.subarray(state[fromWord]), at);
			return out.subarray(0, at + rest);
		}
	}

	/** Tells the kernel what to do. */
	private begin(plan: SplicePlan): Uint32Array {
		const { bytes, rows, rowEnd, rowField, fieldEnd, quoted, score, decision, texts } = plan;
		const { buffer } = this.place.memory;
		const decisions = this.scores + 8 * this.rows;
		new Float64Array(buffer, this.scores, rows).set(score.subarray(0, rows));
		const marked = new Uint8Array(buffer, decisions, rows);
		marked.set(decision.subarray(0, rows));
		for (const row of plan.special) marked[row] = noText;
		const textsAt = this.state + 4 * stateWords;
		const lengthsAt = textsAt + textBytes * texts.length;
		texts.forEach((text, k) => new Uint8Array(buffer, textsAt + textBytes * k, textBytes).set(text));
		new Uint32Array(buffer, lengthsAt, texts.length).set(texts.map(({ length }) => length));
		const state = new Uint32Array(buffer, this.state, stateWords);
		state.set([0, rows, 0, bytes.byteOffset, this.slab, this.slab + slabBytes]);
		state.set([rowEnd, rowField, fieldEnd, quoted].map(({ byteOffset }) => byteOffset), 6);
		state.set([this.scores, decisions, textsAt, lengthsAt + 4 * texts.length, plan.delimiter, plan.decimal, plan.width, plan.extra, this.powers], 10);
		return state;
	}
}

function larger(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
	const copy = new Uint8Array(Math.ceil(needed * 1.1));
	copy.set(bytes);
	return copy;
}
