import type { KeyedHash } from '../../privacy/keyed-hash';
import type { Block } from '../block';
import type { Source } from '../names';
import type { Plan } from '../plan';
import type { SessionCounts } from '../session';
import { openState, sealState } from '../state/envelope';
import type { Pieces } from '../state/pieces';
import { StateReader } from '../state/reader';
import { StateWriter } from '../state/writer';
import type { TextDictionary } from '../text-dictionary';
import { Group } from './group';
import { KeySlots } from './key-slots';
import { PreviousRows } from './previous-rows';
import { RowPrints } from './row-prints';
import { TextIds } from './text-ids';

/** What is done with one block, stage by stage. */
export interface ProfiledBlock {
	runStage(stage: number): void;
	/** To be called after the last stage. */
	finish(): void;
}

/** All profiles of a session. */
export class Profiles {
	private readonly ids: readonly (TextIds | null)[];
	private readonly keys: readonly KeySlots[];
	private readonly groups: readonly { readonly group: Group; readonly key: KeySlots }[];
	private readonly firstKey: KeySlots;
	private readonly previous: PreviousRows;
	private prints: { readonly keyId: string; readonly of: RowPrints } | null = null;
	private late = 0;

	/** @param pipeline see `pipelineDigest` */
	constructor(
		plan: Plan,
		firstKey: readonly Source[],
		private readonly dictionaries: readonly (TextDictionary | null)[],
		private readonly pipeline: string
	) {
		const keys = new Map<string, KeySlots>();
		const slotsOf = (parts: readonly Source[]): KeySlots => {
			const name = JSON.stringify(parts);
			const known = keys.get(name) ?? new KeySlots(parts);
			keys.set(name, known);
			return known;
		};
		this.firstKey = slotsOf(firstKey);
		this.groups = plan.groups.map((group) => ({ group: new Group(group), key: slotsOf(group.key) }));
		this.keys = [...keys.values()];
		this.previous = new PreviousRows(dictionaries.length);
		const texts = plan.groups.flatMap(({ key, steps }) => [
			...key.flatMap(({ kind, index }) => (kind === 'raw' ? [index] : [])),
			...steps.map(({ text }) => text)
		]);
		this.ids = dictionaries.map((dictionary, column) => (dictionary && texts.includes(column) ? new TextIds(dictionary) : null));
	}

	get counts(): SessionCounts {
		const { withoutHistory, repeated } = this.previous;
		return { withoutHistory, late: this.late, repeated };
	}

	begin(block: Block): ProfiledBlock {
		const none = new Int32Array(0);
		const ids = this.ids.map((texts, column) => texts?.look(block.raw[column], block.ints()) ?? none);
		const slots = new Map<KeySlots, Int32Array>();
		// Keys with features in them are looked at when the first stage that needs them begins: not before they are made.
		const slotsOf = (key: KeySlots): Int32Array => {
			const known = slots.get(key) ?? key.look(ids, block);
			slots.set(key, known);
			return known;
		};
		for (const key of this.keys) if (!key.hasFeatures) slotsOf(key);
		const adds = this.previous.run(block, slotsOf(this.firstKey), this.slotCount(this.firstKey), this.prints?.of ?? null);
		const late = new Uint8Array(block.rows);
		return {
			runStage: (stage) => {
				for (const { group, key } of this.groups) {
					if (group.stage === stage) group.run(block, slotsOf(key), this.slotCount(key), adds, late, ids);
				}
			},
			finish: () => {
				for (let row = 0; row < block.rows; row++) this.late += late[row];
			}
		};
	}

	/** See `PipelineSession.saving`. */
	*saving(hash: KeyedHash): Pieces<Uint8Array<ArrayBuffer>> {
		const out = new StateWriter();
		for (const ids of this.ids) if (ids) yield* ids.write(out, hash);
		for (const key of this.keys) yield* key.write(out);
		yield* this.previous.write(out, this.slotCount(this.firstKey), this.printsOf(hash));
		for (const { group, key } of this.groups) yield* group.write(out, this.slotCount(key));
		return yield* sealState(out, hash.keyId, this.pipeline);
	}

	/** Into profiles that have seen no row. */
	load(bytes: Uint8Array, hash: KeyedHash): void {
		const from = new StateReader(openState(bytes, hash, this.pipeline));
		const count = (column: number): number => this.ids[column]?.size ?? 0;
		for (const ids of this.ids) ids?.read(from, hash);
		for (const key of this.keys) key.read(from, count);
		this.previous.read(from, this.slotCount(this.firstKey));
		for (const { group, key } of this.groups) group.read(from, this.slotCount(key), count);
		from.finish();
		this.printsOf(hash);
	}

	private slotCount(key: KeySlots): number {
		return key.count((column) => this.ids[column]?.size ?? 0);
	}

	private printsOf(hash: KeyedHash): RowPrints {
		if (this.prints?.keyId !== hash.keyId) this.prints = { keyId: hash.keyId, of: new RowPrints(this.dictionaries, hash) };
		return this.prints.of;
	}
}
