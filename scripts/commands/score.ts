import { fromFailure, ShrikeError } from '../../src/lib/core/errors';
import type { Pack } from '../../src/lib/core/pack/load';
import type { PipelineSession } from '../../src/lib/core/features/session';
import type { Policy } from '../../src/lib/core/policy/policy';
import { CardNames } from '../../src/lib/core/privacy/card-names';
import { maskLongNumbers } from '../../src/lib/core/privacy/card-number';
import type { ColumnMapping, ScoredBlock } from '../../src/lib/core/run/types';
import { columnWithRole } from '../../src/lib/core/schema/schema';
import type { Schema } from '../../src/lib/core/schema/schema';
import { openTable } from '../../src/lib/csv/open';
import type { OpenTable } from '../../src/lib/csv/types';
import { ScoredWriter } from '../../src/lib/csv/writer';
import { chooseBackend } from '../../src/lib/engine/backends/choose';
import { mappingOf, matchFile, missingColumns } from '../../src/lib/engine/match-file';
import { BackendRelay, handoverNotice } from '../../src/lib/engine/run/backend-relay';
import { BlockIntake } from '../../src/lib/engine/run/block-intake';
import { BlockReader } from '../../src/lib/engine/run/block-reader';
import { BlockScorer } from '../../src/lib/engine/run/block-scorer';
import { sessionFeatures } from '../../src/lib/engine/run/block-steps';
import type { MarginStep } from '../../src/lib/engine/run/block-steps';
import { numericColumns, resolveColumns } from '../../src/lib/engine/run/columns';
import type { RunColumns } from '../../src/lib/engine/run/columns';
import { partText } from '../../src/lib/engine/run/part-text';
import { scoreTable } from '../../src/lib/engine/run/score-table';
import { SpareBuffers } from '../../src/lib/engine/run/spare-buffers';
import { RunTally } from '../../src/lib/engine/run/tally';
import { TopCells } from '../../src/lib/engine/run/top-cells';
import { usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command, CommandIo } from '../cli/command';
import { fileSource } from '../cli/node-source';
import { requireWritable } from '../cli/output-file';
import { loadPackFrom } from '../cli/pack-folder';
import { scoreHelp } from '../score/help';
import { defaultKeyFile, keyFromFile } from '../score/key-file';
import { LabelledRows } from '../score/labelled';
import { requireOtherOutputs, scoreArguments } from '../score/options';
import type { ScoreArguments } from '../score/options';
import { packOfHeaders } from '../score/pack-of-headers';
import { progressNotes } from '../score/progress-notes';
import { qualityOf } from '../score/quality';
import { beginFrom, saveTo } from '../score/state-file';
import { summaryJson, summaryLines } from '../score/summary';
import type { ScoreSummary } from '../score/summary';
import { unseenTexts } from '../score/unseen-texts';
import { writeWhileScoring } from '../score/write-while-scoring';

/** Rejects that the summary names. */
const shownRejects = 5;

export const score: Command = {
	name: 'score',
	summary: 'scores a CSV file or a stream with a pack',
	help: scoreHelp,
	async run(args, io) {
		const call = scoreArguments(args);
		const key = call.key ?? defaultKeyFile();
		await requireOtherOutputs({ ...call, key });
		await requireWritable(call.out);
		if (call.stateOut !== null) await requireWritable(call.stateOut);
		const named = call.pack === null ? null : await packFor(call, call.pack);
		const source = call.input === '-' ? io.stdin() : await fileSource(call.input);
		const table = await openTable(source, { dialect: call.dialect, signal: io.signal });
		try {
			const pack = named ?? (await packFor(call, await packOfHeaders(table.headers, io)));
			const { schema } = pack.manifest;
			const columns = resolveColumns(schema, table.headers, mappingFor(schema, table.headers, call.map));
			const hash = pack.pipeline.profileKeys.length > 0 || call.key !== null ? await keyFromFile(key, io.note) : null;
			const session = await beginFrom(pack.pipeline, call.state, hash);
			const policy = policyAt(pack.manifest.policy, call.threshold);
			const { pool, ...chosen } = await chooseBackend(pack, { pin: call.backend, signal: io.signal });
			const relay = new BackendRelay(chosen, pool, () => performance.now());
			try {
				const progress = progressNotes(io, source.size);
				const opened = { table, columns, policy, relay, pack, session, names: new CardNames(hash), progress };
				const summary = await scoreOpened(opened, source.name, call.out, io);
				if (call.stateOut !== null && hash !== null) await saveTo(call.stateOut, session, hash, io);
				await tell(summary, call, io);
				return exitCodes.ok;
			} finally {
				relay.dispose();
			}
		} finally {
			await table.close();
		}
	}
};

