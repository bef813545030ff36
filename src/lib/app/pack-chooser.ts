import type { BackendName } from '../core/backend';
import { fromFailure } from '../core/errors';
import { recognisePacks } from '../core/schema/recognise';
import type { PackChooser } from '../state/batch.svelte';
import type { EngineState } from '../state/engine.svelte';
import type { PackEntry, PacksState } from '../state/packs/packs.svelte';

/** What a pack is loaded into, and from. */
export interface PackHolder {
	readonly engine: EngineState;
	readonly packs: PacksState;
	/** The only backend to use; null lets the engine choose. */
	readonly pin: BackendName | null;
}

/** Loads another pack for now; where that cannot be used, brings back what was in use by `otherwise`, and rejects. */
export async function loadOr({ engine, packs, pin }: PackHolder, sha256: string, otherwise: () => Promise<void>): Promise<void> {
	await engine.load(await packs.source(sha256), pin);
	const { stage } = engine;
	if (stage.kind !== 'failed') return;
	await otherwise();
	throw fromFailure(stage.failure);
}

/** Finds and loads the model that a dropped file belongs to; it is not remembered as the user's own choice. */
export function packChooser(holder: PackHolder): PackChooser {
	const loaded = (): string | null => holder.engine.status?.pack.sha256 ?? null;
	return {
		recognise: (headers) => holder.packs.recognise(headers),
		get loaded() {
			return loaded();
		},
		load: (sha256) => {
			const before = loaded();
			return loadOr(holder, sha256, async () => {
				if (before !== null) await holder.engine.load(await holder.packs.source(before), holder.pin);
			});
		}
	};
}

/** The pack that a file clearly belongs to, where that is not the one in use; null where the one in use is as good. */
export function betterPack({ packs, engine }: Omit<PackHolder, 'pin'>, headers: readonly string[]): PackEntry | null {
	const candidates = packs.entries.flatMap(({ sha256, schema }) => (schema === null ? [] : [{ name: sha256, schema }]));
	const { winner } = recognisePacks(headers, candidates);
	const inUse = engine.status?.pack.sha256 ?? null;
	return winner === null || inUse === null || winner === inUse ? null : (packs.entries.find(({ sha256 }) => sha256 === winner) ?? null);
}
