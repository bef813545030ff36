import { expect, it } from 'vitest';
import { fieldErrors } from './field-errors';

it('reads sentences by field and nothing else', () => {
	const failure = { code: 'input.invalid', message: '', detail: { fields: { V1: 'V1 is empty.', V2: 3 } } } as const;
	expect([...fieldErrors(failure)]).toEqual([['V1', 'V1 is empty.']]);
	expect(fieldErrors({ code: 'engine.busy', message: '', detail: {} }).size).toBe(0);
	expect(fieldErrors({ code: 'input.invalid', message: '', detail: { fields: ['V1'] } }).size).toBe(0);
	expect(fieldErrors(null).size).toBe(0);
});
