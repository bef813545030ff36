import { valuesOf } from '../block';
import type { Block } from '../block';
import type { Source } from '../names';
import type { RowStep } from '../steps';
import { arithmetic, combinations } from './arithmetic';
import type { UnaryStep } from './arithmetic';
import { greatCircleKm } from './haversine';
import type { RowRun } from './types';

export function unaryRun(step: UnaryStep, from: Source): RowRun {
	const apply = arithmetic(step);
	if (apply === null) return (block) => valuesOf(block, from).subarray(0, block.rows);
	return (block) => {
		const values = valuesOf(block, from);
		const made = block.column();
		for (let row = 0; row < block.rows; row++) made[row] = apply(values[row]);
		return made;
	};
}

export function coalesceRun(from: readonly Source[], otherwise: number): RowRun {
	return (block) => {
		const columns = from.map((source) => valuesOf(block, source));
		const made = block.column().fill(otherwise);
		for (let row = 0; row < block.rows; row++) {
			for (const column of columns) {
				const value = column[row];
				if (value !== value) continue;
				made[row] = value;
				break;
			}
		}
		return made;
	};
}

/** A number stands for itself in every row. */
export function combineRun(
	{ how, otherwise }: Extract<RowStep, { op: 'combine' }>,
	left: Source | number,
	right: Source | number
): RowRun {
	const combine = combinations[how];
	return (block) => {
		const [a, b] = [operandValues(block, left), operandValues(block, right)];
		const made = block.column();
		for (let row = 0; row < block.rows; row++) {
			const value = combine(a[row], b[row]);
			made[row] = Number.isFinite(value) ? value : otherwise;
		}
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
