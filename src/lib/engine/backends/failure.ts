import type { BackendName } from '../../core/backend';
import { ShrikeError } from '../../core/errors';

/** How each backend is called in sentences. */
export const backendTitle: { readonly [name in BackendName]: string } = {
	webgpu: 'WebGPU',
	wasm: 'the WebAssembly kernel',
	cpu: 'plain TypeScript'
};

/** The machine or page has no such backend. `reason` is a whole sentence. */
export function unavailable(backend: BackendName, reason: string, detail: { software?: boolean } = {}): ShrikeError {
	return new ShrikeError('engine.no-backend', reason, { backend, ...detail });
}

/** A backend that was there and died, or does not work. `reason` is a whole sentence. */
export function backendFailed(backend: BackendName, reason: string, cause?: unknown): ShrikeError {
	return new ShrikeError('engine.backend-failed', reason, { backend }, { cause });
}

/** A backend that is used after it was disposed. */
export function abandoned(backend: BackendName): ShrikeError {
	return backendFailed(backend, 'The backend was disposed of. Load the pack again.');
}

/** The message of whatever was thrown, ending with a full stop. */
export function reasonOf(thrown: unknown): string {
	const text = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
