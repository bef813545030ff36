import { profilePack } from '../../../../tests/fixtures/profile-pack';
import { smallPack } from '../../../../tests/fixtures/small-pack';
import type { EventName, EventOf } from '../../core/embed/wire';
import { ShrikeError } from '../../core/errors';
import { loadPack, type Pack } from '../../core/pack/load';
import type { RunRecord } from '../../core/run/types';
import { recognisePacks } from '../../core/schema/recognise';
import { DirectEngine } from '../../engine/direct';
import type { FileSource, Preview, PreviewOptions, RunOptions } from '../../engine/types';
import { MemoryStore } from '../../storage/memory-store';
import type { PackChooser } from '../batch.svelte';
import { EngineState } from '../engine.svelte';
import { EmbedScorer, type EmbedScorerOptions } from './embed-scorer.svelte';

const made = Promise.all([smallPack(), profilePack()]);

export interface Told {
	readonly event: EventName;
	readonly params: EventOf<EventName>;
}

/** An engine whose runs wait at their beginning for as long as `gate` says, and previews for `reading`. */
export class GatedEngine extends DirectEngine {
	/** Names of the files that were scored, in the order in which they began. */
	readonly begun: string[] = [];
	gate: (name: string) => Promise<void> = () => Promise.resolve();
	reading: () => Promise<void> = () => Promise.resolve();

	override async preview(source: FileSource, options: PreviewOptions = {}): Promise<Preview> {
		await orStopped(this.reading(), options.signal);
		return super.preview(source, options);
	}

	override async scoreFile(source: FileSource, options: RunOptions): Promise<RunRecord> {
		this.begun.push(source.name);
		await orStopped(this.gate(source.name), options.signal);
		return super.scoreFile(source, options);
	}
}

function orStopped(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	const stopped = new Promise<never>((_, reject) =>
		signal?.addEventListener('abort', () => reject(new ShrikeError('engine.cancelled', 'Cancelled.')))
	);
	return Promise.race([work, stopped]);
}

/** A promise and the function that fulfils it. */
export function door(): { readonly opened: Promise<void>; open(): void } {
	let open: () => void = () => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open: () => open() };
}

/** A scorer over a real engine in memory, with the packs `small` (to be loaded) and `profiles`, and all that it tells. */
export async function scorerInMemory(options: Partial<EmbedScorerOptions> = {}) {
	const packs = await made;
	const [small, profiles]: Pack[] = await Promise.all(
		packs.map(({ files, sha256 }) => loadPack(async (name) => files.get(name) ?? new Uint8Array(), sha256))
	);
	let ids = 0;
	const engine = new GatedEngine({ store: new MemoryStore(), clock: () => performance.now(), newId: () => `id-${++ids}` });
	const state = new EngineState(engine);
	const load = (sha256: string) => state.load(packs.find((pack) => pack.sha256 === sha256)?.source ?? packs[0].source, 'cpu');
	const chooser: PackChooser = {
		recognise: (headers) => {
			const { ranking } = recognisePacks(headers, [small, profiles].map(({ sha256, manifest }) => ({ name: sha256, schema: manifest.schema })));
			const best = [small, profiles].find(({ sha256 }) => sha256 === ranking.find(({ fits }) => fits)?.name);
			return best ? { sha256: best.sha256, name: best.manifest.name, title: best.manifest.title } : null;
		},
		get loaded() {
			return state.status?.pack.sha256 ?? null;
		},
		load
	};
	const told: Told[] = [];
	const scorer = new EmbedScorer({
		engine: state,
		packs: chooser,
		version: 'test',
		storageReason: 'There is none in this test.',
		crossOriginIsolated: false,
		query: { theme: 'system', policy: null, locale: null },
		clock: () => performance.now(),
		...options
	});
	scorer.emit = (event, params) => void told.push({ event, params });
	return { scorer, engine, state, told, small, profiles, load, loadSmall: () => load(small.sha256) };
}
