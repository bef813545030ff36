import { recognisePacks } from '../core/schema/recognise';
import type { PackChooser } from '../state/batch.svelte';
import type { PackEntry } from '../state/packs/packs.svelte';
import type { Workbench } from './workbench.svelte';

/** Finds and loads the model that a dropped file belongs to; it is not remembered as the user's own choice. */
export function packChooser(workbench: Workbench): PackChooser {
	const loaded = (): string | null => workbench.engine.status?.pack.sha256 ?? null;
	return {
		recognise: (headers) => workbench.packs.recognise(headers),
		get loaded() {
			return loaded();
		},
		load: (sha256) => {
			const before = loaded();
			return workbench.loadOr(sha256, async () => {
				if (before !== null) await workbench.engine.load(await workbench.packs.source(before), workbench.pin);
			});
		}
	};
}

/** The pack that a file clearly belongs to, where that is not the one in use; null where the one in use is as good. */
export function betterPack({ packs, engine }: Workbench, headers: readonly string[]): PackEntry | null {
	const candidates = packs.entries.flatMap(({ sha256, schema }) => (schema === null ? [] : [{ name: sha256, schema }]));
	const { winner } = recognisePacks(headers, candidates);
	const inUse = engine.status?.pack.sha256 ?? null;
	return winner === null || inUse === null || winner === inUse ? null : (packs.entries.find(({ sha256 }) => sha256 === winner) ?? null);
}