/** Loads a pack. Rejects with `state.not-needed` where one without profiles was to read or save them. */
async function packFor({ state, stateOut }: ScoreArguments, nameOrFolder: string): Promise<Pack> {
	const pack = await loadPackFrom(nameOrFolder);
	if ((state === null && stateOut === null) || pack.pipeline.profileKeys.length > 0) return pack;
	throw new ShrikeError(
		'state.not-needed',
		`${pack.manifest.title} looks at every row alone: it has no profiles to read or save. Leave ${state === null ? '--state-out' : '--state'} out.`
	);
}

/** JSON is data for standard output, unless the scored rows go there. */
async function tell(summary: ScoreSummary, { json, out }: ScoreArguments, io: CommandIo): Promise<void> {
	if (!json) for (const line of summaryLines(summary)) io.note(line);
	else if (out === '-') io.note(summaryJson(summary));
	else await io.out(`${summaryJson(summary)}\n`);
}

interface Opened {
	readonly table: OpenTable;
	readonly columns: RunColumns;
	readonly policy: Policy;
	readonly relay: BackendRelay;
	readonly session: PipelineSession;
	readonly names: CardNames;
	readonly pack: Pack;
	readonly progress: (rows: number, bytes: number) => void;
}

async function scoreOpened(opened: Opened, name: string, out: string, io: CommandIo): Promise<ScoreSummary> {
	const { table, columns, policy, relay, pack, session, names, progress } = opened;
	const tally = new RunTally();
	const labelled = new LabelledRows();
	const rejects: string[] = [];
	const began = performance.now();
	await writeWhileScoring(table, out, io, (text) => {
		const intake = new BlockIntake({
			...{ tally, text, top: new TopCells(0), firstBlock: 0, keepsFeatures: () => false },
			sink: async (blocks, kept) => blocks.forEach(kept),
			onBlock: (block) => {
				labelled.add(block);
				rejects.push(...firstRejects(block, shownRejects - rejects.length));
				progress(tally.rows, table.bytesRead());
			}
		});
		const reader = new BlockReader({ table, columns, session, names });
		const margins: MarginStep = (features, rows) =>
			relay.margins(features, rows, {
				signal: io.signal,
				onHandover: (handover) => io.note(handoverNotice(intake.nextRow, handover))
			});
		return scoreTable({
			...{ table, reader, intake, numericColumns: numericColumns(columns), signal: io.signal },
			scorer: new BlockScorer({
				...{ model: pack, columns, reader, names, policy, margins },
				features: sessionFeatures(pack, session),
				spare: new SpareBuffers(),
				text: partText(new ScoredWriter(table))
			})
		});
	});
	const seconds = (performance.now() - began) / 1000;
	const { name: packName, version, schema } = pack.manifest;
	const amount = columnWithRole(schema, 'amount');
	const counts = tally.counts(table.bytesRead());
	return {
		file: name,
		pack: { name: packName, version, sha256: pack.sha256 },
		backend: relay.backend,
		certificate: relay.certificate.id,
		threshold: policy.review,
		counts: { ...counts, flaggedAmount: amount ? counts.flaggedAmount : null },
		amountUnit: amount?.unit ?? null,
		seconds,
		rowsPerSecond: tally.rows / seconds,
		labelled: tally.confusion && { ...tally.confusion, ...qualityOf(tally.confusion, labelled.columns()) },
		unseen: unseenTexts(pack, session, names),
		rejects
	};
}

function policyAt(policy: Policy, threshold: number | null): Policy {
	if (threshold === null) return policy;
	const { decline } = policy;
	return { kind: 'threshold', review: threshold, ...(decline !== undefined && decline >= threshold ? { decline } : {}) };
}

function mappingFor(schema: Schema, headers: readonly string[], map: ReadonlyMap<string, string>): ColumnMapping {
	const chosen: { [column: string]: number } = {};
	for (const [column, header] of map) {
		if (!schema.columns.some(({ name }) => name === column)) {
			throw usage(`--map names “${column}”, which the model does not read: it reads ${schema.columns.map((c) => c.name).join(', ')}`);
		}
		const index = headers.indexOf(header);
		if (index < 0) throw usage(`--map names “${header}”, which is no header of the file: it has ${headers.map((name) => maskLongNumbers(name)).join(', ')}`);
		chosen[column] = index;
	}
	const matches = matchFile(schema, headers, chosen);
	const missing = missingColumns(schema, matches);
	if (missing) throw fromFailure({ ...missing, message: `${missing.message} On the command line: --map COLUMN=HEADER.` });
	return mappingOf(matches);
}

function firstRejects(block: ScoredBlock, atMost: number): string[] {
	return block.rejects.slice(0, Math.max(0, atMost)).map(({ row, code, reason }) => `row ${row}: ${code}: ${reason}`);
}
