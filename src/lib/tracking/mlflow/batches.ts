import type { TrackedRun } from '../types';

/** MLflow's limits of one `runs/log-batch`, which it also sets on all entries together. */
const limits = { metrics: 1000, params: 100, tags: 100 } as const;
const mostEntries = 1000;
/** 1 MB, less the room for the run's id and the names of the lists. */
const mostBytes = 1_000_000 - 1_000;

/** Lengths that MLflow 3.17 stores of names and parameters (old servers refuse more than 500), and all backends of tags. */
const longestName = 250;
const longestParam = 6000;
const longestTag = 5000;

interface MetricEntry {
	readonly key: string;
	/** JSON has no NaN and no infinities: MLflow reads their names. */
	readonly value: number | 'NaN' | 'Infinity' | '-Infinity';
	readonly timestamp: number;
	readonly step: number;
}

interface TextEntry {
	readonly key: string;
	readonly value: string;
}

/** The lists of one `runs/log-batch`. */
export interface Batch {
	readonly metrics: readonly MetricEntry[];
	readonly params: readonly TextEntry[];
	readonly tags: readonly TextEntry[];
}

/**
 * What a run logs, in requests within MLflow's limits: at most 1,000 metrics, 100 parameters and 100 tags, 1,000 of all, and
 * 1 MB. Longer values end in "…"; what MLflow does not take in a name becomes "_".
 */
export function batchesOf({ params, tags, metrics }: Pick<TrackedRun, 'params' | 'tags' | 'metrics'>): Batch[] {
	const batches: ReturnType<typeof emptyBatch>[] = [];
	let [entries, bytes] = [mostEntries, 0];
	function roomFor(list: keyof Batch, entry: object): ReturnType<typeof emptyBatch> {
		const size = new TextEncoder().encode(JSON.stringify(entry)).length + 1;
		let last = batches.at(-1);
		if (last === undefined || entries === mostEntries || last[list].length === limits[list] || bytes + size > mostBytes) {
			last = emptyBatch();
			batches.push(last);
			[entries, bytes] = [0, 0];
		}
		entries++;
		bytes += size;
		return last;
	}
	for (const [name, value] of Object.entries(params)) {
		const entry = { key: mlflowName(name), value: cut(value, longestParam) };
		roomFor('params', entry).params.push(entry);
	}
	for (const [name, value] of Object.entries(tags)) {
		const entry = { key: mlflowName(name), value: cut(value, longestTag) };
		roomFor('tags', entry).tags.push(entry);
	}
	for (const { name, value, timestamp, step } of metrics) {
		const entry = { key: mlflowName(name), value: jsonNumber(value), timestamp: Math.round(timestamp), step };
		roomFor('metrics', entry).metrics.push(entry);
	}
	return batches;
}

function emptyBatch() {
	return { metrics: new Array<MetricEntry>(), params: new Array<TextEntry>(), tags: new Array<TextEntry>() };
}

/** MLflow takes letters, digits, and `_ - . space : /` in names. */
function mlflowName(name: string): string {
	return name.replace(/[^\w\-. :/]/gu, '_').slice(0, longestName);
}

function cut(text: string, longest: number): string {
	if (text.length <= longest) return text;
	// Not through the middle of a pair of surrogates.
	return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function jsonNumber(value: number): MetricEntry['value'] {
	if (Number.isNaN(value)) return 'NaN';
	if (value === Infinity) return 'Infinity';
	return value === -Infinity ? '-Infinity' : value;
}
