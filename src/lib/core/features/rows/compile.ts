import type { TreeEnsemble } from '../../members/trees/ensemble';
import { invalidPipeline } from '../names';
import type { Names, Source } from '../names';
import type { RowStep } from '../steps';
import { anomalyRun } from './anomaly';
import { encodeRun } from './encode';
import type { LevelPart } from './encode';
import { coalesceRun, combineRun, haversineRun, unaryRun } from './numbers';
import { TextTable } from './text-table';
import { textNumber } from './texts';
import type { CompiledRowStep, RowRun } from './types';

/** Isolation forests by the name that `anomaly` steps give them. */
export type Forests = ReadonlyMap<string, TreeEnsemble>;

/** Finds what a step reads. Throws `pack.invalid` for unknown names, for a number where a text belongs and vice versa. */
export function compileRowStep(step: RowStep, names: Names, forests: Forests): CompiledRowStep {
	const number = (name: string): Source => names.number(name, step.to);
	const without = (sources: readonly Source[], run: RowRun): CompiledRowStep => ({ sources, bind: () => run });
	switch (step.op) {
		case 'coalesce': {
			const from = step.from.map(number);
			return without(from, coalesceRun(from, step.otherwise));
		}
		case 'combine': {
			const operand = (of: string | number): Source | number => (typeof of === 'number' ? of : number(of));
			const [left, right] = [operand(step.left), operand(step.right)];
			return without([left, right].filter((of) => typeof of !== 'number'), combineRun(step, left, right));
		}
		case 'one-of':
		case 'starts-with':
		case 'ordinal': {
			const column = names.text(step.from, step.to);
			return {
				sources: [{ kind: 'raw', index: column }],
				bind: (dictionaries) => {
					const dictionary = dictionaries[column];
					if (!dictionary) throw invalidPipeline(`its text column “${step.from}” has no dictionary`);
					const table = new TextTable(dictionary, textNumber(step));
					return (block) => table.look(block.raw[column], block.column());
				}
			};
		}
		case 'encode': {
			const parts = step.from.map((name): LevelPart =>
				names.isText(name)
					? { kind: 'text', index: names.text(name, step.to) }
					: { kind: 'number', source: number(name) }
			);
			const sources = parts.map((p): Source => (p.kind === 'text' ? { kind: 'raw', index: p.index } : p.source));
			return { sources, bind: (dictionaries) => encodeRun(step, parts, dictionaries) };
		}
		case 'haversine': {
			const [lat1, lon1, lat2, lon2] = step.from;
			const from = [number(lat1), number(lon1), number(lat2), number(lon2)] as const;
			return without(from, haversineRun(from));
		}
		case 'anomaly': {
			const forest = forests.get(step.forest);
			if (!forest) throw invalidPipeline(`its forest “${step.forest}”, which makes “${step.to}”, is not there`);
			if (forest.width !== step.from.length) {
				throw invalidPipeline(`its forest “${step.forest}” reads ${forest.width} features, not ${step.from.length}`);
			}
			const from = step.from.map(number);
			return without(from, anomalyRun(forest, from));
		}
		default: {
			const from = number(step.from);
			return without([from], unaryRun(step, from));
		}
	}
}
