/** What is still to come, in the order in which it was asked for. */
const waiting: (() => void)[] = [];

/**
 * Does a piece of work in a task of its own, after those that were asked for earlier: a page that is drawn in pieces
 * answers to keys and clicks between them. Returns a function that gives the turn back before it comes.
 */
export function takeTurn(work: () => void): () => void {
	waiting.push(work);
	if (waiting.length === 1) inNextTask(next);
	return () => {
		const place = waiting.indexOf(work);
		if (place >= 0) waiting.splice(place, 1);
	};
}

function next(): void {
	const work = waiting.shift();
	if (waiting.length > 0) inNextTask(next);
	work?.();
}

function inNextTask(work: () => void): void {
	// Timers of a page in the background may wait for a second; not every browser has anything else.
	// Before frames of what is half drawn, and after keys and clicks all the same.
	if ('scheduler' in globalThis) void scheduler.postTask(work, { priority: 'user-blocking' });
	else setTimeout(work);
}
