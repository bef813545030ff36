import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFields, parseSingle } from './parse-single';
import type { InputNames, SingleParse } from './types';

const pca = Array.from({ length: 28 }, (_, i) => `V${i + 1}`);
const rawNames = ['Time', ...pca, 'Amount'];
const featureNames = [...rawNames, 'log_amount', 'hour', 'is_night'];
const names: InputNames = { rawNames, featureNames, labelName: 'Class', aliases: { Amount: ['transaction amount'] } };

const raw = rawNames.map((_, i) => i * 1.25 - 3);
const rawValues = Object.fromEntries(rawNames.map((name, i) => [name, raw[i]]));
const standardised = featureNames.map((_, i) => i / 10 - 1.5);

function failureOf(parse: SingleParse) {
	if (parse.ok) throw new Error('expected a failure');
	return parse.failure;
}

describe('parseSingle on a line of values', () => {
	it.each([
		['commas', ','],
		['commas and blanks', ', '],
		['semicolons', ';'],
		['tabs', '\t'],
		['bars', ' | '],
		['blanks', '  '],
		['lines', '\n']
	])('reads 30 raw values between %s', (_, separator) => {
		expect(parseSingle(` ${raw.join(separator)}\r\n`, names)).toEqual({
			ok: true,
			input: { kind: 'raw', values: rawValues },
			trueClass: null
		});
	});

	it('knows 33 as standardised, and 31 and 34 as having the true class', () => {
		expect(parseSingle(standardised.join(','), names)).toMatchObject({
			input: { kind: 'standardised', values: standardised },
			trueClass: null
		});
		expect(parseSingle([...raw, 1].join(','), names)).toMatchObject({ input: { kind: 'raw' }, trueClass: 1 });
		expect(parseSingle([...standardised, 0].join(' '), names)).toMatchObject({
			input: { kind: 'standardised' },
			trueClass: 0
		});
	});

	it('reads the quoted class that the published file has, and a blank one as none', () => {
		expect(parseSingle(`${raw.join(',')},"0"`, names)).toMatchObject({ ok: true, trueClass: 0 });
		expect(parseSingle(`${raw.join(',')},`, names)).toMatchObject({ ok: true, trueClass: null });
	});

	it('refuses a last value that is no class', () => {
		const failure = failureOf(parseSingle([...raw, 0.37].join(','), names));
		expect(failure.code).toBe('input.invalid');
		expect(failure.detail['fields']).toEqual({ Class: 'Class must be 0 or 1, or be left out.' });
	});

	it.each([
		['semicolons', ';'],
		['tabs', '\t'],
		['blanks', ' ']
	])('reads decimal commas between %s', (_, separator) => {
		const line = raw.map((value) => String(value).replace('.', ',')).join(separator);
		expect(parseSingle(line, names)).toMatchObject({ ok: true, input: { values: rawValues } });
	});

	it('reads quoted decimal commas between commas', () => {
		const line = raw.map((value) => `"${String(value).replace('.', ',')}"`).join(',');
		expect(parseSingle(line, names)).toMatchObject({ ok: true, input: { values: rawValues } });
	});

	it('does not guess where points and commas are mixed', () => {
		const cells = raw.map(String);
		cells[29] = '1,234.50';
		const failure = failureOf(parseSingle(cells.join(';'), names));
		expect(failure.detail['fields']).toEqual({
			Amount:
				'Amount (value 30) is “1,234.50”: expected a number without thousands separators, and one decimal mark in all values.'
		});
	});

	it('names every bad value by field and place', () => {
		const cells = raw.map(String);
		cells[0] = 'noon';
		cells[3] = 'NaN';
		cells[4] = '0x1F';
		cells[5] = '';
		const failure = failureOf(parseSingle(cells.join(','), names));
		expect(failure.code).toBe('input.invalid');
		expect(failure.detail['fields']).toEqual({
			Time: 'Time (value 1) is “noon”: expected a number.',
			V3: 'V3 (value 4) is “NaN”: expected a finite number.',
			V4: 'V4 (value 5) is “0x1F”: expected a number.',
			V5: 'V5 (value 6) is empty: expected a number.'
		});
		expect(failure.message).toMatch(/^Nothing was scored\. Time .* 1 more need attention\.$/);
	});

	it.each([0, 1, 29, 32, 35, 60])('says what it expected for %d values', (count) => {
		const failure = failureOf(parseSingle(Array(count).fill('1').join(','), names));
		expect(failure.code).toBe('input.wrong-count');
		expect(failure.detail).toEqual({ found: count, expected: [30, 31, 33, 34] });
		expect(failure.message).toContain('30 raw values (Time … Amount) or 33 standardised ones');
	});

	it('does not take a class where the schema has no label at its end', () => {
		const failure = failureOf(parseSingle([...raw, 1].join(','), { rawNames, featureNames }));
		expect(failure.detail).toEqual({ found: 31, expected: [30, 33] });
	});

	it('never repeats what looks like a card number', () => {
		for (const card of ['4111111111111111x', '4111 1111 1111 1111', '3782-822463-10005', '60416207185x']) {
			const cells = [card, ...raw.slice(1).map(String)];
			const failure = failureOf(parseSingle(cells.join(';'), names));
			expect(JSON.stringify(failure)).not.toMatch(/4111|3782|60416/);
			expect(failure.message).toContain('looks like a card number');
		}
	});
});

