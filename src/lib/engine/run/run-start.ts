import { ShrikeError } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import type { CardNames } from '../../core/privacy/card-names';
import type { RunStore } from '../../core/run/store';
import type { FileIdentity, RunRecord } from '../../core/run/types';
import { columnWithRole } from '../../core/schema/schema';
import { secondsInUnit } from '../../core/time/units';
import type { RunOptions } from '../types';
import { RunTally } from './tally';
import { TopCells, topRowCount } from './top-cells';

/** Where a run begins: at the top of its file, or after the last block that the log has. */
export interface RunStart {
	readonly isNew: boolean;
	readonly run: RunRecord;
	readonly tally: RunTally;
	readonly top: TopCells;
	readonly nextBlock: number;
	/** Decoded byte offsets at which the stored blocks end. */
	readonly endOffsets: readonly number[];
}

interface StartDeps {
	readonly pack: Pack;
	readonly store: RunStore;
	readonly clock: () => number;
	readonly newId: () => string;
}

/** @param names what cards are called in the log */
export function freshStart({ pack, clock, newId }: StartDeps, file: FileIdentity, options: RunOptions, names: CardNames): RunStart {
	const { name, version, title, schema } = pack.manifest;
	const tally = new RunTally();
	const run: RunRecord = {
		id: newId(),
		startedAt: clock(),
		finishedAt: null,
		status: 'running',
		file,
		dialect: options.dialect,
		headers: [],
		mapping: options.mapping,
		pack: { name, version, title, sha256: pack.sha256 },
		certificates: [],
		backends: [],
		switches: [],
		policy: options.policy,
		entity: columnWithRole(schema, 'entity')?.name ?? null,
		timeUnitSeconds: secondsInUnit(columnWithRole(schema, 'timestamp')?.unit),
		cardNumbers: false,
		counts: tally.counts(0),
		elapsedMs: 0,
		failure: null
	};
	return { isNew: true, run, tally, top: new TopCells(topRowCount, names), nextBlock: 0, endOffsets: [] };
}

/**
 * Rebuilds totals and top rows from the stored blocks. The run keeps its own dialect, mapping and policy.
 *
 * @throws `storage.not-found`, `file.not-the-same`, `pack.not-found` when it was begun with another pack
 */
export async function resumedStart({ pack, store }: StartDeps, file: FileIdentity, id: string, names: CardNames): Promise<RunStart> {
	const run = await store.getRun(id);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'The run to go on with is no longer in the log. Score the file anew.', { id });
	}
	requireSameFile(run, file);
	if (run.pack.sha256 !== pack.sha256) {
		throw new ShrikeError(
			'pack.not-found',
			`This run was begun with ${run.pack.title} ${run.pack.version}, which is not the model in use. Load that one to go ` +
				'on, or score the file anew.',
			{ wanted: run.pack.sha256, loaded: pack.sha256 }
		);
	}
	const tally = new RunTally();
	const top = new TopCells(topRowCount, names);
	const endOffsets: number[] = [];
	for await (const block of store.blocks(id)) {
		tally.add(block);
		top.restore(block);
		endOffsets.push(block.endOffset);
	}
	return { isNew: false, run, tally, top, nextBlock: endOffsets.length, endOffsets };
}

/** Throws `file.not-the-same` unless the file is the one that the run was made from. */
export function requireSameFile(run: RunRecord, file: FileIdentity): void {
	if (run.file.fingerprint === file.fingerprint) return;
	throw new ShrikeError(
		'file.not-the-same',
		`“${file.name}” is not the file of this run, or it was changed since: the run was made from “${run.file.name}”` +
			`${run.file.size === null ? '' : ` of ${run.file.size.toLocaleString('en')} bytes`}. Choose that file.`,
		{ expected: run.file.name, given: file.name }
	);
}
