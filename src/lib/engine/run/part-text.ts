import type { Policy } from '../../core/policy/policy';
import type { ScoredBlock } from '../../core/run/types';
import type { RecordBatch } from '../../csv/types';
import type { ScoredWriter } from '../../csv/writer';
import { cellFiller } from './scored-cells';

/** Makes the rows of the scored file from a batch and its scores. */
export type PartText = (batch: RecordBatch, block: Pick<ScoredBlock, 'score' | 'decision' | 'rejects'>) => Uint8Array<ArrayBuffer>;

/** With a writer for the file at hand. Rows of rejects count from 1 within the block. */
export function partText(writer: ScoredWriter, policy: Policy): PartText {
	return (batch, block) => {
		const fill = cellFiller({ ...block, firstRow: 1 }, policy);
		return writer.rows(batch, (r, cells) => fill(cells, r + 1));
	};
}
