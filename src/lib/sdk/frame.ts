import { limits } from '../core/embed/limits';
import { ShrikeEmbedError } from './errors';
import type { FrameElement } from './door';
import { handOver } from './hand-over';
import { Link } from './link';
import { hostError } from './messages';
import type {
	BatchResult,
	CallOptions,
	Columns,
	Info,
	Policy,
	Rows,
	ScoreFileOptions,
	ShrikeFrame,
	SingleResult,
	Theme,
	Thresholds,
	Transaction
} from './types';

export interface FrameOptions {
	readonly iframe: FrameElement;
	readonly origin: string;
	readonly timeoutMs: number;
}

/** A connection to a frame as the host page has it. */
export class Frame extends EventTarget implements ShrikeFrame {
	/** Settles with the first `ready`, whose event comes just before: to this very object, which nobody else has yet. */
	readonly connected: Promise<Frame>;
	readonly #link: Link;
	/** Rejects `connected`, and does nothing once that is settled. */
	#refuse: (reason: unknown) => void = () => undefined;

	constructor(options: FrameOptions) {
		super();
		let accept = (): void => undefined;
		this.connected = new Promise((resolve, reject) => {
			accept = () => resolve(this);
			this.#refuse = reject;
		});
		let known = false;
		this.#link = new Link({
			...options,
			event: (name, detail) => {
				if (name === 'ready') known = true;
				this.dispatchEvent(new CustomEvent(name, { detail }));
				accept();
			},
			lost: (error) => {
				const { code, message } = error;
				if (known) this.dispatchEvent(new CustomEvent('error', { detail: { code, message } }));
				else this.fail(error);
			}
		});
	}

	score(transaction: Transaction, options?: CallOptions): Promise<SingleResult>;
	score(rows: readonly Transaction[] | { columns: Columns }, options?: CallOptions): Promise<BatchResult>;
	score(rows: Rows, options?: CallOptions): Promise<SingleResult | BatchResult>;
	async score(rows: Rows, { signal }: CallOptions = {}): Promise<SingleResult | BatchResult> {
		return this.#link.ask('score', () => scoreMessage(rows), signal);
	}

	async scoreFile(
		file: Blob,
		{ signal, name = nameOf(file), scores = true, scoredFile = true }: ScoreFileOptions = {}
	): Promise<BatchResult> {
		return this.#link.ask('scoreFile', () => ({ params: { file, name, scores, scoredFile } }), signal);
	}

	cancel(): Promise<{ cancelled: number }> {
		return this.#link.cancel();
	}

	setPolicy({ review, decline }: Thresholds): Promise<{ policy: Policy }> {
		return this.#link.ask('setPolicy', () => ({ params: decline === undefined ? { review } : { review, decline } }));
	}

	setTheme(theme: Theme): Promise<{ theme: Theme }> {
		return this.#link.ask('setTheme', () => ({ params: { theme } }));
	}

	info(): Promise<Info> {
		return this.#link.ask('info', () => ({ params: {} }));
	}

	close(): void {
		this.fail(hostError('embed.closed'));
	}

	/** Closes it for a reason of the caller's, with which everything open rejects. */
	fail(reason: unknown): void {
		this.#link.close(reason);
		this.#refuse(reason);
	}
}

function scoreMessage(rows: Rows) {
	if (isList(rows)) {
		const most = limits.transactions;
		if (rows.length > most) {
			const text = `score takes at most ${most} transactions as objects: give more of them as columns or as a file.`;
			throw new ShrikeEmbedError('embed.too-large', text, { limit: most, given: rows.length });
		}
		return { params: { transactions: rows } };
	}
	if (!isColumns(rows)) return { params: { transaction: rows } };
	try {
		const { columns, transfer } = handOver(rows.columns);
		return { params: { columns }, transfer };
	} catch (cause) {
		throw new ShrikeEmbedError('embed.bad-params', 'A column’s array was handed over before.', {}, { cause });
	}
}

const isList = (rows: Rows): rows is readonly Transaction[] => Array.isArray(rows);

/** No value of a transaction is an object. */
function isColumns(rows: Transaction | { columns: Columns }): rows is { columns: Columns } {
	return typeof rows.columns === 'object' && rows.columns !== null;
}

function nameOf(file: Blob): string {
	return ('name' in file && typeof file.name === 'string' && file.name) || 'transactions.csv';
}
