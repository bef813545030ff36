import { ShrikeError } from '../../core/errors';

/** Throws `engine.cancelled` once the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new ShrikeError('engine.cancelled', 'Cancelled. What was finished is kept.');
}

/**
 * Lets waiting messages and events through. A message port, because `setTimeout` is held back to 4 ms in browsers and a
 * microtask would let nothing through.
 */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
