import { describe, expect, it, vi } from 'vitest';
import { backendNames } from '../../core/backend';
import type { BackendName } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import { referenceModelMargins } from '../../core/members/model';
import type { BackendReport } from '../types';
import { chooseBackend } from './choose';
import { backendFailed, unavailable } from './failure';
import { randomNetwork, testPack } from './test-support';
import type { Backend, BackendFactories, BackendFactory } from './types';

const network = randomNetwork(6, [{ units: 5, activation: 'relu' }], 21);
const pack = testPack(network, 22);

interface Fake {
	readonly msPerRow?: number;
	readonly software?: boolean;
	readonly wrongBy?: number;
	readonly absent?: string;
	/** Dies at this call of `margins`, 1-based. */
	readonly diesAt?: number;
}

/** Backends that answer with the reference, at a speed told by a clock that only they move. */
function fakes(by: { readonly [name in BackendName]: Fake }) {
	let now = 0;
	const open = new Set<Backend>();
	const factory =
		(name: BackendName, fake: Fake): BackendFactory =>
		async (of, options) => {
			if (fake.absent) throw unavailable(name, fake.absent);
			if (fake.software && !options.allowSoftware) throw unavailable(name, 'Software.', { software: true });
			let calls = 0;
			const backend: Backend = {
				name,
				device: `fake ${name}`,
				software: fake.software ?? false,
				async margins(features, rows, out) {
					if (++calls >= (fake.diesAt ?? Infinity)) throw backendFailed(name, 'It died.');
					now += rows * (fake.msPerRow ?? 0.001);
					const margins = referenceModelMargins(of, features, rows);
					for (let r = 0; r < rows; r++) out[r] = margins[r] + (fake.wrongBy ?? 0);
				},
				dispose: () => void open.delete(backend)
			};
			open.add(backend);
			return backend;
		};
	const factories: BackendFactories = {
		webgpu: factory('webgpu', by.webgpu),
		wasm: factory('wasm', by.wasm),
		cpu: factory('cpu', by.cpu)
	};
	return { factories, clock: () => now, open };
}

function verdicts(reports: readonly BackendReport[]): string {
	return reports.map(({ backend, verdict }) => `${backend} ${verdict}`).join(', ');
}

const slow = { msPerRow: 0.01 };
const fast = { msPerRow: 0.0001 };

describe('chooseBackend', () => {
	it('prefers hardware WebGPU while it is not more than twice as slow', async () => {
		const gpu = fakes({ webgpu: { msPerRow: 0.0019 }, wasm: { msPerRow: 0.001 }, cpu: slow });
		const { backend, reports } = await chooseBackend(pack, gpu);
		expect(backend.name).toBe('webgpu');
		expect(verdicts(reports)).toBe('webgpu chosen, wasm slower, cpu slower');
		expect([...gpu.open]).toEqual([backend]);
		const slower = await chooseBackend(pack, fakes({ webgpu: { msPerRow: 0.0021 }, wasm: { msPerRow: 0.001 }, cpu: slow }));
		expect(slower.backend.name).toBe('wasm');
		expect(verdicts(slower.reports)).toBe('webgpu slower, wasm chosen, cpu slower');
	});

	it('takes the fastest certified one otherwise, and says in words why not the others', async () => {
		const { factories, clock } = fakes({ webgpu: { absent: 'No adapter.' }, wasm: slow, cpu: fast });
		const { backend, certificate, reports } = await chooseBackend(pack, { factories, clock });
		expect(backend.name).toBe('cpu');
		expect(certificate).toMatchObject({ backend: 'cpu', passed: true, vectors: 40, packSha256: pack.sha256 });
		expect(certificate.id).toMatch(/^[0-9a-f]{16}$/);
		expect(verdicts(reports)).toBe('webgpu unavailable, wasm slower, cpu chosen');
		expect(reports[0].explanation).toBe('No adapter.');
		expect(reports[1].explanation).toBe(
			'Works, and reaches 100,000 rows a second on this pack; plain TypeScript reaches 10,000,000 rows a second.'
		);
	});

	it('never uses a software adapter unless it is pinned', async () => {
		const software = { webgpu: { ...fast, software: true }, wasm: slow, cpu: slow };
		const free = await chooseBackend(pack, fakes(software));
		expect(verdicts(free.reports)).toBe('webgpu software, wasm chosen, cpu slower');
		const pinned = await chooseBackend(pack, { ...fakes(software), pin: 'webgpu' });
		expect(verdicts(pinned.reports)).toBe('webgpu chosen, wasm not-pinned, cpu not-pinned');
		expect(pinned.backend.software).toBe(true);
	});

	it('refuses a backend whose scores are wrong, however fast', async () => {
		const set = fakes({ webgpu: { ...fast, wrongBy: 0.01 }, wasm: { ...fast, wrongBy: NaN }, cpu: slow });
		const { backend, reports } = await chooseBackend(pack, set);
		expect(backend.name).toBe('cpu');
		expect(verdicts(reports)).toBe('webgpu failed, wasm failed, cpu chosen');
		expect(reports[0].certificate).toMatchObject({ passed: false, tolerance: 1e-4 });
		expect(reports[1].certificate).toMatchObject({ passed: false, maxAbsError: 1 });
		expect([...set.open]).toEqual([backend]);
	});

	it('leaves out what dies while it is tried or timed', async () => {
		const set = fakes({ webgpu: { ...fast, diesAt: 1 }, wasm: { ...fast, diesAt: 2 }, cpu: slow });
		const { backend, reports } = await chooseBackend(pack, set);
		expect(verdicts(reports)).toBe('webgpu failed, wasm failed, cpu chosen');
		expect([...set.open]).toEqual([backend]);
	});

	it('says why a pinned one cannot be used, and does not use another', async () => {
		const set = fakes({ webgpu: { absent: 'This browser has no WebGPU.' }, wasm: fast, cpu: fast });
		const pinned = chooseBackend(pack, { ...set, pin: 'webgpu' });
		await expect(pinned).rejects.toThrow(
			'The pinned backend, WebGPU, cannot be used: This browser has no WebGPU. Unpin it to let Shrike choose.'
		);
		await expect(pinned).rejects.toMatchObject({ code: 'engine.no-backend' });
		expect(set.open.size).toBe(0);
	});

	it('does not touch excluded ones', async () => {
		const set = fakes({ webgpu: fast, wasm: fast, cpu: slow });
		const choice = await chooseBackend(pack, { ...set, exclude: ['webgpu', 'wasm'] });
		expect(verdicts(choice.reports)).toBe('webgpu excluded, wasm excluded, cpu chosen');
		await expect(choice.pool.next('cpu', 'It died.')).rejects.toMatchObject({ code: 'engine.no-backend' });
		await expect(chooseBackend(pack, { ...set, pin: 'wasm', exclude: ['wasm'] })).rejects.toMatchObject({
			code: 'engine.no-backend'
		});
	});

	it('gives up with every reason when nothing works', async () => {
		const none = { absent: 'Not here.' };
		await expect(chooseBackend(pack, fakes({ webgpu: none, wasm: none, cpu: none }))).rejects.toThrow(
			'Nothing here can compute scores. WebGPU: Not here. The WebAssembly kernel: Not here. Plain TypeScript: Not here.'
		);
	});

	it('stops when it is aborted and leaves nothing open', async () => {
		const set = fakes({ webgpu: { absent: 'No.' }, wasm: fast, cpu: fast });
		const abort = new AbortController();
		const cpu: BackendFactory = async (...args) => {
			abort.abort();
			return set.factories.cpu(...args);
		};
		const choosing = chooseBackend(pack, { ...set, factories: { ...set.factories, cpu }, signal: abort.signal });
		await expect(choosing).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(set.open.size).toBe(0);
	});

	it('treats a factory that throws anything as failed', async () => {
		const set = fakes({ webgpu: fast, wasm: fast, cpu: fast });
		const webgpu: BackendFactory = () => Promise.reject(new TypeError('adapter.limits is undefined'));
		const { reports } = await chooseBackend(pack, { ...set, factories: { ...set.factories, webgpu } });
		expect(reports[0]).toMatchObject({ verdict: 'failed', explanation: 'adapter.limits is undefined.' });
	});
});

