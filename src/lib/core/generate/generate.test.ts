import { describe, expect, it } from 'vitest';
import { TextDictionary } from '../features/text-dictionary';
import { passesLuhn } from '../privacy/card-number';
import { seededRandom } from '../random/random';
import type { Column, ColumnRole, Schema } from '../schema/schema';
import { buildReference } from '../sketch/build-reference';
import { generateCsv } from './csv';
import { inverseCdf } from './inverse-cdf';
import { generateTransactions } from './transactions';

const column = (name: string, ...roles: ColumnRole[]): Column => ({ name, type: 'number', roles, aliases: [], description: '' });
const schema: Schema = {
	name: 'cards',
	columns: [
		column('Time', 'feature', 'timestamp'),
		column('V1', 'feature'),
		column('Amount', 'feature', 'amount'),
		column('Class', 'label')
	]
};

/** A reference of normal and log-normal values in which frauds have V1 around 4. */
function madeReference() {
	const random = seededRandom(3);
	const rows = 8000;
	const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 20 === 0 ? 1 : 0));
	const time = Float64Array.from({ length: rows }, (_, row) => row * 10);
	const v1 = Float64Array.from(labels, (label) => 4 * label + random.normal());
	const amount = Float64Array.from(labels, () => Math.exp(3 + random.normal()));
	const weights = new Float64Array(rows).fill(1);
	return buildReference({
		rawNames: ['Time', 'V1', 'Amount'],
		raw: [time, v1, amount],
		featureNames: ['V1'],
		features: [v1],
		labels,
		weights,
		scores: new Float64Array(rows).fill(0.5),
		margins: new Float64Array(rows),
		scoreWeights: weights
	});
}

const reference = madeReference();
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('inverseCdf', () => {
	it('passes through the sketch and ascends', () => {
		const draw = inverseCdf({ probabilities: [0, 0.25, 0.5, 0.75, 1], values: [-100, -1, 0, 1, 30] });
		expect([0, 0.25, 0.5, 0.625, 0.75, 1].map(draw)).toEqual([-100, -1, 0, 0.5, 1, 30]);
		const values = Array.from({ length: 1001 }, (_, i) => draw(i / 1000));
		expect(values.every((value, i) => i === 0 || value >= values[i - 1])).toBe(true);
	});

	it('is linear where it cannot be otherwise', () => {
		expect(inverseCdf({ probabilities: [0, 1], values: [2, 4] })(0.25)).toBe(2.5);
		expect(inverseCdf({ probabilities: [0, 0.5, 1], values: [7, 7, 7] })(0.1)).toBe(7);
	});

	it('gives back the moments of a normal and a log-normal column within 5 %', () => {
		const { raw } = generateTransactions(reference, schema, { rows: 40_000, seed: 1, fraudShare: 0 });
		const v1 = [...raw[1]];
		expect(mean(v1)).toBeCloseTo(0, 1);
		expect(Math.sqrt(mean(v1.map((x) => x * x)))).toBeCloseTo(1, 1);
		// The mean of exp(3 + z) is exp(3.5).
		expect(mean([...raw[2]]) / Math.exp(3.5)).toBeCloseTo(1, 1);
	});
});

