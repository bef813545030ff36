import { seededRandom } from '../../src/lib/core/random/random';
import type { TrainingConfig } from '../../src/lib/training/config';
import { gridCandidates, randomCandidates } from '../../src/lib/training/search/candidates';
import { halvingSchedule } from '../../src/lib/training/search/halving';
import type { HalvingRound } from '../../src/lib/training/search/halving';
import type { SearchData } from '../../src/lib/training/search/search-data';
import { extremeValues } from '../../src/lib/training/search/space';
import type { Parameters } from '../../src/lib/training/search/space';
import { flattened, withParameters } from '../../src/lib/training/search/with-parameters';
import { configInvalid, within } from './config-file';
import type { SearchMethod, SearchSettings } from './file-schema';

/** Frauds that a draw of rows has at least, about. */
const fewestFrauds = 20;

/** What every trial begins with; the whole model of the pack, or one member of it alone. */
export function searchedConfig(config: TrainingConfig, { member }: SearchSettings, path: string): TrainingConfig {
	if (member === undefined) return config;
	const found = config.members.find(({ id }) => id === member);
	if (!found) throw configInvalid(path, 'search.member', `the pack ${config.name} has no member “${member}”; it has ${config.members.map(({ id }) => id).join(', ')}`);
	return { ...config, members: [found], combiner: null };
}

/** Throws `config.invalid` for a space or a resource that the pack has no parameters for, or that goes beyond what they may be. */
export function requireSearchable(config: TrainingConfig, { space, halving }: SearchSettings, method: SearchMethod, path: string): void {
	for (const [name, dimension] of Object.entries(space)) {
		for (const value of extremeValues(dimension)) within(path, 'search.space.', () => withParameters(config, { [name]: value }));
	}
	if (method === 'grid') within(path, '', () => gridCandidates(space));
	if (method !== 'halving' || halving.resource === 'rows') return;
	if (Object.hasOwn(space, halving.resource)) throw configInvalid(path, 'search.halving.resource', `${halving.resource} is searched, so it cannot be what trials get more of`);
	within(path, 'search.halving.resource: ', () => withParameters(config, { [halving.resource]: halving.max ?? 1 }));
}

/** The candidates of a method, the same for the same settings. */
export function candidatesOf({ space, trials, seed }: SearchSettings, method: SearchMethod): Parameters[] {
	return method === 'grid' ? gridCandidates(space) : randomCandidates(space, trials, seededRandom(seed));
}

/** The rounds of successive halving over `settings.halving.resource`. Throws `config.invalid`. */
export function roundsOf(config: TrainingConfig, { halving }: SearchSettings, candidates: number, data: SearchData, path: string): HalvingRound[] {
	const { resource, factor, min, max } = halving;
	const { most, floor } = resource === 'rows' ? rowsToGive(data) : { most: ownAmount(config, resource), floor: 1 };
	const limit = max ?? most;
	if (limit === null) throw configInvalid(path, 'search.halving.max', `it is missing: ${resource} is no whole number that could be divided`);
	return within(path, '', () => halvingSchedule({ candidates, factor, least: min ?? null, most: limit, floor: Math.min(floor, limit) }));
}

function rowsToGive({ folds }: SearchData): { readonly most: number; readonly floor: number } {
	const rows = folds.map(({ train }) => train.rows);
	const floors = folds.map(({ train }) => Math.ceil((fewestFrauds * train.rows) / train.labels.reduce((sum, label) => sum + label, 0)));
	return { most: Math.max(...rows), floor: Math.min(Math.min(...rows), Math.max(...floors)) };
}

function ownAmount({ members, combiner }: TrainingConfig, name: string): number | null {
	const all = flattened({ ...Object.fromEntries(members.map((member) => [member.id, member])), combiner });
	const amount = all[name];
	return typeof amount === 'number' && Number.isInteger(amount) ? amount : null;
}
