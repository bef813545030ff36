import type { Certificate } from '../../core/backend';
import type { ScoredBlock } from '../../core/run/types';
import type { BlockPart, PartWishes } from './block-part';
import { thinnedFeatures } from './thin-features';
import type { RunTally } from './tally';
import { SpareBuffers } from './spare-buffers';
import type { TopCells } from './top-cells';

/** A block in its place in the run. */
export interface PlacedBlock {
	readonly block: ScoredBlock;
	readonly certificate: Certificate;
}

/**
 * Takes blocks in their order, and tells of each when it is kept and its features are not needed any more. The next ones come
 * only when it has resolved.
 */
export type BlocksSink = (blocks: readonly PlacedBlock[], kept: (one: PlacedBlock) => void) => Promise<void>;

/** Takes the text of a block, told whether card numbers were seen in it; true when it keeps its memory, which is used again otherwise. */
export type TextSink = (text: Uint8Array<ArrayBuffer>, cards: boolean) => boolean | Promise<boolean>;

/** So many blocks may wait for the sink: what one transaction is given at most. */
const mostWaiting = 8;

export interface BlockIntakeOptions {
	/** Totals so far: fresh ones, or those rebuilt from the blocks of an interrupted run. */
	readonly tally: RunTally;
	readonly top: TopCells;
	/** Index of the first block to come; above 0 for a resumed run. */
	readonly firstBlock: number;
	/** Whether raw features go into blocks to come. */
	readonly keepsFeatures: () => boolean;
	readonly sink: BlocksSink;
	/** Where the scored file goes; null where it is not wanted. */
	readonly text: TextSink | null;
	/** Card numbers were seen in a part, before its text goes on. */
	readonly onCards?: () => void;
	/** Of every block in its place, before it is kept. */
	readonly onPlaced?: (block: ScoredBlock) => void;
	/** All blocks have come. The last of them are with the sink or wait for it, which has others to wait for. */
	readonly onComplete?: () => void;
	/** After every block that the sink has kept. */
	readonly onBlock?: (block: ScoredBlock, certificate: Certificate) => void;
}

/**
 * Gives the parts of a run their places, in the order of the file, and hands them on: the text at once, blocks to the sink,
 * as many in one go as have come while it was at work. The tally holds the totals of the blocks that are kept.
 */
export class BlockIntake {
	/** Of the texts that were written, and of features that are in the log or not wanted there. */
	readonly spare = new SpareBuffers();
	private nextIndex: number;
	private row: number;
	private waiting: PlacedBlock[] = [];
	private working: Promise<void> | null = null;
	private failure: { readonly thrown: unknown } | null = null;

	constructor(private readonly options: BlockIntakeOptions) {
		this.nextIndex = options.firstBlock;
		this.row = options.tally.rows + 1;
	}

	/** 1-based data row of the next part. */
	get nextRow(): number {
		return this.row;
	}

	/** What is wanted of a part that is scored now. */
	get wishes(): PartWishes {
		return {
			floor: this.options.top.floor,
			features: this.options.keepsFeatures(),
			text: this.options.text !== null
		};
	}

	/** Takes the next part; resolves as soon as another may come. Rejects with what a sink has rejected with. */
	async accept(part: BlockPart): Promise<void> {
		this.throwFailure();
		if (part.cards) this.options.onCards?.();
		const placed = this.placed(part);
		this.options.onPlaced?.(placed.block);
		this.waiting.push(placed);
		this.work();
		if (part.text && this.options.text) {
			if (!(await this.options.text(part.text, part.cards))) this.spare.give(part.text.buffer);
		}
		while (this.working && this.waiting.length >= mostWaiting) await this.working;
		this.throwFailure();
	}

	/** No more parts come. Resolves when the sink has taken all. Rejects with what it rejected with. */
	async drained(): Promise<void> {
		this.options.onComplete?.();
		// No more parts are made of them, and what comes next needs room.
		this.spare.clear();
		while (this.working) await this.working;
		this.throwFailure();
	}

	/** Drops what the sink has not been given yet; resolves when it is done with what it has. */
	async abandon(): Promise<void> {
		this.waiting = [];
		while (this.working) await this.working;
	}

	private placed(part: BlockPart): PlacedBlock {
		const { scored: _scored, certificate, cards: _cards, text: _text, ...columns } = part;
		const firstRow = this.row;
		const before = firstRow - 1;
		const bare = {
			...columns,
			index: this.nextIndex++,
			firstRow,
			rejects: before === 0 ? part.rejects : part.rejects.map((reject) => ({ ...reject, row: reject.row + before })),
			features: part.features && thinnedFeatures(part.features, firstRow, part)
		};
		if (part.features && bare.features !== part.features) this.spare.give(part.features.values.buffer);
		const candidates = before === 0 ? part.kept : part.kept.map(({ row, cells }) => ({ row: row + before, cells }));
		const block: ScoredBlock = { ...bare, kept: this.options.top.admit(bare, candidates) };
		this.row += part.rows;
		return { block, certificate };
	}

	private work(): void {
		this.working ??= this.sinkAll();
	}

	private async sinkAll(): Promise<void> {
		try {
			while (this.waiting.length > 0) {
				const blocks = this.waiting;
				this.waiting = [];
				const kept = ({ block, certificate }: PlacedBlock): void => {
					this.options.tally.add(block);
					this.options.onBlock?.(block, certificate);
					if (block.features) this.spare.give(block.features.values.buffer);
				};
				await this.options.sink(blocks, kept);
			}
		} catch (thrown) {
			this.failure = { thrown };
			this.waiting = [];
		} finally {
			this.working = null;
		}
	}

	private throwFailure(): void {
		if (this.failure) throw this.failure.thrown;
	}
}