describe('parseSingle on a header and a line', () => {
	it('matches names without case, blanks and underscores, by alias, in any order', () => {
		const header = ['CLASS', 'transaction_amount', ...pca.map((n) => n.toLowerCase()), 'Note', ' time '];
		const line = ['1', '12.5', ...pca.map(() => '0.5'), 'seen', '7'];
		const parse = parseSingle(`${header.join(',')}\n${line.join(',')}\n`, names);
		expect(parse).toMatchObject({ ok: true, trueClass: 1, input: { kind: 'raw' } });
		if (parse.ok && parse.input.kind === 'raw') {
			expect(parse.input.values).toEqual({ Time: 7, ...Object.fromEntries(pca.map((n) => [n, 0.5])), Amount: 12.5 });
		}
	});

	it('is standardised when the derived features are there', () => {
		const parse = parseSingle(`${featureNames.join('\t')}\n${standardised.join('\t')}`, names);
		expect(parse).toEqual({ ok: true, input: { kind: 'standardised', values: standardised }, trueClass: null });
	});

	it('names what is missing and what is there twice', () => {
		const header = ['Time', 'time', ...pca.slice(1), 'Amount'];
		const failure = failureOf(parseSingle(`${header.join(',')}\n${header.map(() => '1').join(',')}`, names));
		expect(failure.detail['fields']).toEqual({ Time: 'Time is given twice.', V1: 'V1 is missing.' });
	});

	it('wants both lines whole, and one transaction', () => {
		expect(failureOf(parseSingle(`${rawNames.join(',')}\n1,2,3`, names)).detail).toEqual({ found: 3, expected: [30] });
		const line = raw.join(',');
		expect(failureOf(parseSingle(`${line}\n${line}`, names)).message).toContain('This is 2 transactions.');
		expect(failureOf(parseSingle(`${rawNames.join(',')}\n${line}\n${line}`, names)).message).toContain('2 transactions');
	});
});

describe('parseSingle on JSON', () => {
	it('reads an object by names, an array, and an array of one', () => {
		const wanted = { ok: true, input: { kind: 'raw', values: rawValues }, trueClass: 1 };
		expect(parseSingle(JSON.stringify({ ...rawValues, Class: 1 }), names)).toEqual(wanted);
		expect(parseSingle(JSON.stringify([...raw, '1']), names)).toEqual(wanted);
		expect(parseSingle(JSON.stringify([{ ...rawValues, class: true, id: { a: 1 } }]), names)).toEqual({ ...wanted, notes: ['Not read by this model: id.'] });
		expect(parseSingle(JSON.stringify([standardised]), names)).toMatchObject({ input: { kind: 'standardised' } });
	});

	it('names fields that are null, text or nested', () => {
		const bad = { ...rawValues, V1: null, V2: 'abc', V3: [1], V4: true };
		expect(failureOf(parseSingle(JSON.stringify(bad), names)).detail['fields']).toEqual({
			V1: 'V1 is empty: expected a number.',
			V2: 'V2 is “abc”: expected a number.',
			V3: 'V3 is “{…}”: expected a number.',
			V4: 'V4 is true: expected a number.'
		});
	});

	it('says that it is not JSON without repeating it', () => {
		const failure = failureOf(parseSingle('{"Time": 1, "card": 4111111111111111', names));
		expect(failure.code).toBe('input.not-json');
		expect(failure.message).not.toContain('4111');
	});

	it('sends lists of transactions elsewhere', () => {
		const failure = failureOf(parseSingle(JSON.stringify([rawValues, rawValues]), names));
		expect(failure.message).toContain('a list of 2 transactions');
	});
});

describe('parseFields', () => {
	it('reads the fields of a form and names the empty ones', () => {
		const fields = Object.fromEntries(rawNames.map((name, i) => [name, String(raw[i])]));
		expect(parseFields({ ...fields, Class: '0' }, names)).toEqual({
			ok: true,
			input: { kind: 'raw', values: rawValues },
			trueClass: 0
		});
		expect(failureOf(parseFields({ ...fields, V7: ' ' }, names)).detail['fields']).toEqual({
			V7: 'V7 is empty: expected a number.'
		});
	});
});

