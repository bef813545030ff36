import type { RowStep } from '../steps';

/** The steps that make a number of one text. */
export type TextStep = Extract<RowStep, { op: 'one-of' | 'starts-with' | 'ordinal' }>;

/** What a step makes of a text; a missing one is `''`. */
export function textNumber(step: TextStep): (text: string) => number {
	switch (step.op) {
		case 'one-of': {
			const values = new Set(step.values);
			return (text) => (values.has(text) !== step.not ? 1 : 0);
		}
		case 'starts-with':
			return (text) => (text.startsWith(step.prefix) ? 1 : 0);
		case 'ordinal': {
			const indices = new Map(step.levels.map((level, index) => [level, index]));
			return (text) => indices.get(text) ?? step.levels.length;
		}
	}
}
