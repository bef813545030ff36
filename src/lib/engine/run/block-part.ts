import type { Certificate } from '../../core/backend';
import type { ScoredBlock } from '../../core/run/types';

/**
 * A block as it is scored before it is known how many rows of the file stand before it: rows of rejects and kept cells count
 * from 1 within the block, and features are there for every scored row. It crosses from worker to worker as it is.
 */
export interface BlockPart extends Omit<ScoredBlock, 'index' | 'firstRow'> {
	readonly scored: number;
	/** Certificate of the backend that computed it. */
	readonly certificate: Certificate;
	/** Whether its rows hold full card numbers, as far as was seen. */
	readonly cards: boolean;
	/** The rows of the scored file: the source's own bytes with the new cells; null where they were not asked for. */
	readonly text: Uint8Array<ArrayBuffer> | null;
}

/** What is wanted of a block beside its scores; grows less as the run goes on. */
export interface PartWishes {
	/** Only rows of at least this margin may still be among the run's highest; Infinity for none. */
	readonly floor: number;
	/** Whether features of the scored rows go into the log. */
	readonly features: boolean;
	/** Whether the scored file's text is wanted. */
	readonly text: boolean;
}
