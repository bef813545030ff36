import { Workbox } from 'workbox-window';
import { type UpdateChannel, type UpdateOptions, type UpdateWatch, watchChannel } from './update-watch';

export type { UpdateState, UpdateWatch } from './update-watch';

const hourMs = 3_600_000;

export interface WatchOptions extends UpdateOptions {
	/** Where the built service worker lies, e.g. `/service-worker.js`. */
	readonly script: string;
	/** Everything is cached: from now on the app opens without a network. */
	readonly onOfflineReady?: () => void;
}

const without: UpdateWatch = { state: 'none', accept: () => false };

/** The page stays open all day: look for a newer version every hour and whenever the user comes back to it. */
function lookRegularly(look: () => void): void {
	setInterval(look, hourMs);
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') look();
	});
}

function channelOf(workbox: Workbox, registering: Promise<ServiceWorkerRegistration | undefined>): UpdateChannel {
	let registration: ServiceWorkerRegistration | undefined;
	return {
		onWaiting(listener) {
			workbox.addEventListener('waiting', listener);
			void registering.then((registered) => {
				registration = registered;
				if (!registered) return;
				lookRegularly(() => {
					// Workbox stops listening after the first update that it did not start; one of an earlier look may wait.
					if (registered.waiting) listener();
					// Being offline is no error here.
					registered.update().catch(() => undefined);
				});
			});
		},
		// The worker never claims pages, so this only ever means that one version followed another.
		onTakenOver: (listener) => navigator.serviceWorker.addEventListener('controllerchange', listener),
		activateWaiting() {
			if (!registration?.waiting) return false;
			workbox.messageSkipWaiting();
			return true;
		},
		reload: () => location.reload()
	};
}

/**
 * Registers the service worker and watches for newer versions. A browser without service workers (or one that refuses
 * them, as in some private windows) just gets no offline use and no offers.
 */
export function watchForUpdates({ script, onOfflineReady, ...options }: WatchOptions): UpdateWatch {
	if (!('serviceWorker' in navigator)) return without;
	const workbox = new Workbox(script);
	workbox.addEventListener('activated', ({ isUpdate, isExternal }) => {
		if (!isUpdate && !isExternal) onOfflineReady?.();
	});
	const registering = workbox.register().catch(() => undefined);
	return watchChannel(channelOf(workbox, registering), options);
}
