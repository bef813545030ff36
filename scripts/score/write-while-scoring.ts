import { ShrikeError } from '../../src/lib/core/errors';
import type { Policy } from '../../src/lib/core/policy/policy';
import type { OpenTable } from '../../src/lib/csv/types';
import { ScoredWriter } from '../../src/lib/csv/writer';
import type { BlockSink } from '../../src/lib/engine/run/score-table';
import { cellFiller } from '../../src/lib/engine/run/scored-cells';
import type { CommandIo } from '../cli/command';
import { writeOutput } from '../cli/output-file';

/**
 * Runs the scoring and the writing side by side with one block between them; whichever fails first fails both. Rejects
 * with what scoring rejects with, and `file.unwritable`.
 *
 * @param run scores the table into the sink that it is given
 */
export async function writeWhileScoring(
	table: OpenTable,
	out: string,
	io: CommandIo,
	policy: Policy,
	run: (sink: BlockSink) => Promise<void>
): Promise<void> {
	const writer = new ScoredWriter(table);
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const queue = writable.getWriter();
	const scoring = async (): Promise<void> => {
		try {
			await queue.write(writer.header());
			await run(async (block, { batch }) => {
				const fill = cellFiller(block, policy);
				await queue.write(writer.rows(batch, (r, cells) => fill(cells, block.firstRow + r)));
			});
			await queue.close();
		} catch (thrown) {
			await queue.abort(thrown).catch(() => undefined);
			throw thrown;
		}
	};
	const [written, scored] = await Promise.allSettled([writeOutput(out, readable, io), scoring()]);
	if (scored.status === 'rejected' && scored.reason instanceof ShrikeError) throw scored.reason;
	// A failed writer is why the scorer failed after it; a failed scorer is what the writer reports.
	if (written.status === 'rejected') throw written.reason;
	if (scored.status === 'rejected') throw scored.reason;
}
