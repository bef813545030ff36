import type { ScoredFile, ScoredFiles } from '../../core/run/scored-files';
import type { TableFacts } from '../../csv/types';
import { ScoredWriter } from '../../csv/writer';
import { expectedBytes } from './export-scored';
import type { RunStart } from './run-start';

/** Without a file on disk the copy is in memory; more would be too much. */
const mostInMemory = 256 * 2 ** 20;

/**
 * The scored file of a run that is written while it goes on, for the download to find. It is a convenience: a copy that
 * finds no room is given up without a word, because a download makes it anew.
 *
 * Rows with full card numbers are not stored, not even for a while: their copy is in this worker's memory and ends with it.
 * Not in Blobs, which a browser puts on its disk when they are many, and which cost a run as much as all its scores.
 */
export class ScoredCopy {
	private parts: Uint8Array<ArrayBuffer>[] | null = null;
	private bytes = 0;
	private file: ScoredFile | null = null;
	/** Until it is known where the copy goes; null from then on. */
	private opening: Promise<void> | null;

	private constructor(
		private readonly header: Uint8Array<ArrayBuffer>,
		opening: Promise<ScoredFile | null>
	) {
		this.opening = opening
			.catch(() => null)
			.then((file) => {
				this.opening = null;
				this.file = file;
				this.parts = file ? null : [header];
				file?.write(header);
			});
	}

	/**
	 * Begins the copy of a run with its header; null for a run that goes on, because what was scored before is not in it.
	 *
	 * @param cards whether the table has a column of card numbers
	 */
	static begin(
		files: ScoredFiles | undefined,
		table: TableFacts,
		{ isNew, run }: Pick<RunStart, 'isNew' | 'run'>,
		sourceBytes: number,
		cards: boolean
	): ScoredCopy | null {
		if (!isNew) return null;
		const bytes = expectedBytes(table.dialect, sourceBytes);
		const opening = cards ? undefined : files?.open(run.id, { policy: run.policy, gzip: false }, bytes);
		return new ScoredCopy(new ScoredWriter(table).header(), opening ?? Promise.resolve(null));
	}

	/**
	 * @param cards whether card numbers were seen in it
	 * @returns whether its memory is the copy's from now on
	 */
	readonly write = (text: Uint8Array<ArrayBuffer>, cards: boolean): boolean | Promise<boolean> =>
		this.opening ? this.opening.then(() => this.put(text, cards)) : this.put(text, cards);

	private put(text: Uint8Array<ArrayBuffer>, cards: boolean): boolean {
		if (cards && this.file) {
			void this.file.discard();
			this.file = null;
			// What came before is gone with the file.
			if (this.bytes === 0) this.parts = [this.header];
		}
		this.bytes += text.length;
		if (this.file && !this.file.write(text)) this.file = null;
		if (this.bytes > mostInMemory) this.parts = null;
		this.parts?.push(text);
		return this.parts !== null;
	}

	/** What makes a Blob of the copy where it is in memory, once; null where it is on disk, to be found there, or was given up. */
	async finish(): Promise<(() => Blob) | null> {
		await this.opening;
		await this.file?.finish();
		const { parts } = this;
		if (!parts) return null;
		let blob: Blob | null = null;
		// Its bytes pass to the browser's process then, and the memory here is free.
		return () => (blob ??= new Blob(parts.splice(0), { type: 'text/csv' }));
	}

	async discard(): Promise<void> {
		await this.opening;
		this.parts = null;
		await this.file?.discard();
	}
}
