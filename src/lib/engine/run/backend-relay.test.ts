import { describe, expect, it } from 'vitest';
import type { BackendName, Certificate } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import type { BackendPool, ChosenBackend } from '../backends/types';
import { BackendRelay } from './backend-relay';
import type { Handover } from './backend-relay';

interface FakeOptions {
	/** Rows after which it dies. */
	readonly diesAfter?: number;
	readonly onSlice?: (rows: number) => void;
	/** Margin that it gives to every row. */
	readonly margin: number;
}

/** A backend that adds its own margin to the row's first feature. */
function fake(name: BackendName, { diesAfter = Infinity, onSlice, margin }: FakeOptions): ChosenBackend {
	let done = 0;
	let busy = false;
	const certificate: Certificate = {
		id: name,
		packSha256: '',
		backend: name,
		device: name,
		vectors: 1,
		maxAbsError: 0,
		tolerance: 1,
		passed: true
	};
	return {
		certificate,
		reports: [],
		backend: {
			name,
			device: name,
			software: false,
			async margins(features, rows, out) {
				expect(busy).toBe(false);
				busy = true;
				await Promise.resolve();
				onSlice?.(rows);
				done += rows;
				busy = false;
				if (done > diesAfter) throw new ShrikeError('engine.backend-failed', `${name} was lost.`);
				for (let i = 0; i < rows; i++) out[i] = features[2 * i] + margin;
			},
			dispose: () => undefined
		}
	};
}

function pool(next: ChosenBackend[]): BackendPool {
	return {
		async next() {
			const chosen = next.shift();
			if (chosen) return chosen;
			throw new ShrikeError('engine.no-backend', 'No backend is left.');
		},
		dispose: () => undefined
	};
}

const features = (rows: number) => Float32Array.from({ length: 2 * rows }, (_, i) => Math.floor(i / 2));

describe('the relay of backends', () => {
	it('computes all rows in slices', async () => {
		const slices: number[] = [];
		const relay = new BackendRelay(fake('cpu', { margin: 0.5, onSlice: (n) => slices.push(n) }), pool([]), () => 0);
		const { margins, certificate } = await relay.margins(features(5000), 5000);
		expect([...margins]).toEqual(Array.from({ length: 5000 }, (_, i) => i + 0.5));
		expect(certificate.backend).toBe('cpu');
		expect(slices.reduce((a, b) => a + b)).toBe(5000);
		expect(slices.length).toBeGreaterThan(1);
	});

	it('makes smaller slices of a slow backend, so that Cancel gets through', async () => {
		const slices: number[] = [];
		let now = 0;
		const slow = fake('webgpu', {
			margin: 0,
			onSlice: (rows) => {
				slices.push(rows);
				now += rows / 3.7;
			}
		});
		await new BackendRelay(slow, pool([]), () => now).margins(features(8192), 8192);
		expect(Math.max(...slices.slice(3)) / 3.7).toBeLessThan(100);
	});

	it('stops between slices when aborted', async () => {
		const cancel = new AbortController();
		const slices: number[] = [];
		const backend = fake('cpu', {
			margin: 0,
			onSlice: (rows) => {
				slices.push(rows);
				cancel.abort();
			}
		});
		const relay = new BackendRelay(backend, pool([]), () => 0);
		await expect(relay.margins(features(5000), 5000, { signal: cancel.signal })).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(slices).toHaveLength(1);
	});

	it('hands all rows of a block to the next backend when one dies in its middle', async () => {
		const handovers: Handover[] = [];
		const relay = new BackendRelay(fake('webgpu', { margin: 0.5, diesAfter: 3000 }), pool([fake('wasm', { margin: 0.25 })]), () => 0);
		const { margins, certificate } = await relay.margins(features(5000), 5000, { onHandover: (h) => handovers.push(h) });
		expect([...margins]).toEqual(Array.from({ length: 5000 }, (_, i) => i + 0.25));
		expect(certificate.backend).toBe('wasm');
		expect(relay.backend).toBe('wasm');
		expect(handovers).toEqual([{ from: 'webgpu', to: 'wasm', reason: 'webgpu was lost.' }]);
	});

	it('frees the backend only when the slice that it is at is computed', async () => {
		const events: string[] = [];
		const backend = fake('cpu', { margin: 0.5, onSlice: () => events.push('computed') });
		const relay = new BackendRelay(backend, { ...pool([]), dispose: () => events.push('disposed') }, () => 0);
		const answer = relay.margins(features(1), 1);
		relay.dispose();
		expect((await answer).margins[0]).toBe(0.5);
		await Promise.resolve();
		expect(events).toEqual(['computed', 'disposed']);
	});

	it('gives up with the last backend', async () => {
		const relay = new BackendRelay(fake('cpu', { margin: 0, diesAfter: 0 }), pool([]), () => 0);
		await expect(relay.margins(features(1), 1)).rejects.toMatchObject({ code: 'engine.no-backend' });
	});

	it('serves callers one after the other, each from one backend alone', async () => {
		const relay = new BackendRelay(fake('webgpu', { margin: 0.5, diesAfter: 2500 }), pool([fake('cpu', { margin: 0.25 })]), () => 0);
		const both = await Promise.all([relay.margins(features(3000), 3000), relay.margins(features(3000), 3000)]);
		for (const { margins, certificate } of both) {
			const added = certificate.backend === 'cpu' ? 0.25 : 0.5;
			expect([...margins]).toEqual(Array.from({ length: 3000 }, (_, i) => i + added));
		}
	});
});