describe('the pool of a choice', () => {
	it('goes on with the next best, each once, and disposes of what failed', async () => {
		const set = fakes({ webgpu: fast, wasm: fast, cpu: slow });
		const choice = await chooseBackend(pack, set);
		const second = await choice.pool.next('webgpu', 'The graphics device was lost.');
		expect(second.backend.name).toBe('wasm');
		expect(second.certificate.passed).toBe(true);
		expect(verdicts(second.reports)).toBe('webgpu failed, wasm chosen, cpu slower');
		expect(second.reports[0].explanation).toBe('The graphics device was lost.');
		expect([...set.open]).toEqual([second.backend]);
		expect((await choice.pool.next('webgpu', 'again')).backend).toBe(second.backend);
		expect((await choice.pool.next('wasm', 'x')).backend.name).toBe('cpu');
		await expect(choice.pool.next('cpu', 'y')).rejects.toBeInstanceOf(ShrikeError);
		expect(set.open.size).toBe(0);
	});

	it('finds a way on from a pinned one that dies, but never to a software adapter', async () => {
		const set = fakes({ webgpu: { ...fast, software: true }, wasm: slow, cpu: fast });
		const { pool } = await chooseBackend(pack, { ...set, pin: 'cpu' });
		const next = await pool.next('cpu', 'It died.');
		expect(next.backend.name).toBe('wasm');
		expect(verdicts(next.reports)).toBe('webgpu software, wasm chosen, cpu failed');
	});
});

describe('in Node', () => {
	it('there are cpu and wasm, and the reports say that there is no WebGPU', async () => {
		const { reports, pool } = await chooseBackend(pack, { timingMs: 5 });
		expect(reports.map(({ backend }) => backend)).toEqual([...backendNames]);
		expect(reports[0]).toMatchObject({ verdict: 'unavailable', rowsPerSecond: null });
		expect(reports.filter(({ certificate }) => certificate?.passed)).toHaveLength(2);
		pool.dispose();
	});

	it('a machine without WebAssembly scores in plain TypeScript', async () => {
		vi.stubGlobal('WebAssembly', undefined);
		try {
			const { backend, reports } = await chooseBackend(pack, { timingMs: 1 });
			expect(backend.name).toBe('cpu');
			expect(reports[1]).toMatchObject({ verdict: 'unavailable' });
			expect(reports[1].explanation).toContain('no WebAssembly');
		} finally {
			vi.unstubAllGlobals();
		}
	});

	it('a policy that forbids WebAssembly makes it unavailable with the browser’s reason', async () => {
		const refusal = new Error('Refused to compile or instantiate WebAssembly module');
		const instantiate = vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(refusal);
		const { reports } = await chooseBackend(pack, { timingMs: 1 });
		instantiate.mockRestore();
		expect(reports[1].verdict).toBe('unavailable');
		expect(reports[1].explanation).toContain('Refused to compile');
	});
});
