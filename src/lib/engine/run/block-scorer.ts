import type { Policy } from '../../core/policy/policy';
import type { CardNames } from '../../core/privacy/card-names';
import type { RecordBatch } from '../../csv/types';
import { assembleBlock, keptFeatures } from './assemble-block';
import type { BlockPart, PartWishes } from './block-part';
import type { BlockReader } from './block-reader';
import type { FeatureStep, MarginStep } from './block-steps';
import type { RunColumns } from './columns';
import type { ScoringModel } from './model';
import type { PartText } from './part-text';
import { showsCards } from './shows-cards';
import type { SpareBuffers } from './spare-buffers';
import { candidateCells } from './candidate-cells';

export interface BlockScorerOptions {
	readonly model: ScoringModel;
	readonly columns: RunColumns;
	readonly reader: BlockReader;
	readonly names: CardNames;
	readonly policy: Policy;
	readonly features: FeatureStep;
	readonly margins: MarginStep;
	/** Memory for what a part takes along. */
	readonly spare: SpareBuffers;
	/** Makes the rows of the scored file; null where nobody wants them. */
	readonly text: PartText | null;
}

/**
 * Scores batches of records: cells to columns, features, margins, scores, decisions, and the rows of the scored file. Knows
 * nothing of what came before in the file but what its feature step remembers, so that several can work side by side.
 */
export class BlockScorer {
	constructor(private readonly options: BlockScorerOptions) {}

	/** Rejects with what the steps reject with. Nothing of the batch is kept. */
	async score(batch: RecordBatch, wishes: PartWishes): Promise<BlockPart> {
		const { model, columns, reader, names, policy } = this.options;
		const parsed = reader.read(batch, 1);
		const { features, kept, profiles } = await this.options.features(parsed, reader);
		const { margins, certificate } = await this.options.margins(features, parsed.scored);
		const place = { index: 0, firstRow: 1, offset: offsetsOf(batch), endOffset: batch.baseOffset + batch.rowStart[batch.rows] };
		const { index: _index, firstRow, ...block } = assembleBlock(place, parsed, margins, model, policy, certificate.backend);
		return {
			...block,
			scored: parsed.scored,
			features: wishes.features ? keptFeatures(firstRow, parsed, kept, block.decision, this.options.spare) : null,
			kept: candidateCells(block.margin, batch, columns, names, wishes.floor),
			certificate,
			cards: showsCards(batch, columns),
			text: wishes.text && this.options.text ? this.options.text(batch, block) : null,
			...(profiles && { profiles })
		};
	}
}

function offsetsOf({ rowStart, rows, baseOffset }: RecordBatch): Float64Array {
	const offset = new Float64Array(rows);
	for (let row = 0; row < rows; row++) offset[row] = baseOffset + rowStart[row];
	return offset;
}
