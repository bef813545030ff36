import type { Policy } from '../policy/policy';

/** What makes two scored files of one run differ. */
export interface ScoredForm {
	readonly policy: Policy;
	readonly gzip: boolean;
	/** Of a run that did not finish: rows that are scored in it, since it may go on. Absent when all are. */
	readonly scoredRows?: number;
}

/**
 * Scored files on disk, outside the heap. They are a cache: each can be made again from the file that was scored and the
 * log, so any of them may be gone at any time, and nothing that is done with them rejects for want of room.
 */
export interface ScoredFiles {
	/**
	 * Begins a run's file of a form, in place of an earlier one; files of earlier runs make room for it. Null where there
	 * is no such storage, too little room for `expectedBytes` beside the log, or another tab is writing that file.
	 */
	open(runId: string, form: ScoredForm, expectedBytes: number): Promise<ScoredFile | null>;
	/** The finished file of a run in a form, as a Blob that stays on disk. */
	find(runId: string, form: ScoredForm): Promise<Blob | null>;
	/** Deletes all files of a run. */
	drop(runId: string): Promise<void>;
	/** Deletes all files, those being written too, for a disk that is full. True when that made room. */
	clear(): Promise<boolean>;
	/**
	 * For start-up: deletes what is left of earlier ones, all but what some tab is writing. These files are copies of the
	 * user's tables, card numbers and all, and are not to lie about longer than they serve.
	 */
	sweep(): Promise<void>;
}

/** A scored file that is being written. */
export interface ScoredFile {
	/**
	 * Adds bytes at the end; they are the caller's again afterwards. False once the file was given up, because the disk
	 * is full or the browser took the file away: it is deleted then, and further bytes go nowhere.
	 */
	write(bytes: Uint8Array): boolean;
	/** The whole as a Blob that stays on disk, which `find` gives from then on; null when the file was given up. */
	finish(): Promise<Blob | null>;
	/** Gives the file up. Harmless after `finish` or a second time. */
	discard(): Promise<void>;
}
