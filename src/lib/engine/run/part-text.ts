import type { Reject, ScoredBlock } from '../../core/run/types';
import type { RecordBatch } from '../../csv/types';
import type { ScoredWriter } from '../../csv/writer';

/** Makes the rows of the scored file from a batch and its scores. */
export type PartText = (batch: RecordBatch, block: Pick<ScoredBlock, 'score' | 'decision' | 'rejects'>) => Uint8Array<ArrayBuffer>;

/** With a writer for the file at hand; decisions are those of the block. Rows of rejects count from 1 within it. */
export function partText(writer: ScoredWriter): PartText {
	return (batch, { score, decision, rejects }) =>
		writer.rowsScored(batch, { score, decision, errors: new Map(rejects.map((reject) => [reject.row - 1, errorText(reject)])) });
}

/** What a scored file says of a row; the code stands first, to filter by. */
export function errorText({ code, reason }: Reject): string {
	return `${code}: ${reason}`;
}
