import type { CommandIo } from '../cli/command';

/** A run that is over sooner needs no progress. */
const everyMs = 2000;

/** Says how far a run is, at most every two seconds. */
export function progressNotes(io: CommandIo, totalBytes: number | null): (rows: number, bytes: number) => void {
	let told = performance.now();
	return (rows, bytes) => {
		const now = performance.now();
		if (now - told < everyMs) return;
		told = now;
		const part = totalBytes ? `, ${Math.min(100, Math.floor((100 * bytes) / totalBytes))} %` : '';
		io.note(`${rows.toLocaleString('en')} rows${part}`);
	};
}
