import type { BackendName, Certificate } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import { backendTitle } from '../backends/failure';
import type { BackendPool, ChosenBackend } from '../backends/types';
import type { BackendReport } from '../types';
import { throwIfAborted } from './pace';

/** A slice should take this long: short beside the 200 ms in which Cancel must stop, long beside a GPU's dispatch. */
const sliceMs = { shortest: 20, longest: 60 };
const sliceRows = { first: 1024, least: 64 };

/** A backend died and another took over. */
export interface Handover {
	readonly from: BackendName;
	readonly to: BackendName;
	/** A sentence. */
	readonly reason: string;
}

/** What a person has to know of a handover before the block that begins with data row `row`. */
export function handoverNotice(row: number, { to, reason }: Handover): string {
	return `${reason} From row ${row.toLocaleString('en')} on, ${backendTitle[to]} computes the scores.`;
}

export interface MarginsOptions {
	readonly signal?: AbortSignal;
	/** Called before the work goes on elsewhere. */
	readonly onHandover?: (handover: Handover) => void;
}

/**
 * Computes margins on the backend in use, one caller at a time, in slices short enough for Cancel and for a single
 * transaction to slip in between. When the backend dies, the same rows go to the next certified one.
 */
export class BackendRelay {
	private rowsASlice = sliceRows.first;
	private turn: Promise<unknown> = Promise.resolve();

	/** @param clock milliseconds, only differences are used */
	constructor(
		private chosen: ChosenBackend,
		private readonly pool: BackendPool,
		private readonly clock: () => number
	) {}

	get backend(): BackendName {
		return this.chosen.backend.name;
	}

	get certificate(): Certificate {
		return this.chosen.certificate;
	}

	get reports(): readonly BackendReport[] {
		return this.chosen.reports;
	}

	/**
	 * Unclipped margins, and the certificate of the one backend that computed all of them.
	 *
	 * @param features standardised, `[rows × inputs]`
	 * @throws `engine.cancelled`, `engine.no-backend` when the last backend died
	 */
	async margins(
		features: Float32Array,
		rows: number,
		options: MarginsOptions = {}
	): Promise<{ margins: Float32Array; certificate: Certificate }> {
		const margins = new Float32Array(rows);
		const width = rows === 0 ? 0 : features.length / rows;
		let by = this.chosen;
		for (let from = 0; from < rows; ) {
			throwIfAborted(options.signal);
			const to = Math.min(rows, from + this.rowsASlice);
			const slice = { features: features.subarray(from * width, to * width), out: margins.subarray(from, to) };
			const used = await this.inTurn(() => this.slice(slice.features, to - from, slice.out, options.onHandover));
			// After a handover all rows are computed again, so that a block never mixes two backends.
			from = used === by ? to : 0;
			by = used;
		}
		return { margins, certificate: by.certificate };
	}

	/** Frees the backend as soon as the slice that it is at, and those that wait for their turn, are computed. */
	dispose(): void {
		void this.inTurn(async () => this.pool.dispose());
	}

	/** Computes one slice and returns the backend in use afterwards: another one than before when the slice failed. */
	private async slice(
		features: Float32Array,
		rows: number,
		out: Float32Array,
		onHandover: MarginsOptions['onHandover']
	): Promise<ChosenBackend> {
		const { backend } = this.chosen;
		try {
			const began = this.clock();
			await backend.margins(features, rows, out);
			this.adapt(this.clock() - began, rows);
		} catch (thrown) {
			if (!(thrown instanceof ShrikeError) || thrown.code !== 'engine.backend-failed') throw thrown;
			this.chosen = await this.pool.next(backend.name, thrown.message);
			this.rowsASlice = sliceRows.first;
			onHandover?.({ from: backend.name, to: this.chosen.backend.name, reason: thrown.message });
		}
		return this.chosen;
	}

	private inTurn<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.turn.then(work);
		this.turn = mine.catch(() => undefined);
		return mine;
	}

	private adapt(tookMs: number, rows: number): void {
		if (tookMs > sliceMs.longest) this.rowsASlice = Math.max(sliceRows.least, Math.floor(this.rowsASlice / 2));
		else if (tookMs < sliceMs.shortest && rows === this.rowsASlice) this.rowsASlice *= 2;
	}
}
