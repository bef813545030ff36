import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { keyTexts } from '../src/lib/core/run/key-column';
import { DirectEngine } from '../src/lib/engine/direct';
import { DexieStore } from '../src/lib/storage/dexie-store';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';
import { cardOf, profileHeader, profilePack, profileRows, tableOf } from './fixtures/profile-pack';

/** A test number that a card scheme publishes. */
const card = '4111111111111111';

describe('a full card number', () => {
	it('gets into no part of the log, wherever the file has it', async () => {
		const lines = [
			`Time,V1,V2,V3,Amount,Class,${card},note`,
			`1,0.1,0.2,0.3,5,0,${card},4111 1111 1111 1111`,
			`2,0.1,0.2,0.3,5,${card},x,paid with ${card} twice`,
			`3,0.1,${card}x,0.3,5,0,x,y`,
			`4,0.1,0.2,0.3,5,0,x,y,${card}`
		];
		const { engine, store, status } = await startEngine();
		const run = await scoreAsPreviewed(engine, status, file(lines.join('\n')));
		const analysis = await engine.analyse(run.id);
		const logged: unknown[] = [await store.getRun(run.id), analysis.top, analysis.rejects];
		for await (const { keys, rejects, kept } of store.blocks(run.id)) logged.push(Object.values(keys).map(keyTexts), rejects, kept);
		expect(run.counts).toMatchObject({ rows: 4, scored: 2, rejected: 2, badLabels: 1 });
		expect(JSON.stringify(logged)).toMatch(/…1111#[0-9a-f]{8}/);
		expect(JSON.stringify(logged).replace(/[ -]/g, '')).not.toContain(card);
	});
});

/** A value as text in which a number would be found however it is kept: as text, bytes or a number. */
function spelled(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) => {
		if (part instanceof Map) return [...part];
		if (part instanceof Uint8Array) return `${[...part].join(',')} ${new TextDecoder('latin1').decode(part)}`;
		if (ArrayBuffer.isView(part) && !(part instanceof DataView)) return Array.from(part as Float64Array, String).join(' ');
		return part;
	});
}

/** Everything in a database of the browser, whatever its tables are. */
async function contentOf(name: string): Promise<string> {
	const db = await new Dexie(name).open();
	const tables = await Promise.all(db.tables.map(async (table) => [table.name, await table.toArray()]));
	db.close();
	return spelled(tables);
}

describe('the numbers in a column of card numbers', () => {
	/** As {@link card}, of digits that no other number begins with. */
	const published = '5500005555555559';
	const lines = profileRows(300);
	const cards = Array.from({ length: 40 }, (_, i) => cardOf(i));
	// In the wrong column, where only the check digit tells a card; rows with too many or too few cells; written in groups.
	const odd = [
		`a,2019-07-09 10:00:00,${cards[1]},${published},travel,5,1,${published}`,
		`b,2019-07-09 10:00:00,${cards[4]},m,travel,5,1,0,${cards[5]}`,
		`c,${cards[6]},m,travel`,
		`d,2019-07-09 10:00:00,0333 3333 3331 1111,m,travel,5,1,0`,
		`${published},2019-07-09 10:00:00,${cards[8]},m,travel,5,1,0`,
		// As many cells as the header has, none where it belongs: cards in the places of date and amount; in that of the label, where only the check digit tells one.
		`e,${cards[10]},m,travel,5,x,1,0`,
		`f,2019-07-09 10:00:00,m,travel,5,${cards[11]}x,1,0`,
		`g,2019-07-09 10:00:00,${cards[12]},m,travel,5,1,${published}`,
		`h,2019-07-09 10:00:00,${cards[14]},"m,travel,5,1,0 ${cards[15]},x`
	];
	const found = (text: string) => [...cards, published, '0333333333311111'].filter((card) => text.replace(/[ -]/g, '').includes(card.slice(1)));

	it('are in nothing that is stored or leaves the engine: not in blocks, profiles, the log, previews or progress', async () => {
		const store = await DexieStore.open({ name: crypto.randomUUID() });
		const engine = new DirectEngine({ store, clock: () => performance.now(), newId: () => crypto.randomUUID() });
		const status = await engine.load((await profilePack()).source, { pin: 'cpu' });
		const source = file(tableOf([...lines, ...odd]));
		const posted: unknown[] = [await engine.preview(source)];
		const onProgress = (progress: unknown) => void posted.push(progress);
		const first = await scoreAsPreviewed(engine, status, source, { onProgress, policy: { kind: 'threshold', review: 0.01 } });
		const second = await scoreAsPreviewed(engine, status, file(tableOf(profileRows(200, 9))), { history: { kind: 'run', runId: first.id } });
		posted.push(first, second, await engine.analyse(first.id));
		const values = { when: '2019-07-10', card: cards[0], merchant: 'm', category: 'food', amt: 5 };
		posted.push(await engine.scoreOne({ kind: 'raw', values, trueClass: null, historyRun: first.id }, status.pack.policy));
		const bad = engine.scoreOne({ kind: 'raw', values: { ...values, when: cards[0] }, trueClass: null }, status.pack.policy);
		posted.push(await bad.catch((thrown: unknown) => [String(thrown), thrown]));
		const header = [profileHeader.replace('merchant', published), ...lines].join('\n');
		posted.push(await engine.preview(file(lines.slice(1).join('\n'))), await engine.preview(file(`${cards[20]},${cards[21]}\n2,3\n`)));
		posted.push(await engine.preview(file(header)), await engine.preview(file(`${published},1\n2,3\n`)));

		expect(first.counts).toMatchObject({ rejected: 5, badLabels: 2 });
		const column = (await store.block(first.id, 0))?.keys.card;
		const cardNames = column ? keyTexts(column) : [];
		expect(cardNames[0]).toMatch(/^…\d{4}#[0-9a-f]{8}$/);
		expect(new Set(cardNames.filter((name) => name !== '')).size).toBe(42);
		const { name } = store;
		await store.close();
		const stored = await contentOf(name);
		expect(found('x 0333-3333-3331-1111 x')).toEqual(['0333333333311111']);
		expect(stored).toContain(cardNames[0]);
		expect(found(stored)).toEqual([]);
		expect(found(spelled(posted))).toEqual([]);
	});
});
