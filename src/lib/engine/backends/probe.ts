import type { BackendName, Certificate } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import type { BackendReport } from '../types';
import { certify } from './certify';
import { backendFailed, backendTitle, reasonOf, unavailable } from './failure';
import { typicalFeatures } from './typical';
import type { Backend, BackendFactory, BackendOptions } from './types';

/** A backend that passed its self-test, or the report that says why there is none. */
export type Probe =
	| { readonly ok: true; readonly backend: Backend; readonly certificate: Certificate }
	| { readonly ok: false; readonly report: BackendReport };

/** A GPU driver that hangs must not keep the page from scoring. */
const probeTimeoutMs = 30_000;

/** Makes a backend and certifies it. Rejects only with `engine.cancelled`. */
export async function probe(
	pack: Pack,
	name: BackendName,
	factory: BackendFactory,
	options: BackendOptions
): Promise<Probe> {
	let backend: Backend | null = null;
	let certificate: Certificate | null = null;
	try {
		backend = await inTime(name, factory(pack.model, { typical: typicalFeatures(pack), ...options }));
		if (backend.software && !options.allowSoftware) {
			throw unavailable(name, `It runs in software here (${backend.device}).`, { software: true });
		}
		certificate = await certify(pack, backend);
		if (!certificate.passed) throw backendFailed(name, failedTest(certificate));
		throwIfCancelled(options.signal);
		return { ok: true, backend, certificate };
	} catch (error) {
		backend?.dispose();
		throwIfCancelled(options.signal);
		return { ok: false, report: { ...reportOf(name, error), certificate } };
	}
}

/** Throws `engine.cancelled` once the signal was aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new ShrikeError('engine.cancelled', 'Cancelled.');
}

function reportOf(backend: BackendName, error: unknown): BackendReport {
	const absent = error instanceof ShrikeError && error.code === 'engine.no-backend';
	const verdict = !absent ? 'failed' : error.detail.software === true ? 'software' : 'unavailable';
	return { backend, verdict, explanation: reasonOf(error), certificate: null, rowsPerSecond: null };
}

function failedTest({ backend, vectors, maxAbsError, tolerance }: Certificate): string {
	return (
		`It computes wrong scores here: off by up to ${maxAbsError.toPrecision(2)} on the pack's ${vectors} golden vectors, ` +
		`where ${tolerance} is allowed. Scores by ${backendTitle[backend]} would not be what the model says.`
	);
}

async function inTime(name: BackendName, opening: Promise<Backend>): Promise<Backend> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let late = false;
	const timeout = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			late = true;
			reject(backendFailed(name, `It did not start within ${probeTimeoutMs / 1000} seconds.`));
		}, probeTimeoutMs);
	});
	opening.then(
		(backend) => late && backend.dispose(),
		() => undefined
	);
	try {
		return await Promise.race([opening, timeout]);
	} finally {
		clearTimeout(timer);
	}
}
