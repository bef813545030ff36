import { readFile } from 'node:fs/promises';
import { bundledPacks, inventedFor, probabilitiesIn } from './fixtures/bundled';
import { readTable, type Table } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/portal';
import { collectErrors } from './support/console';

// Pages of other origins that embed Shrike and score by its SDK.

const [first] = bundledPacks;
if (!first) throw new Error('The app comes with packs.');

/** Rows as a portal has them: by name, without the class. */
function transactionsIn({ header, rows }: Table): Record<string, string>[] {
	return rows.map((cells) => Object.fromEntries(header.flatMap((name, i) => (name === 'Class' ? [] : [[name, cells[i] ?? '']]))));
}

function expectClose(scores: readonly number[], expected: readonly number[]): void {
	expect(scores).toHaveLength(expected.length);
	for (const [row, value] of scores.entries()) expect(Math.abs(value - (expected[row] ?? NaN)), `row ${row}`).toBeLessThanOrEqual(1e-4);
}

// A browser without a profile of its own keeps nothing for frames of another site.
const memory = { storage: 'memory', storageReason: expect.any(String) };

for (const [place, storage] of [
	['near', { storage: 'kept', storageReason: null }],
	['far', memory],
	['isolated', memory]
] as const) {
	test(`a ${place} host has rows scored in every form as the command line does`, async ({ host, page, embedding, folder }) => {
		const errors = collectErrors(page);
		const { file, probabilities } = await inventedFor(first, 60, folder);
		const info = await host.open(embedding[place]);
		expect(await page.evaluate(() => crossOriginIsolated)).toBe(place === 'isolated');
		expect(info).toMatchObject({ protocol: 1, busy: false, ...storage });
		await expect(host.seen().getByRole('banner')).toContainText(embedding[place]);

		const transactions = transactionsIn(readTable(file));
		const single = await host.score(transactions[7] ?? {});
		expectClose([single.score], probabilities.slice(7, 8));
		expect(single).toMatchObject({ kind: 'single', decision: single.score >= 0.18 ? 'review' : 'approve', pack: { name: first.name } });

		const forms = await page.evaluate(
			async ([rows, csv]) => {
				const { frame } = window.portals[0];
				const named = (make: (texts: string[]) => Float32Array | Float64Array) =>
					Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, make(rows.map((row) => row[name] ?? ''))]));
				const answers = [
					await frame.score(rows),
					await frame.score({ columns: named((texts) => Float64Array.from(texts, Number)) }),
					await frame.score({ columns: named((texts) => Float32Array.from(texts, Number)) }),
					await frame.scoreFile(new File([csv], 'day.csv'))
				];
				return answers.map(({ kind, rows: count, scored, scores, decisions }) => ({
					kind,
					counts: [count, scored],
					scores: [...(scores ?? [])],
					decisions: [...(decisions ?? [])]
				}));
			},
			[transactions, file.toString()] as const
		);
		expect(forms.map(({ kind }) => kind)).toEqual(['rows', 'rows', 'rows', 'file']);
		for (const { counts, scores, decisions } of forms) {
			expect(counts).toEqual([60, 60]);
			expectClose(scores, probabilities);
			expect(decisions).toEqual(scores.map((score) => (score >= 0.18 ? 1 : 0)));
		}
		// What came in one piece and what came in others is the same to the last bit.
		expect(forms[0]?.scores).toEqual(forms[1]?.scores);
		expect(forms[0]?.scores).toEqual(forms[3]?.scores);
		// Of these only the file is shown.
		await expect(host.seen().getByRole('heading', { name: 'day.csv' })).toBeVisible();
		expect(errors).toEqual([]);
	});
}

test('the scored file is the one that the app hands out, and so is the one of the frame', async ({ host, score, page, embedding }) => {
	const csv = await generated({ rows: 400, seed: 12 });
	await host.open(embedding.far);
	const { text, scores, rejects } = await page.evaluate(async (given) => {
		const { scoredFile, scores: values, rejects: refused } = await window.portals[0].frame.scoreFile(new Blob([given]), { name: 'day.csv' });
		return { text: await scoredFile?.text(), scores: [...(values ?? [])], rejects: refused };
	}, withBrokenRow(csv.toString()));
	await expect(host.stat('Scored')).toHaveText('399');
	const coming = page.waitForEvent('download');
	await host.seen().getByRole('button', { name: 'Download scored file' }).click();
	expect(await readFile(await (await coming).path(), 'utf8')).toBe(text);

	await score.open();
	const inApp = await score.scored('day.csv', withBrokenRow(csv.toString()));
	expect(text).toBe(inApp.toString());
	const expected = probabilitiesIn(inApp);
	expectClose(scores.toSpliced(4, 1), expected.toSpliced(4, 1));
	expect(scores[4]).toBeNaN();
	expect(rejects).toEqual([{ row: 5, code: 'cell.not-a-number', message: expect.any(String) }]);
});

/** The fifth row has a text for a number. */
function withBrokenRow(csv: string): string {
	const lines = csv.split('\n');
	return lines.with(5, (lines[5] ?? '').replace(/^[^,]*,[^,]*/, '0,none')).join('\n');
}

