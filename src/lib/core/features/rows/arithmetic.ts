import { secondsADay } from '../../time/units';
import type { RowStep } from '../steps';

const secondsAnHour = 3600;
/** 1 January 1970 was a Thursday; Monday is 0. */
const weekdayOfEpoch = 3;

/** The steps that make a number of one other. */
export type UnaryStep = Extract<RowStep, { op: 'copy' | 'log1p' | 'abs' | 'hour' | 'time-of-day' | 'weekday' | 'less-than' }>;

/** The arithmetic of a step on one float64 value, null for a plain copy. NaN stays NaN. */
export function arithmetic(step: UnaryStep): ((x: number) => number) | null {
	switch (step.op) {
		case 'copy':
			return null;
		case 'log1p':
			return Math.log1p;
		case 'abs':
			return Math.abs;
		case 'hour':
			return (x) => {
				const hour = Math.floor(x / secondsAnHour) % 24;
				return hour < 0 ? hour + 24 : hour;
			};
		case 'time-of-day':
			return (x) => (x - Math.floor(x / secondsADay) * secondsADay) / secondsAnHour;
		case 'weekday':
			return (x) => {
				const day = (Math.floor(x / secondsADay) + weekdayOfEpoch) % 7;
				return day < 0 ? day + 7 : day;
			};
		case 'less-than': {
			const { value } = step;
			// NaN must stay NaN: a comparison would make a clean-looking 0 of it.
			return (x) => (x < value ? 1 : x >= value ? 0 : NaN);
		}
	}
}

/** Two numbers to one, by the name of a `combine` step. Min and max of NaN are NaN. */
export const combinations: Readonly<Record<Extract<RowStep, { op: 'combine' }>['how'], (a: number, b: number) => number>> = {
	add: (a, b) => a + b,
	subtract: (a, b) => a - b,
	multiply: (a, b) => a * b,
	divide: (a, b) => a / b,
	min: Math.min,
	max: Math.max
};
