import type { OpenTable } from '../../csv/types';

/** How much of a run's source has been read, for its progress: by the table itself, or by lanes that read beside it. */
export class BytesRead {
	private reached: number | null = null;

	constructor(private readonly table: Pick<OpenTable, 'bytesRead' | 'byteOrderMark'>) {}

	/** Lanes have come to a decoded offset of a plain UTF-8 file. */
	reachedTo(offset: number): void {
		this.reached = offset + (this.table.byteOrderMark ? 3 : 0);
	}

	/** Source bytes. */
	get read(): number {
		return this.reached ?? this.table.bytesRead();
	}
}
