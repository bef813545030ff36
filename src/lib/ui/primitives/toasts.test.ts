import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Toasts', () => {
	it('makes a deletion final only when the time to undo it has gone', () => {
		const toasts = new Toasts(() => Date.now());
		const final = vi.fn();
		toasts.show('Deleted.', { undo: () => {}, onexpire: final });
		vi.advanceTimersByTime(9_999);
		expect(final).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(final).toHaveBeenCalledOnce();
		expect(toasts.list).toEqual([]);
	});

	it('undoes once and never expires afterwards', () => {
		const toasts = new Toasts(() => Date.now());
		const [undo, final] = [vi.fn(), vi.fn()];
		const id = toasts.show('Deleted.', { undo, onexpire: final });
		toasts.undo(id);
		toasts.undo(id);
		vi.runAllTimers();
		expect(undo).toHaveBeenCalledOnce();
		expect(final).not.toHaveBeenCalled();
	});

	it('stands still while paused', () => {
		const toasts = new Toasts(() => Date.now());
		toasts.show('Saved.');
		vi.advanceTimersByTime(4_000);
		toasts.pause();
		vi.advanceTimersByTime(60_000);
		expect(toasts.list).toHaveLength(1);
		toasts.resume();
		vi.advanceTimersByTime(1_999);
		expect(toasts.list).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(toasts.list).toEqual([]);
	});

	it('keeps a toast of duration 0 until it is closed, and flushes', () => {
		const toasts = new Toasts(() => Date.now());
		const final = vi.fn();
		toasts.show('Reload when you are ready.', { duration: 0, onexpire: final });
		vi.advanceTimersByTime(1e9);
		expect(toasts.list).toHaveLength(1);
		toasts.flush();
		expect(final).toHaveBeenCalledOnce();
	});
});
