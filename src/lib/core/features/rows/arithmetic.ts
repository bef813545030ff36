import { log1p } from '../../number/exp-log';
import { secondsADay } from '../../time/units';
import type { RowStep } from '../steps';

const secondsAnHour = 3600;
/** 1 January 1970 was a Thursday; Monday is 0. */
const weekdayOfEpoch = 3;

/** Below it, whole numbers are divided by small ones without ever being rounded up to the next whole number. */
const exactBelow = 2 ** 40;

/** The steps that make a number of one other. */
export type UnaryStep = Extract<RowStep, { op: 'copy' | 'log1p' | 'abs' | 'hour' | 'time-of-day' | 'weekday' | 'less-than' }>;

/** The arithmetic of a step on a column of float64 values, null for a plain copy. NaN stays NaN. */
export type ColumnArithmetic = (values: Float64Array, made: Float64Array) => void;

/** A loop of its own for every kind of step: one that calls the arithmetic row by row takes several times as long. */
export function arithmetic(step: UnaryStep): ColumnArithmetic | null {
	switch (step.op) {
		case 'copy':
			return null;
		case 'log1p':
			return (values, made) => {
				for (let row = 0; row < made.length; row++) made[row] = log1p(values[row]);
			};
		case 'abs':
			return (values, made) => {
				for (let row = 0; row < made.length; row++) made[row] = Math.abs(values[row]);
			};
		case 'hour':
			return (values, made) => {
				for (let row = 0; row < made.length; row++) made[row] = within(Math.floor(values[row] / secondsAnHour), 24);
			};
		case 'time-of-day':
			return (values, made) => {
				for (let row = 0; row < made.length; row++) {
					const x = values[row];
					made[row] = (x - Math.floor(x / secondsADay) * secondsADay) / secondsAnHour;
				}
			};
		case 'weekday':
			return (values, made) => {
				for (let row = 0; row < made.length; row++) made[row] = within(Math.floor(values[row] / secondsADay) + weekdayOfEpoch, 7);
			};
		case 'less-than': {
			const { value } = step;
			// NaN must stay NaN: a comparison would make a clean-looking 0 of it.
			return (values, made) => {
				for (let row = 0; row < made.length; row++) {
					const x = values[row];
					made[row] = x < value ? 1 : x >= value ? 0 : NaN;
				}
			};
		}
	}
}

/** The rest of a whole number, in [0, size). The operator % alone is a slow call for float64. */
function within(x: number, size: number): number {
	if (x > 0 && x < exactBelow) return x - Math.floor(x / size) * size;
	const rest = x % size;
	return rest < 0 ? rest + size : rest;
}

export type Combination = (a: Float64Array, b: Float64Array, made: Float64Array) => void;

/** Two numbers to one, by the name of a `combine` step. Min and max of NaN are NaN; what is not finite is `otherwise`. */
export function combination(how: Extract<RowStep, { op: 'combine' }>['how'], otherwise: number): Combination {
	switch (how) {
		case 'add':
			return (a, b, made) => {
				for (let row = 0; row < made.length; row++) {
					const value = a[row] + b[row];
					made[row] = value - value === 0 ? value : otherwise;
				}
			};
		case 'subtract':
			return (a, b, made) => {
				for (let row = 0; row < made.length; row++) {
					const value = a[row] - b[row];
					made[row] = value - value === 0 ? value : otherwise;
				}
			};
		case 'multiply':
			return (a, b, made) => {
				for (let row = 0; row < made.length; row++) {
					const value = a[row] * b[row];
					made[row] = value - value === 0 ? value : otherwise;
				}
			};
		case 'divide':
			return (a, b, made) => {
				for (let row = 0; row < made.length; row++) {
					const value = a[row] / b[row];
					made[row] = value - value === 0 ? value : otherwise;
				}
			};
		case 'min':
			return (a, b, made) => {
				for (let row = 0; row < made.length; row++) {
					const value = Math.min(a[row], b[row]);
					made[row] = value - value === 0 ? value : otherwise;
				}
			};
		case 'max':
			return (a, b, made) => {
				for (let row = 0; row < made.length; row++) {
					const value = Math.max(a[row], b[row]);
					made[row] = value - value === 0 ? value : otherwise;
				}
			};
	}
}
