import { pow } from '../number/exp-log';
import type { Random } from '../random/random';

/** The next of the sorted uniform numbers of which `left` are still to come (Devroye 1986, V.3.1): sorted without memory. */
export function nextOrderStatistic(previous: number, left: number, random: Random): number {
	return 1 - (1 - previous) * pow(1 - random.next(), 1 / left);
}
