import { expect, test } from 'vitest';
import { type UpdateChannel, type UpdateState, watchChannel } from './update-watch';

/** A browser with one page: what it did is in `log`. */
function setUp({ waits = true } = {}) {
	const log: string[] = [];
	const states: UpdateState[] = [];
	const browser = { waiting: (): void => undefined, takenOver: (): void => undefined, busy: false };
	const channel: UpdateChannel = {
		onWaiting: (listener) => (browser.waiting = listener),
		onTakenOver: (listener) => (browser.takenOver = listener),
		activateWaiting: () => (log.push('activate'), waits),
		reload: () => log.push('reload')
	};
	const watch = watchChannel(channel, { onChange: (state) => states.push(state), busy: () => browser.busy });
	return { log, states, browser, watch };
}

test('a newer version is offered and does nothing by itself', () => {
	const { log, states, browser } = setUp();
	browser.waiting();
	browser.waiting();
	expect(states).toEqual(['offered']);
	expect(log).toEqual([]);
});

test('the page that accepts reloads, once the new version has taken over', () => {
	const { log, browser, watch } = setUp();
	browser.waiting();
	expect(watch.accept()).toBe(true);
	expect(log).toEqual(['activate']);
	browser.takenOver();
	expect(log).toEqual(['activate', 'reload']);
});

test('nothing is accepted during a run', () => {
	const { log, browser, watch } = setUp();
	browser.waiting();
	browser.busy = true;
	expect(watch.accept()).toBe(false);
	expect(watch.state).toBe('offered');
	expect(log).toEqual([]);
});

test('a run that began between the click and the takeover is not reloaded away', () => {
	const { log, browser, watch } = setUp();
	browser.waiting();
	watch.accept();
	browser.busy = true;
	browser.takenOver();
	expect(watch.state).toBe('stale');
	expect(log).toEqual(['activate']);
	browser.busy = false;
	expect(watch.accept()).toBe(true);
	expect(log).toEqual(['activate', 'reload']);
});

test('a tab that did not ask is told, and reloads at its own user’s wish', () => {
	const { log, states, browser, watch } = setUp();
	browser.takenOver();
	expect(states).toEqual(['stale']);
	expect(log).toEqual([]);
	watch.accept();
	expect(log).toEqual(['reload']);
});

test('an offer that another tab has taken meanwhile is a plain reload', () => {
	const { log, browser, watch } = setUp({ waits: false });
	browser.waiting();
	watch.accept();
	expect(log).toEqual(['activate', 'reload']);
});

test('there is nothing to accept when nothing is offered', () => {
	const { log, watch } = setUp();
	expect(watch.accept()).toBe(false);
	expect(log).toEqual([]);
});
