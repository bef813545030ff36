import { describe, expect, it } from 'vitest';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';

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
		for await (const { keys, rejects, kept } of store.blocks(run.id)) logged.push(keys, rejects, kept);
		expect(run.counts).toMatchObject({ rows: 4, scored: 2, rejected: 2, badLabels: 1 });
		expect(JSON.stringify(logged)).toContain('…1111');
		expect(JSON.stringify(logged).replace(/[ -]/g, '')).not.toContain(card);
	});
});
