import type { TrackedRun } from '../types';
import { scalarEvent, versionEvent } from './event';
import { tfRecord } from './tf-record';

/**
 * A run's metrics as a TensorBoard event file: scalars with their step and wall time, in the order given. TensorBoard stores
 * float32, and keeps of one tag and step the last. Throws RangeError for a step that is not a non-negative integer.
 */
export function eventFile(run: Pick<TrackedRun, 'startedAt' | 'metrics'>): Uint8Array<ArrayBuffer> {
	const records = [
		tfRecord(versionEvent(run.startedAt / 1000)),
		...run.metrics.map(({ name, value, step, timestamp }) => tfRecord(scalarEvent(timestamp / 1000, step, name, value)))
	];
	const file = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const record of records) {
		file.set(record, at);
		at += record.length;
	}
	return file;
}

/**
 * The name under which TensorBoard finds the file: `events.out.tfevents.<seconds>.<run>`, where its own writers put the
 * name of the machine, which is nobody's business. One folder holds one run.
 */
export function eventFileName(run: Pick<TrackedRun, 'startedAt' | 'name'>): string {
	const name = run.name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 100);
	return `events.out.tfevents.${Math.floor(run.startedAt / 1000)}.${name || 'run'}`;
}
