import type { ScoredFiles } from '../../core/run/scored-files';
import type { TableFacts } from '../../csv/types';
import { ScoredWriter } from '../../csv/writer';
import { expectedBytes } from './export-scored';
import type { RunStart } from './run-start';

/** The scored file of a run that is written while it goes on. */
export interface ScoredCopy {
	readonly write: (text: Uint8Array) => void;
	finish(): Promise<unknown>;
	discard(): Promise<void>;
}

/**
 * Begins the scored file of a run with its header. Null where there is no room for it, and for a run that goes on: what was
 * scored before is not in it. A copy that finds no room on the way is given up without a word, because a download makes
 * it anew.
 */
export async function scoredCopy(
	files: ScoredFiles | undefined,
	table: TableFacts,
	{ isNew, run }: Pick<RunStart, 'isNew' | 'run'>,
	sourceBytes: number
): Promise<ScoredCopy | null> {
	if (!isNew || !files) return null;
	const file = await files.open(run.id, { policy: run.policy, gzip: false }, expectedBytes(table.dialect, sourceBytes));
	if (!file) return null;
	file.write(new ScoredWriter(table).header());
	return {
		write: (text) => void file.write(text),
		finish: () => file.finish(),
		discard: () => file.discard()
	};
}
