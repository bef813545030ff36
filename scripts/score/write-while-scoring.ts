import { ShrikeError } from '../../src/lib/core/errors';
import type { OpenTable } from '../../src/lib/csv/types';
import { ScoredWriter } from '../../src/lib/csv/writer';
import type { TextSink } from '../../src/lib/engine/run/block-intake';
import type { CommandIo } from '../cli/command';
import { writeOutput } from '../cli/output-file';

/**
 * Runs the scoring and the writing side by side with one block between them; whichever fails first fails both. Rejects
 * with what scoring rejects with, and `file.unwritable`.
 *
 * @param run scores the table and gives its rows' text to the sink
 */
export async function writeWhileScoring(
	table: OpenTable,
	out: string,
	io: CommandIo,
	run: (sink: TextSink) => Promise<void>
): Promise<void> {
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const queue = writable.getWriter();
	const scoring = async (): Promise<void> => {
		try {
			await queue.write(new ScoredWriter(table).header());
			await run(async (text) => {
				await queue.write(text);
				return true;
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
