import type { Recipe, TrainingStage } from '../../state/types';
import { formatCount, type Locale } from '../format';

type Working = Extract<TrainingStage, { kind: 'working' }>;

/** What is being done now, as a sentence. */
export function stepWords({ reading, counts, rounds, recipe }: Pick<Working, 'reading' | 'counts' | 'rounds' | 'recipe'>, locale?: Locale): string {
	if (reading !== null) return `Reading ${reading}.`;
	if (counts === null) return 'Starting the worker.';
	const begun = recipe.members.filter(({ id }) => rounds[id] !== undefined);
	if (begun.length === 0) return `Making features of ${formatCount(counts.given, locale)} rows.`;
	return `Fitting: ${begun.length === recipe.members.length ? 'all members have begun' : begun.map(({ kind }) => kind).join(', ')}.`;
}

/** How far the fit of a member is at least, 0 to 1: it may end before its last round. Null where that is not known. */
export function memberShare({ rounds }: Recipe['members'][number], round: Working['rounds'][string] | undefined): number | null {
	return rounds === null || round === undefined ? null : Math.min(1, round.round / rounds);
}