test('a hundred thousand rows go over without a copy, as columns and as a file', async ({ host, page, embedding }, info) => {
	const csv = (await generated({ rows: 2000, seed: 7 })).toString();
	await host.open(embedding.far);
	const seen = await page.evaluate(async (text) => {
		const { frame } = window.portals[0];
		const lines = text.trimEnd().split('\n').map((line) => line.split(','));
		const [header = [], ...rows] = lines;
		const columns: Record<string, Float64Array> = {};
		for (const [at, name] of header.entries()) {
			if (name !== 'Class') columns[name] = Float64Array.from({ length: 100_000 }, (_, row) => Number(rows[row % rows.length]?.[at]));
		}
		const end = text.indexOf('\n') + 1;
		const file = new File([text.slice(0, end), ...Array<string>(50).fill(text.slice(end))], 'large.csv');
		const tasks: number[] = [];
		const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))));
		// The page has worked for these columns until here.
		await new Promise((resolve) => setTimeout(resolve));
		observer.observe({ type: 'longtask' });
		const timed = async <T>(begin: () => Promise<T>): Promise<{ value: T; ms: number }> => {
			const began = performance.now();
			const promise = begin();
			const ms = performance.now() - began;
			return { value: await promise, ms };
		};
		const byColumns = await timed(() => frame.score({ columns }));
		const left = Object.values(columns).map(({ buffer }) => buffer.byteLength);
		const byFile = await timed(() => frame.scoreFile(file));
		return {
			columns: Object.keys(columns).length,
			left,
			calls: [byColumns.ms, byFile.ms],
			tasks,
			counts: [byColumns, byFile].map(({ value }) => [value.rows, value.scored, value.scores?.length, value.decisions?.length]),
			same: byColumns.value.scores?.every((score, row) => score === byFile.value.scores?.[row]),
			lines: (await byFile.value.scoredFile?.text())?.split('\n').length
		};
	}, csv);
	info.annotations.push({ type: 'host main thread', description: JSON.stringify({ calls: seen.calls, longTasks: seen.tasks }) });
	expect(seen.columns).toBe(30);
	expect(new Set(seen.left)).toEqual(new Set([0]));
	expect(seen.counts).toEqual(Array(2).fill(Array(4).fill(100_000)));
	expect(seen.same).toBe(true);
	expect(seen.lines).toBe(100_002);
});

test('thresholds and theme are the host’s from the next call on', async ({ host, page, embedding }) => {
	const csv = (await generated({ rows: 30, seed: 4 })).toString();
	const [transaction = {}] = transactionsIn(readTable(Buffer.from(csv)));
	await host.open(embedding.near, '?theme=light');
	const html = host.seen().locator('html');
	await expect(html).toHaveAttribute('data-theme', 'light');
	expect((await host.score(transaction)).decision).toBe('approve');
	const answers = await page.evaluate(async (text) => {
		const { frame } = window.portals[0];
		const outcomes = [await window.outcome(frame.setPolicy({ review: 0.5, decline: 0.2 })), await window.outcome(frame.setPolicy({ review: 7 }))];
		const { policy } = await frame.setPolicy({ review: 0, decline: 0 });
		const { theme } = await frame.setTheme('dark');
		const { flagged, decisions } = await frame.scoreFile(new File([text], 'day.csv'));
		const { policy: now, theme: shown } = await frame.info();
		return { codes: outcomes.map(({ code }) => code), policy, theme, flagged, decisions: [...(decisions ?? [])], now, shown };
	}, csv);
	const policy = { kind: 'threshold', review: 0, decline: 0 };
	expect(answers).toEqual({
		codes: ['config.invalid', 'embed.bad-params'],
		policy,
		theme: 'dark',
		flagged: 30,
		decisions: Array(30).fill(2),
		now: policy,
		shown: 'dark'
	});
	await expect(html).toHaveAttribute('data-theme', 'dark');
	await expect(host.stat('Flagged')).toHaveText('30');
	expect(await host.score(transaction)).toMatchObject({ decision: 'decline', policy });

	// The analyst decides otherwise: the host is told how many, not which.
	await host.seen().getByLabel('Exact threshold').fill('1');
	await host.seen().getByRole('button', { name: 'Set', exact: true }).click();
	await expect.poll(async () => (await host.told('decision')).at(-1)).toMatchObject({ call: null, kind: 'file', score: null, flagged: 0 });
});

test('two embeds of one page work at the same time, each for itself', async ({ host, page, embedding }) => {
	const csvs = [await generated({ rows: 3000, seed: 31 }), await generated({ rows: 2000, seed: 7 })].map(String);
	await host.open(embedding.far, '?theme=dark');
	await host.add('?theme=light&policy=0');
	const answers = await page.evaluate(async (texts) => {
		const embeds = window.portals.map(({ frame }) => frame);
		const alone = await Promise.all(embeds.map((frame, i) => frame.scoreFile(new File([texts[i] ?? ''], `${i}.csv`))));
		// The same ids, crossed, many at once.
		const together = await Promise.all(
			texts.flatMap((text, i) =>
				[0, 1, 2].map((n) => embeds[n % 2 === 0 ? i : 1 - i]?.scoreFile(new File([text], `${i}.csv`), { scoredFile: false }))
			)
		);
		const same = together.map((answer, k) => {
			const expected = alone[k < 3 ? 0 : 1];
			return answer?.name === expected?.name && answer?.rows === expected?.rows && answer?.scores?.every((s, row) => s === expected?.scores?.[row]);
		});
		return { same, flagged: together.map((answer) => answer?.flagged), themes: await Promise.all(embeds.map(async (frame) => (await frame.info()).theme)) };
	}, csvs);
	expect(answers.same).toEqual(Array(6).fill(true));
	// Which frame has answered, its thresholds say.
	const flagged = answers.flagged.map((count, k) => count === (k < 3 ? 3000 : 2000));
	expect(flagged).toEqual([false, true, false, true, false, true]);
	expect(answers.themes).toEqual(['dark', 'light']);
	const calls = await Promise.all([0, 1].map(async (nth) => (await host.told('scored', nth)).length));
	expect(calls).toEqual([4, 4]);
});