describe('parseSingle, as a property', () => {
	const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x));

	it('gives back exactly the numbers that were written, however they were separated', () => {
		fc.assert(
			fc.property(
				fc.array(finite, { minLength: 30, maxLength: 30 }),
				fc.constantFrom(',', ';', '\t', '|', ' ', '\n', ', '),
				(values, separator) => {
					const parse = parseSingle(values.join(separator), names);
					expect(parse).toMatchObject({ ok: true, input: { kind: 'raw' } });
					if (parse.ok) expect(Object.values(parse.input.values)).toEqual(values);
				}
			)
		);
	});

	it('never throws, and succeeds only with finite numbers', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				const parse = parseSingle(text, names);
				if (parse.ok) expect(Object.values(parse.input.values).every(Number.isFinite)).toBe(true);
				else expect(parse.failure.message.length).toBeGreaterThan(10);
			})
		);
	});
});

describe('a transaction with texts and dates', () => {
	const names: InputNames = {
		rawNames: ['time', 'card', 'merchant', 'amt', 'device'],
		featureNames: ['log_amt', 'hour', 'count_24h'],
		labelName: 'is_fraud',
		aliases: { time: ['trans_date_trans_time'] },
		kinds: { time: 'date', card: 'text', merchant: 'text', device: 'text' },
		optional: ['device']
	};
	const values = { time: '2019-01-01 00:00:18', card: '6304000000000000123', merchant: 'Kirlin, Sons "& Co"', amt: 4.97 };
	const event = { id: 7, trans_date_trans_time: '2019-01-01 00:00:18', merchant: 'Kirlin, Sons "& Co"', amt: 4.97, lat: 1 };

	it('is read from one JSON event of another system, with all digits of its card, and says what it left out', () => {
		const json = `{"card": 6304000000000000123, ${JSON.stringify({ ...event, is_fraud: 1 }).slice(1)}`;
		expect(parseSingle(json, names)).toEqual({
			ok: true,
			input: { kind: 'raw', values },
			trueClass: 1,
			notes: ['Not read by this model: id, lat.']
		});
		expect(parseSingle(JSON.stringify({ ...event, card: '6304000000000000123', device: ' d1 ' }), names)).toMatchObject({
			input: { values: { ...values, device: 'd1' } },
			trueClass: null
		});
	});

	it('is read from a line, with or without its header, as files have it', () => {
		const line = '2019-01-01 00:00:18,6304000000000000123,"Kirlin, Sons ""& Co""",4.97,';
		expect(parseSingle(line, names)).toMatchObject({ ok: true, input: { values } });
		expect(parseSingle(`,time,card,merchant,amt,is_fraud\n0,${line}0`, names)).toEqual({ ok: true, input: { kind: 'raw', values }, trueClass: 0 });
		expect(parseFields({ ...values, amt: '4,97' }, names)).toMatchObject({ ok: true, input: { values } });
	});

	it('names every field that is missing, blank or no number, and repeats no card', () => {
		const failure = failureOf(parseSingle(JSON.stringify({ card: '6304000000000000123', merchant: ' ', amt: 'much' }), names));
		expect(failure.detail.fields).toEqual({
			time: 'time is missing.'
		});
		const read = failureOf(parseSingle(JSON.stringify({ time: 'x', card: '6304000000000000123', merchant: ' ', amt: 'much' }), names));
		expect(read.detail.fields).toEqual({
			merchant: 'merchant is empty.',
			amt: 'amt is “much”: expected a number.'
		});
		expect(JSON.stringify(read)).not.toContain('6304');
	});

	it('may have columns that are called like what every object has', () => {
		const odd = { ...names, rawNames: ['constructor', 'toString'], featureNames: ['one'], aliases: {}, kinds: {}, optional: [] };
		const read = { ok: true, input: { kind: 'raw', values: { constructor: 1, toString: 2 } } };
		expect(parseSingle('{"constructor": 1, "toString": 2, "__proto__": {"amt": 3}}', odd)).toMatchObject(read);
		expect(parseSingle('1,2', odd)).toMatchObject(read);
	});

	it('says of a number past the largest that it is too large', () => {
		const text = JSON.stringify({ ...event, card: 'c', amt: 5 }).replace('"amt":5', '"amt":1e999');
		expect(failureOf(parseSingle(text, names)).detail.fields).toMatchObject({ amt: 'amt is too large: expected a finite number.' });
	});
});
