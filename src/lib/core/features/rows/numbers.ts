import { valuesOf } from '../block';
import type { Block } from '../block';
import type { Source } from '../names';
import type { RowStep } from '../steps';
import { arithmetic, combination } from './arithmetic';
import type { UnaryStep } from './arithmetic';
import { greatCircleKm } from './haversine';
import type { RowRun } from './types';

export function unaryRun(step: UnaryStep, from: Source): RowRun {
	const apply = arithmetic(step);
	if (apply === null) return (block) => valuesOf(block, from).subarray(0, block.rows);
	return (block) => {
		const made = block.column();
		apply(valuesOf(block, from), made);
		return made;
	};
}

export function coalesceRun(from: readonly Source[], otherwise: number): RowRun {
	return (block) => {
		const made = block.column().fill(otherwise);
		// The last one first, so that an earlier one that is there takes its place.
		for (let s = from.length - 1; s >= 0; s--) putThere(valuesOf(block, from[s]), made);
		return made;
	};
}

function putThere(values: Float64Array, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) {
		const value = values[row];
		if (value === value) made[row] = value;
	}
}

/** A number stands for itself in every row. */
export function combineRun(
	{ how, otherwise }: Extract<RowStep, { op: 'combine' }>,
	left: Source | number,
	right: Source | number
): RowRun {
	const combine = combination(how, otherwise);
	return (block) => {
		const [a, b] = [operandValues(block, left), operandValues(block, right)];
		const made = block.column();
		combine(a, b, made);
		return made;
	};
}

function operandValues(block: Block, operand: Source | number): Float64Array {
	return typeof operand === 'number' ? block.column().fill(operand) : valuesOf(block, operand);
}

export function haversineRun(from: readonly [Source, Source, Source, Source]): RowRun {
	return (block) => {
		const [lat1, lon1, lat2, lon2] = from.map((source) => valuesOf(block, source));
		const made = block.column();
		for (let row = 0; row < block.rows; row++) made[row] = greatCircleKm(lat1[row], lon1[row], lat2[row], lon2[row]);
		return made;
	};
}