describe('generateTransactions', () => {
	it('has exactly the frauds asked for, and they differ as in the data', () => {
		const { raw, labels } = generateTransactions(reference, schema, { rows: 5000, seed: 9, fraudShare: 0.03 });
		const v1 = (label: number) => mean([...raw[1]].filter((_, row) => labels[row] === label));
		expect(labels.reduce((sum, label) => sum + label, 0)).toBe(150);
		expect(v1(1)).toBeGreaterThan(3.5);
		expect(v1(0)).toBeLessThan(0.2);
	});

	it('has ascending whole seconds over the whole span, and whole cents', () => {
		const { raw } = generateTransactions(reference, schema, { rows: 5000, seed: 9, fraudShare: 0.03 });
		expect(raw[0].every((time, row) => Number.isInteger(time) && (row === 0 || time >= raw[0][row - 1]))).toBe(true);
		expect(raw[0][0]).toBeLessThan(200);
		expect(raw[0][4999]).toBeGreaterThan(79_700);
		expect(raw[2].every((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6)).toBe(true);
	});

	it('refuses a reference without the column or the class', () => {
		const options = { rows: 10, seed: 1, fraudShare: 0.5 };
		const without = { ...reference, raw: reference.raw.slice(1) };
		expect(() => generateTransactions(without, schema, options)).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		const oneClass = { ...reference, raw: reference.raw.map((c) => ({ ...c, byClass: { ...c.byClass, fraud: null } })) };
		expect(() => generateTransactions(oneClass, schema, options)).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		expect(generateTransactions(oneClass, schema, { ...options, fraudShare: 0 }).rows).toBe(10);
	});
});

describe('generateCsv', () => {
	const options = { rows: 9000, seed: 4, fraudShare: 0.01 };

	it('writes the same bytes for a seed, and others for another', () => {
		const text = [...generateCsv(reference, schema, options)].join('');
		expect([...generateCsv(reference, schema, options)].join('')).toBe(text);
		expect([...generateCsv(reference, schema, { ...options, seed: 5 })].join('')).not.toBe(text);
	});

	it('writes plain decimals that read back as what was generated', () => {
		const lines = [...generateCsv(reference, schema, options)].join('').trimEnd().split('\n');
		expect(lines[0]).toBe('Time,V1,Amount,Class');
		expect(lines).toHaveLength(9001);
		expect(lines.slice(1).every((line) => /^\d+,-?\d+(\.\d+)?,\d+\.\d\d,[01]$/.test(line))).toBe(true);
		const { raw, labels } = generateTransactions(reference, schema, options);
		lines.slice(1).forEach((line, row) => {
			const [time, v1, amount, label] = line.split(',').map(Number);
			expect([time, amount, label]).toEqual([raw[0][row], raw[2][row], labels[row]]);
			expect(v1).toBeCloseTo(raw[1][row], 12);
		});
	});

	it('comes in chunks, whatever the number of rows', () => {
		const chunks = generateCsv(reference, schema, { rows: 100_000_000, seed: 1, fraudShare: 0.001 });
		chunks.next();
		const second: unknown = chunks.next().value;
		expect(String(second).length).toBeLessThan(1e6);
	});
});

describe('rows with texts and dates', () => {
	const typed: Schema = {
		name: 'typed',
		columns: [
			{ ...column('when', 'feature', 'timestamp'), type: 'datetime' },
			{ ...column('card', 'feature', 'entity'), type: 'string', sensitive: 'card-number' },
			{ ...column('kind', 'feature'), type: 'string' },
			{ ...column('note', 'feature'), type: 'string', optional: true },
			{ ...column('id', 'id'), type: 'string' },
			column('Class', 'label')
		]
	};
	const first = Date.UTC(2020, 0, 1) / 1000;
	const days = 10;

	/** Normals come between 8 and 20 o'clock with the kinds a and b, frauds between 0 and 4 with the kind b. */
	function typedReference() {
		const random = seededRandom(8);
		const rows = 4000;
		const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 10 === 0 ? 1 : 0));
		const hours = Array.from(labels, (label) => (label === 1 ? random.next() * 4 : 8 + random.next() * 12));
		const when = Float64Array.from(hours, (hour, row) => first + Math.floor((row / rows) * days) * 86_400 + Math.floor(hour * 3600));
		const [cards, kinds] = [new TextDictionary(), new TextDictionary()];
		const weights = new Float64Array(rows).fill(1);
		return buildReference({
			rawNames: ['when', 'seconds'],
			raw: [when, when.map((time) => time - first + 500)],
			dates: ['when'],
			texts: [
				{ name: 'card', dictionary: cards, codes: Array.from(labels, () => cards.codeOf(`4${String(random.int(500)).padStart(15, '7')}`)), isName: true },
				{ name: 'kind', dictionary: kinds, codes: Array.from(labels, (label) => kinds.codeOf(label === 1 || random.next() < 0.3 ? 'b' : 'a "1"')), isName: false }
			],
			featureNames: ['hour'],
			features: [when],
			labels,
			weights,
			scores: new Float64Array(rows).fill(0.5),
			margins: new Float64Array(rows),
			scoreWeights: weights
		});
	}

	const made = typedReference();

	it('ascend in time, each class at its own hours and with its own texts, and name nobody', () => {
		const { raw, dictionaries, labels } = generateTransactions(made, typed, { rows: 3000, seed: 2, fraudShare: 0.1 });
		const [when, card, kind, note] = raw;
		expect(labels.reduce((sum, label) => sum + label, 0)).toBe(300);
		expect(when.every((time, row) => row === 0 || time >= when[row - 1])).toBe(true);
		expect([when[0] >= first, when[2999] < first + days * 86_400]).toEqual([true, true]);
		const hours = Array.from(when, (time) => Math.floor(time / 3600) % 24);
		expect(hours.every((hour, row) => (labels[row] === 1 ? hour < 4 : hour >= 8 && hour < 20))).toBe(true);
		const texts = (column: number, values: Float64Array) => Array.from(values, (code) => dictionaries[column]?.texts[code] ?? '');
		const normalKinds = texts(2, kind).filter((_, row) => labels[row] === 0);
		expect(normalKinds.filter((text) => text === 'b').length / normalKinds.length).toBeCloseTo(0.3, 1);
		expect(new Set(texts(2, kind).filter((_, row) => labels[row] === 1))).toEqual(new Set(['b']));
		const names = texts(1, card);
		expect(names.every((name) => /^4\d{15}$/.test(name) && !passesLuhn(name))).toBe(true);
		expect(new Set(names).size).toBeGreaterThan(200);
		expect(new Set(texts(3, note))).toEqual(new Set(['']));
	});

	it('tell one time in all columns of time, each in its own unit', () => {
		const seconds: Column = { ...column('seconds', 'feature', 'timestamp'), min: 0 };
		const twice: Schema = { ...typed, columns: [typed.columns[0], seconds, ...typed.columns.slice(1)] };
		const { raw } = generateTransactions(made, twice, { rows: 500, seed: 3, fraudShare: 0.1 });
		const [when, since] = raw;
		expect(Array.from(since)).toEqual(Array.from(when, (time) => Math.max(0, time - first + 500)));
	});

	it('are written as files have them, ids included', () => {
		const [header, one, two] = [...generateCsv(made, typed, { rows: 2, seed: 2, fraudShare: 0 })].join('').split('\n');
		expect(header).toBe('when,card,kind,note,id,Class');
		expect(one).toMatch(/^2020-01-\d\d \d\d:\d\d:\d\d,4\d{15},("a ""1"""|b),,1,0$/);
		expect(two).toMatch(/,,2,0$/);
	});
});
