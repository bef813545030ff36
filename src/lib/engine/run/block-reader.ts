import type { PipelineSession, RawRows } from '../../core/features/session';
import type { CardNames } from '../../core/privacy/card-names';
import { TextInterner } from '../../csv/text-interner';
import type { OpenTable, RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { KeyCells } from './key-cells';
import { parseBlock } from './parse-block';
import type { ParsedBlock, ParseRoom } from './parse-block';

/** Rows a block: some milliseconds of work on a CPU, one dispatch on a GPU, one transaction in the log. */
export const blockRows = 8192;

export interface BlockReaderOptions {
	readonly table: Pick<OpenTable, 'dialect'>;
	readonly columns: RunColumns;
	/** Its dictionaries number the texts. */
	readonly session: PipelineSession;
	readonly names: CardNames;
	/** Rows a batch has at most; {@link blockRows} where it is not said. */
	readonly rows?: number;
}

/** Reads one batch after the other for a session, over the same working arrays. */
export class BlockReader {
	private readonly room: ParseRoom;

	constructor(private readonly options: BlockReaderOptions) {
		const { columns, session, names, rows = blockRows } = options;
		this.room = {
			raw: session.dictionaries.map(() => new Float64Array(rows)),
			texts: session.dictionaries.map((dictionary) => dictionary && new TextInterner(dictionary)),
			keys: columns.keys.map((key) => new KeyCells(key, columns, names)),
			names
		};
	}

	/** @param firstRow 1-based data row of the batch's first record */
	read(batch: RecordBatch, firstRow: number): ParsedBlock {
		const { columns, table } = this.options;
		return parseBlock(batch, columns, firstRow, table.dialect.decimal, this.room);
	}

	/** The scored rows of a block as a session takes them. */
	rowsOf({ raw, scored, rows, label, entry }: ParsedBlock): RawRows {
		const hasLabels = this.options.columns.label !== null;
		const labels = !hasLabels ? null : scored === rows ? label : Uint8Array.from(entry, (row) => label[row]);
		return { rows: scored, columns: raw, labels };
	}

	/** Lets a batch leave its marks in the profiles, and nothing else. */
	remember(batch: RecordBatch): void {
		const { session } = this.options;
		session.giveBack(session.unscaled(this.rowsOf(this.read(batch, 1))));
	}
}
