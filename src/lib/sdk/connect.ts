import { isExactOrigin } from '../core/embed/exact-origin';
import type { FrameElement } from './door';
import { Frame } from './frame';
import type { ConnectOptions, ShrikeFrame } from './types';

/** Connections by their iframe: a frame talks with one at a time. */
const frames = new WeakMap<FrameElement, Frame>();

/**
 * Begins a connection, which may fail later.
 *
 * @throws TypeError when the origin is not exact.
 * @internal
 */
export function open(iframe: FrameElement, { origin, timeoutMs = 20_000 }: ConnectOptions): Frame {
	if (!isExactOrigin(origin)) {
		throw new TypeError(`origin must be the frame’s exact origin, such as https://shrike.example.com, not ${origin}`);
	}
	frames.get(iframe)?.close();
	const frame = new Frame({ iframe, origin, timeoutMs });
	frames.set(iframe, frame);
	return frame;
}

/** @internal */
export async function connectTo(iframe: FrameElement, options: ConnectOptions): Promise<ShrikeFrame> {
	const { signal } = options;
	signal?.throwIfAborted();
	const frame = open(iframe, options);
	const onAbort = (): void => frame.fail(signal?.reason);
	signal?.addEventListener('abort', onAbort);
	try {
		return await frame.connected;
	} finally {
		signal?.removeEventListener('abort', onAbort);
	}
}

/**
 * Connects to the Shrike in an iframe, whether it is loaded already or not. One connection at a time: an earlier one to the
 * same iframe is closed.
 *
 * @returns The frame, as soon as it is ready. Rejects with a TypeError when `origin` is not exact; with `embed.no-answer` after
 *   `timeoutMs`, `embed.version`, or the signal's reason.
 */
export function connect(iframe: HTMLIFrameElement, options: ConnectOptions): Promise<ShrikeFrame> {
	return connectTo(iframe, options);
}
