import type { BenchFile } from '../bench-file';
import type { ContenderId } from '../plan';

/** What one run of a contender took. */
export interface Measured {
	readonly seconds: number;
	/** The scored CSV, where the contender writes one. It is deleted after it was looked at. */
	readonly output: string | null;
}

/** A contender that is ready: programs started, models loaded, caches of the disk warm. None of that is measured. */
export interface Opened {
	/** From the file to the scored file, once. */
	run(): Promise<Measured>;
	/** Ends everything that it started. */
	close(): Promise<void>;
	/** Versions and settings that its figures depend on. */
	readonly about: string;
	/** How its seconds were come by where they were not simply measured; else ''. */
	readonly caveat: string;
}

/** A row of the main table. */
export interface Contender {
	readonly id: ContenderId;
	readonly name: string;
	/** Whether the score it writes is that of the pack `ulb-mlp`. */
	readonly scoresMlp: boolean;
	/** Null where what it needs is not installed. */
	open(file: BenchFile): Promise<Opened | null>;
	/** How to get what it needs. */
	readonly needs: string;
}
