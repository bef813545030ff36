import { readFileSync } from 'node:fs';
import { readTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/test';
import { numberIn } from './pages/figures';

interface Manifest {
	readonly scaler: { readonly names: readonly string[]; readonly mean: readonly number[]; readonly scale: readonly number[] };
}

/** A generated row without its class, by column name. */
async function transaction(): Promise<Map<string, string>> {
	const { header, rows } = readTable(await generated({ rows: 3, seed: 21 }));
	const cells = rows[0] ?? [];
	return new Map(header.slice(0, -1).map((name, i) => [name, cells[i] ?? '']));
}

/** The 33 values that a user of the older system has: standardised as the pack says, from the same raw ones. */
function features(raw: Map<string, string>): { readonly raw: number[]; readonly standardised: number[] } {
	const { scaler } = JSON.parse(readFileSync('static/model/ulb-mlp/manifest.json', 'utf8')) as Manifest;
	const hour = Math.floor(Number(raw.get('Time')) / 3600) % 24;
	const derived: Record<string, number> = {
		log_amount: Math.log1p(Number(raw.get('Amount'))),
		hour,
		is_night: hour < 6 ? 1 : 0
	};
	const values = scaler.names.map((name) => derived[name] ?? Number(raw.get(name)));
	return { raw: values, standardised: values.map((value, i) => (value - (scaler.mean[i] ?? NaN)) / (scaler.scale[i] ?? NaN)) };
}

test('a transaction is read however it is written, and the answer says what it rests on', async ({ single }) => {
	const raw = await transaction();
	const values = [...raw.values()];
	await single.open();
	const probability = await single.score(values.join(','));
	expect(probability).toBeGreaterThan(0);
	expect(probability).toBeLessThan(1);
	await expect(single.result.getByText(/^(Approve|Review|Decline)$/)).toBeVisible();
	await expect(single.detail('Threshold')).toHaveText('0.1800');
	await expect(single.detail('Backend')).toHaveText(await single.shell.backend());
	await expect(single.detail('Latency')).toHaveText(/\d/);

	const { standardised } = features(raw);
	expect(standardised).toHaveLength(33);
	const writings = [
		values.join('\t'),
		values.join(' '),
		`${[...raw.keys()].join(',')}\n${values.join(',')}`,
		JSON.stringify(Object.fromEntries([...raw].map(([name, value]) => [name, Number(value)]))),
		JSON.stringify(values.map(Number)),
		standardised.join(',')
	];
	for (const text of writings) {
		await single.enter('');
		await single.submit();
		await expect(single.result).toBeHidden();
		expect(await single.score(text), text.slice(0, 40)).toBe(probability);
	}
});

test('a class at the end is compared with the decision, and every score is in History', async ({ single, history }) => {
	const values = [...(await transaction()).values()];
	await single.open();
	await single.score([...values, '0'].join(','));
	await expect(single.result.getByText(/(Let through|False alarm): normal/)).toBeVisible();
	await expect(single.classChoice('Normal')).toBeChecked();
	await expect(single.classChoice('Normal')).toBeDisabled();
	await single.enter(values.join(','));
	await single.trueClass('Fraud');
	await single.submit();
	await expect(single.result.getByText(/(Missed|Caught): fraud/)).toBeVisible();

	const shown = await single.shownProbability();
	await single.shell.follow('History');
	await history.showPredictions();
	await expect(history.predictions.getByRole('row')).toHaveCount(3);
	await expect(history.predictions.getByRole('row').nth(1)).toContainText(shown);
});

test('what cannot be is named field by field, and nothing is scored or logged', async ({ single, history, page }) => {
	const raw = await transaction();
	const values = [...raw.values()];
	await single.open();
	const refuse = async (text: string, code: string, ...words: readonly string[]) => {
		await single.enter(text);
		await single.submit();
		const alert = single.shell.failure(code);
		await expect(alert).toBeVisible();
		for (const word of words) await expect(alert).toContainText(word);
		await expect(single.result).toBeHidden();
	};
	await refuse(values.slice(0, 29).join(','), 'input.wrong-count', '29');
	await refuse([...values, '0', '1'].join(','), 'input.wrong-count', '32');
	await refuse(features(raw).raw.join(','), 'input.looks-raw', '30 raw');
	await refuse(['-5', ...values.slice(1, -1), '-1'].join(','), 'input.invalid', 'Time is -5', 'Amount is -1');
	await refuse([values[0], '0x1F', ...values.slice(2)].join(','), 'input.invalid', 'V1', '0x1F');
	await refuse([values[0], 'NaN', '1e999', ...values.slice(3)].join(','), 'input.invalid', 'V1', 'V2');
	await refuse('{"Time": 1,', 'input.not-json');

	await single.shell.follow('History');
	await history.showPredictions();
	await expect(page.getByText('No single predictions yet')).toBeVisible();
});

test('fields take over what was pasted, and each says what is wrong with it', async ({ single }) => {
	const raw = await transaction();
	await single.open();
	const pasted = await single.score([...raw.values()].join(','));
	await single.showFields();
	await expect(single.field('V28')).toHaveValue(String(Number(raw.get('V28'))));
	await single.submit();
	expect(numberIn(await single.shownProbability())).toBe(pasted);

	await single.field('Time (s)').fill('-1');
	await single.field('V3').fill('many');
	await single.submit();
	await expect(single.field('V3')).toHaveAttribute('aria-invalid', 'true');
	await single.field('V3').fill('0');
	await single.submit();
	await expect(single.field('Time (s)')).toHaveAttribute('aria-invalid', 'true');
	await expect(single.field('Time (s)')).toHaveAccessibleDescription(/-1/);
	await expect(single.field('V3')).not.toHaveAttribute('aria-invalid');
	await expect(single.result).toBeHidden();
});

test('a value that training never saw only warns', async ({ single }) => {
	const raw = await transaction();
	raw.set('V7', '900');
	await single.open();
	await single.score([...raw.values()].join(','));
	await expect(single.result.getByText('Outside what the model has seen')).toBeVisible();
	await expect(single.result.getByText(/^V7 is 900/)).toBeVisible();
	await expect(single.result.getByText(/^(Approve|Review|Decline)$/)).toBeVisible();
});
