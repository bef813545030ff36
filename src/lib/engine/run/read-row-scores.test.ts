import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { file, scoreAsPreviewed, startEngine } from '../../../../tests/fixtures/engine';
import { manyRows } from '../../../../tests/fixtures/rows';
import { decisions } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import { WorkerEngine } from '../worker/client';
import { HostedWorker } from '../worker/test-support';
import type { DirectEngine } from '../direct';

// Two blocks and a bit.
const rows = 17_000;
const source = file(manyRows(rows));
let engine: DirectEngine;
let run: RunRecord;

beforeAll(async () => {
	const started = await startEngine();
	engine = started.engine;
	run = await scoreAsPreviewed(engine, started.status, source);
});

describe('the scores of every row', () => {
	it('are those of the scored file, read by another reader', async () => {
		const { scores, decisions: decided, rejects } = await engine.rowScores(run.id, rows);
		const csv = await (await engine.exportScored(source, run.id, { gzip: false, policy: run.policy })).text();
		const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
		expect(scores).toHaveLength(rows);
		// The file has nine significant digits.
		expect(Array.from(scores ?? [], (score) => Number(score.toPrecision(9)))).toEqual(
			data.map(({ fraud_probability: text }) => (text === '' ? NaN : Number(text)))
		);
		expect(Array.from(decided ?? [], (code) => (code === 255 ? '' : decisions[code]))).toEqual(data.map(({ decision }) => decision));
		const unscored = data.flatMap(({ decision, error }, i) => (decision === '' ? [{ row: i + 1, text: error }] : []));
		expect(unscored).toHaveLength(run.counts.rejected);
		expect(rejects.map(({ row }) => row)).toEqual(unscored.map(({ row }) => row));
		for (const [i, { code }] of rejects.entries()) expect(unscored[i].text.startsWith(`${code}: `)).toBe(true);
	});

	it('are not given for more rows than asked for; what was rejected is', async () => {
		const { scores, decisions: decided, rejects } = await engine.rowScores(run.id, rows - 1);
		expect([scores, decided]).toEqual([null, null]);
		expect(rejects).toHaveLength(run.counts.rejected);
	});

	it('are handed over by a worker', async () => {
		const worker = new WorkerEngine({ createWorker: () => new HostedWorker(engine) });
		expect(await worker.rowScores(run.id, rows)).toEqual(await engine.rowScores(run.id, rows));
	});

	it('of a run that is not in the log are not found', async () => {
		await expect(engine.rowScores('none', rows)).rejects.toMatchObject({ code: 'storage.not-found' });
	});
});
