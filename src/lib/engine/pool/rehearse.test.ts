import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { loadPack } from '../../core/pack/load';
import { chooseBackend } from '../backends/choose';
import { BackendRelay } from '../run/backend-relay';
import { rehearse } from './rehearse';
import { SegmentLane } from './segment-lane';

const bundled = (name: string) =>
	loadPack(async (file) => new Uint8Array(await readFile(new URL(`../../../../static/model/${name}/${file}`, import.meta.url))), null);

async function rehearsed(name: string, { aborted = false, withReference = true } = {}): Promise<number> {
	const pack = await bundled(name);
	const choice = await chooseBackend(pack, { pin: 'cpu' });
	const relay = new BackendRelay(choice, choice.pool, () => 0);
	const scored = vi.spyOn(SegmentLane.prototype, 'score');
	let now = 0;
	try {
		await rehearse(withReference ? pack : { ...pack, reference: null }, relay, aborted ? AbortSignal.abort() : new AbortController().signal, () => (now += 50));
		for (const { value } of scored.mock.settledResults) expect(value).toMatchObject({ endsTooLong: false, parts: [{ rows: 256, scored: 256, rejects: [] }] });
		return scored.mock.calls.length;
	} finally {
		scored.mockRestore();
		relay.dispose();
	}
}

describe('rehearse', () => {
	it('scores rows that are all good, for as long as it may', async () => {
		expect(await rehearsed('ulb-mlp')).toBeGreaterThan(2);
	});

	it('does nothing once it is stopped, or without distributions', async () => {
		expect(await rehearsed('ulb-mlp', { aborted: true })).toBe(0);
		expect(await rehearsed('ulb-mlp', { withReference: false })).toBe(0);
	});
});
