import { backendNames } from '../../core/backend';
import type { BackendName, Certificate } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import { goldenFeatures } from '../../core/pack/golden-features';
import type { Pack } from '../../core/pack/load';
import type { BackendReport, LoadOptions } from '../types';
import { composed } from './compose';
import { createCpuBackend } from './cpu';
import { whyChosen, whyNone, whyNot, whyNotTried } from './explain';
import { backendTitle, reasonOf } from './failure';
import { measureRowsPerSecond } from './measure';
import { createPool } from './pool';
import { probe, throwIfCancelled } from './probe';
import { ranked } from './rank';
import type { TimedBackend } from './rank';
import { createCpuTrees } from './trees-cpu';
import { createWasmTrees } from './trees-wasm';
import { createWebgpuTrees } from './trees-webgpu';
import type { Backend, BackendChoice, BackendFactories } from './types';
import { createWasmBackend } from './wasm';
import { createWebgpuBackend } from './webgpu';

export const allBackends: BackendFactories = {
	webgpu: composed('webgpu', createWebgpuBackend, createWebgpuTrees),
	wasm: composed('wasm', createWasmBackend, createWasmTrees),
	cpu: composed('cpu', createCpuBackend, createCpuTrees)
};

export interface ChooseOptions extends LoadOptions {
	readonly factories?: BackendFactories;
	/** Milliseconds; only differences are used. */
	readonly clock?: () => number;
	/** How long each backend is timed. */
	readonly timingMs?: number;
}

interface Candidate extends TimedBackend {
	readonly open: Backend;
	readonly certificate: Certificate;
}

/**
 * Probes the backends, certifies each on the pack's golden vectors, times them on the pack and chooses: a certified
 * hardware WebGPU adapter unless it is more than twice as slow as the fastest, else the fastest. A pinned one is used
 * as it is, or `engine.no-backend` says why it cannot be. Rejects with `engine.no-backend` when nothing works and with
 * `engine.cancelled` when aborted; nothing is left open then.
 */
export async function chooseBackend(pack: Pack, options: ChooseOptions = {}): Promise<BackendChoice> {
	const factories = options.factories ?? allBackends;
	const { pin, exclude = [] } = options;
	return pin ? choosePinned(pack, pin, exclude, factories, options.signal) : chooseBest(pack, factories, options);
}

async function choosePinned(
	pack: Pack,
	pin: BackendName,
	exclude: readonly BackendName[],
	factories: BackendFactories,
	signal: AbortSignal | undefined
): Promise<BackendChoice> {
	throwIfCancelled(signal);
	if (exclude.includes(pin)) throw unusablePin(pin, 'it crashed before');
	const probed = await probe(pack, pin, factories[pin], { allowSoftware: true, signal });
	if (!probed.ok) throw unusablePin(pin, probed.report.explanation);
	const { backend, certificate } = probed;
	const others = backendNames.filter((name) => name !== pin);
	const reports = backendNames.map((name): BackendReport => {
		if (name === pin) {
			return { backend: name, verdict: 'chosen', explanation: 'Pinned.', certificate, rowsPerSecond: null };
		}
		return exclude.includes(name)
			? excluded(name)
			: unmeasured(name, 'not-pinned', whyNotTried(pin));
	});
	return choiceOf(pack, factories, backend, certificate, reports, others.filter((name) => !exclude.includes(name)));
}

async function chooseBest(pack: Pack, factories: BackendFactories, options: ChooseOptions): Promise<BackendChoice> {
	const { exclude = [], signal, clock = () => performance.now(), timingMs = 60 } = options;
	const sample = goldenFeatures(pack.pipeline, pack.golden.raw);
	const candidates: Candidate[] = [];
	const reports = new Map<BackendName, BackendReport>();
	try {
		for (const name of backendNames) {
			throwIfCancelled(signal);
			if (exclude.includes(name)) {
				reports.set(name, excluded(name));
				continue;
			}
			const probed = await probe(pack, name, factories[name], { allowSoftware: false, signal });
			if (!probed.ok) {
				reports.set(name, probed.report);
				continue;
			}
			const { backend: open, certificate } = probed;
			try {
				const rowsPerSecond = await measureRowsPerSecond(open, sample, pack.golden.raw.length, timingMs, clock);
				candidates.push({ backend: name, rowsPerSecond, open, certificate });
			} catch (error) {
				open.dispose();
				reports.set(name, { ...unmeasured(name, 'failed', reasonOf(error)), certificate });
			}
		}
		throwIfCancelled(signal);
	} catch (error) {
		for (const { open } of candidates) open.dispose();
		throw error;
	}
	const order = ranked(candidates);
	if (order.length === 0) {
		throw new ShrikeError('engine.no-backend', whyNone([...reports.values()]));
	}
	const [best, ...rest] = order;
	for (const { open } of rest) open.dispose();
	for (const one of order) reports.set(one.backend, reportOf(one, order));
	const inOrder = backendNames.flatMap((name) => reports.get(name) ?? []);
	return choiceOf(pack, factories, best.open, best.certificate, inOrder, rest.map((one) => one.backend));
}

function choiceOf(
	pack: Pack,
	factories: BackendFactories,
	backend: Backend,
	certificate: Certificate,
	reports: readonly BackendReport[],
	others: readonly BackendName[]
): BackendChoice {
	const pool = createPool({ pack, factories, backend, certificate, reports, others });
	return { backend, certificate, reports, pool };
}

function reportOf(one: Candidate, order: readonly Candidate[]): BackendReport {
	const { backend, certificate, rowsPerSecond } = one;
	return one === order[0]
		? { backend, verdict: 'chosen', explanation: whyChosen(order), certificate, rowsPerSecond }
		: { backend, verdict: 'slower', explanation: whyNot(one, order[0]), certificate, rowsPerSecond };
}

function excluded(backend: BackendName): BackendReport {
	return unmeasured(backend, 'excluded', 'Left out, because it crashed before.');
}

function unmeasured(backend: BackendName, verdict: BackendReport['verdict'], explanation: string): BackendReport {
	return { backend, verdict, explanation, certificate: null, rowsPerSecond: null };
}

function unusablePin(pin: BackendName, reason: string): ShrikeError {
	return new ShrikeError(
		'engine.no-backend',
		`The pinned backend, ${backendTitle[pin]}, cannot be used: ${reason.replace(/[.]$/, '')}. Unpin it to let Shrike choose.`,
		{ backend: pin }
	);
}
