import { describe, expect, it } from 'vitest';
import { schema as parser } from '../core/schema/schema';
import { matchFile, missingColumns } from './match-file';

const columns = ['Time', ...Array.from({ length: 28 }, (_, i) => `V${i + 1}`), 'Amount'];
const schema = parser.parse({ name: 'cards', columns: columns.map((name) => ({ name, type: 'number', roles: ['feature'] })) });
const missing = (headers: readonly string[]) => missingColumns(schema, matchFile(schema, headers, {}));

describe('missingColumns', () => {
	it('names a run of numbered columns once and all of them in the detail', () => {
		const failure = missing(['Time', 'Amount']);
		expect(failure?.message).toContain('lacks 28 columns: “V1 – V28”.');
		expect(failure?.detail).toMatchObject({ columns: columns.slice(1, 29) });
	});

	it('keeps a column with a suggestion apart', () => {
		const failure = missing(columns.map((name) => (name === 'Amount' ? 'Amuont' : name)).filter((name) => name !== 'V9'));
		expect(failure?.message).toContain('lacks 2 columns: “V9”, “Amount” (perhaps “Amuont”?).');
	});

	it('is silent when nothing is missing', () => {
		expect(missing(columns)).toBeNull();
	});
});
