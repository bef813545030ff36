import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { ShrikeError } from '../../src/lib/core/errors';
import type { CompiledPipeline } from '../../src/lib/core/features/pipeline';
import type { PipelineSession } from '../../src/lib/core/features/session';
import type { KeyedHash } from '../../src/lib/core/privacy/keyed-hash';
import type { CommandIo } from '../cli/command';
import { writeOutput } from '../cli/output-file';

/**
 * Begins with the profiles in a file, or with empty ones for null. Rejects with `file.unreadable` and with what
 * `CompiledPipeline.begin` throws.
 */
export async function beginFrom(pipeline: CompiledPipeline, path: string | null, hash: KeyedHash | null): Promise<PipelineSession> {
	if (path === null || hash === null) return pipeline.begin();
	return pipeline.begin({ state: { bytes: await readState(path), hash } });
}

/** Writes a session's profiles, for the user's own eyes; the file appears under its name only when it is whole. */
export async function saveTo(path: string, session: PipelineSession, hash: KeyedHash, io: CommandIo): Promise<void> {
	await writeOutput(path, [session.save(hash) ?? new Uint8Array()], io, { mode: 0o600 });
}

async function readState(path: string): Promise<Uint8Array> {
	try {
		const bytes = await readFile(path);
		return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new ShrikeError('file.unreadable', `The state “${path}” cannot be read: ${why}. Check its path, or score without --state.`, { path }, { cause });
	}
}
