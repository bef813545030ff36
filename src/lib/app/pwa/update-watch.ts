/**
 * What a page knows about newer versions of itself.
 * - `none`: this is the newest known one
 * - `offered`: a newer one is installed and waits for the user's word
 * - `applying`: accepted; the page reloads in a moment
 * - `stale`: a newer one took over (another tab accepted it). This page goes on with its own version's files until
 *   the user reloads it
 */
export type UpdateState = 'none' | 'offered' | 'applying' | 'stale';

/** The browser's side of an update. */
export interface UpdateChannel {
	/** A newer version is installed and waits. */
	onWaiting(listener: () => void): void;
	/** Another version than before controls this page now. */
	onTakenOver(listener: () => void): void;
	/** Lets the waiting version take over; false when none waits any more. */
	activateWaiting(): boolean;
	reload(): void;
}

export interface UpdateOptions {
	/** Called at every change of state. */
	readonly onChange: (state: UpdateState) => void;
	/** Whether a run is going: then nothing is accepted and nothing reloads. */
	readonly busy: () => boolean;
}

export interface UpdateWatch {
	readonly state: UpdateState;
	/**
	 * The user wants the newer version. Refused (false, and nothing happens) during a run and when none is known.
	 * Only the page that asked reloads; other tabs become `stale`.
	 */
	accept(): boolean;
}

/** Joins a channel with a page. */
export function watchChannel(channel: UpdateChannel, { onChange, busy }: UpdateOptions): UpdateWatch {
	let state: UpdateState = 'none';
	function become(next: UpdateState): void {
		state = next;
		onChange(next);
	}
	channel.onWaiting(() => {
		if (state === 'none') become('offered');
	});
	channel.onTakenOver(() => {
		// A run that began after the click goes first.
		if (state === 'applying' && !busy()) channel.reload();
		else become('stale');
	});
	return {
		get state() {
			return state;
		},
		accept() {
			if (busy() || state === 'none' || state === 'applying') return false;
			const waits = state === 'offered';
			become('applying');
			if (!waits || !channel.activateWaiting()) channel.reload();
			return true;
		}
	};
}
