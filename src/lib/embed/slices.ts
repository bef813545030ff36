import { limits } from '../core/embed/limits';
import { pathText, Refusal } from './refusal';

/** Cells between two pauses: some 10 ms of zod on a slow machine. */
const cellsPerSlice = 10_000;

/** Counts what one call brings, and says when the page has stood still for long enough. */
export class Slices {
	private cells = 0;
	private text = 0;

	/** @param pause lets other work of the page through. */
	constructor(
		private readonly signal: AbortSignal,
		private readonly pause: () => Promise<void>
	) {}

	/** @throws Refusal `embed.too-large` when a text or all texts of the call together are too long. */
	count(cell: unknown, path: readonly PropertyKey[], name: PropertyKey): void {
		this.cells += 1;
		if (typeof cell !== 'string') return;
		this.text += cell.length;
		if (cell.length > limits.textLength) {
			throw new Refusal('embed.too-large', { path: pathText([...path, name]), most: limits.textLength });
		}
		if (this.text > limits.allText) throw new Refusal('embed.too-large', { path: pathText(path.slice(0, 1)), most: limits.allText });
	}

	get due(): boolean {
		return this.cells >= cellsPerSlice;
	}

	/** @throws what the call was aborted with meanwhile. */
	async rest(): Promise<void> {
		this.cells = 0;
		await this.pause();
		this.signal.throwIfAborted();
	}
}
